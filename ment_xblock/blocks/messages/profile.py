"""What to say in the profile, and of an author's own tasks."""

from django.utils.translation import gettext_lazy

MESSAGES = {
    "profile_settled": gettext_lazy("You have a partner now, so your profile is closed. Ask your facilitator to open it again."),
    "profile_open": gettext_lazy("You can change your profile yourself. Load the page again."),
    "no_such_part": gettext_lazy("There is no such part. Load the page again."),
    "saved_elsewhere": gettext_lazy("You saved something else here in another window. Save again to keep what you see now. Cancel to keep the other."),
    "tick_one": gettext_lazy("Please tick at least one."),
    "choose_one": gettext_lazy("Please choose an answer."),
    # own tasks in Studio
    "own_task_shape": gettext_lazy("Line %(line)s is not written like this: id | area | words. Please change it."),
    "own_task_long": gettext_lazy("Line %(line)s is too long. Each part can have %(most)s characters."),
    "own_task_id": gettext_lazy("Line %(line)s: the id can only have small letters from a to z, digits and hyphens."),
    "own_task_twice": gettext_lazy("Line %(line)s: the id %(id)s is there already. Choose another one."),
    "own_task_area": gettext_lazy("Line %(line)s: the area can only be one of these: %(areas)s."),
    "own_task_picture": gettext_lazy("Line %(line)s: there is no task %(id)s whose picture could be shown."),
    "own_tasks_many": gettext_lazy("There are too many tasks. %(most)s are possible."),
}  # fmt: skip
