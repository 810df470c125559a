"""Run the site's commands: ``python -m workbench_site runserver``."""

import os
import sys

from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workbench_site.settings")

if __name__ == "__main__":
    execute_from_command_line(["workbench_site", *sys.argv[1:]])
