"""What the invented people say in their profiles, as data, and how they come to say it.

Greta has none, since nobody asked her yet: hers is for the visitor to fill in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ment_xblock.blocks.profile_pages import offered
from ment_xblock.domain.profile_answers import Part
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.profile_page import profile_page
from ment_xblock.services.profiles import save_part

UNIT = "profile"
Typed = Mapping[str, Any]

WITH_HELP, WITH_NOTES, COULD_SHOW = "2", "3", "4"


def _can_show(**steps: str) -> Typed:
    """Tasks, with an underscore for each hyphen, and how well."""
    tasks = {task.replace("_", "-"): step for task, step in steps.items()}
    return {"skills": list(tasks), **{f"step-{task}": step for task, step in tasks.items()}}


def _wants(*tasks: str) -> Typed:
    return {"wanted": list(tasks), "order": list(tasks)}


def _free(parts: str, *days: str) -> list[str]:
    return [f"{day}-{part}" for day in days for part in parts.split()]


def _works(trade: str, firm: str = "", *, boss: str = "no", same: str = "no", **more: Any) -> Typed:
    return {"trade": trade, "firm": firm, "is_boss": boss, "same_firm_ok": same, **more}


def _suits(capacity: int = 1, **sides: str) -> Typed:
    return {"capacity": str(capacity), **{f"style-{pair}": side for pair, side in sides.items()}}


def _meets(*places: str, ways: tuple[str, ...] = ("in_person",)) -> Typed:
    return {"ways": list(ways), "places": list(places)}


def _junior(called: str = "", *, under_18: str = "no", needs: str = "") -> Typed:
    return {"called": called, "under_18": under_18, "access_needs": needs}


def _senior(called: str = "", *, needs: str = "") -> Typed:
    return {"called": called, "access_needs": needs}


PROFILES: Mapping[str, Mapping[Part, Typed]] = {
    "piotr": {
        Part.TASKS: _can_show(
            quote_as_pdf=COULD_SHOW,
            e_invoice=WITH_NOTES,
            shared_calendar=COULD_SHOW,
            video_call=COULD_SHOW,
            share_folder=WITH_NOTES,
        ),
        Part.LANGUAGES: {"languages": ["pl", "en", "es"]},
        Part.TIMES: {"times": [*_free("evening", "mon", "tue", "thu"), "sat-morning"]},
        Part.MEETING: _meets("workshop", "public", ways=("in_person", "video")),
        Part.WORK: _works("installation", "Kabel i Prąd", same="yes", wishes=["food", "art"]),
        Part.STYLE: _suits(2, pace="quick", start="try", talk="direct"),
        Part.ABOUT: _junior(),
        Part.PRIVATE: {"phone": "+48 22 555 01 14"},
    },
    "lena": {
        Part.TASKS: _can_show(
            photo_of_piece=COULD_SHOW,
            short_video=COULD_SHOW,
            before_after_pictures=COULD_SHOW,
            online_booking=WITH_NOTES,
            answer_review=WITH_NOTES,
        ),
        Part.LANGUAGES: {"languages": ["de", "en", "it", "pl"]},
        Part.TIMES: {"times": _free("morning midday", "mon") + _free("evening", "wed", "thu")},
        Part.MEETING: _meets("workshop", "school", ways=("in_person", "phone", "video")),
        Part.WORK: _works("beauty", "Salon Brise", wishes=["textile", "wood"]),
        Part.STYLE: _suits(2, pace="slow", start="watch", talk="gentle", plan="planned"),
        Part.ABOUT: _junior(),
        Part.PRIVATE: {},
    },
    "amir": {
        Part.TASKS: _can_show(
            photo_of_piece=COULD_SHOW,
            find_price_list=COULD_SHOW,
            compare_suppliers=COULD_SHOW,
            translate_talk=COULD_SHOW,
            dictate_message=WITH_NOTES,
        ),
        Part.LANGUAGES: {"languages": ["en", "it", "fa", "es"]},
        Part.TIMES: {"times": _free("afternoon", "mon", "tue", "wed", "thu", "fri")},
        Part.MEETING: _meets("school", "public", ways=("in_person", "video")),
        Part.WORK: _works("food", "Forno del Ponte", wishes=["building", "repair"]),
        Part.STYLE: _suits(1, pace="slow", talk="gentle"),
        Part.ABOUT: _junior(
            needs="I start work at four in the morning, so not after eight in the evening, please."
        ),
        Part.PRIVATE: {"phone": "+39 055 555 0163"},
    },
    "sofia": {
        Part.TASKS: _can_show(
            false_message=COULD_SHOW,
            strong_passwords=COULD_SHOW,
            two_step_login=COULD_SHOW,
            lock_and_copy=WITH_NOTES,
        ),
        Part.LANGUAGES: {"languages": ["es", "ca", "en"]},
        Part.TIMES: {"times": _free("afternoon evening", "tue", "thu")},
        Part.MEETING: _meets("school", "public", ways=("in_person", "video")),
        Part.WORK: _works("textile", wishes=["art", "beauty"]),
        Part.STYLE: _suits(1, start="watch", talk="gentle"),
        Part.ABOUT: _junior("Sofi", under_18="yes"),
        Part.PRIVATE: {},
    },
    "yusuf": {
        Part.TASKS: _can_show(
            card_payment=COULD_SHOW,
            price_list=COULD_SHOW,
            opening_hours=COULD_SHOW,
            ai_first_draft=WITH_HELP,
            cost_table=WITH_NOTES,
        ),
        Part.LANGUAGES: {"languages": ["tr", "de", "en", "ro"]},
        Part.TIMES: {"times": _free("evening", "mon", "wed", "fri") + _free("morning", "sun")},
        Part.MEETING: _meets("workshop", ways=("in_person", "phone")),
        Part.WORK: _works("retail", "Laden am Markt", wishes=["food", "metal"]),
        Part.STYLE: _suits(2, pace="quick", talk="direct", plan="open"),
        Part.ABOUT: _junior(),
        Part.PRIVATE: {},
    },
    "giulia": {
        Part.TASKS: _can_show(
            quote_as_pdf=COULD_SHOW,
            sort_job_photos=COULD_SHOW,
            before_after_pictures=WITH_NOTES,
            false_message=COULD_SHOW,
        ),
        Part.LANGUAGES: {"languages": ["it", "en"]},
        Part.TIMES: {"times": [*_free("evening", "tue", "thu"), "sat-morning"]},
        Part.MEETING: _meets("workshop", "school", ways=("in_person", "video")),
        Part.WORK: _works("building", "Lido Restauri", wishes=["wood", "art"]),
        Part.STYLE: _suits(1, pace="slow", start="watch", talk="gentle"),
        Part.ABOUT: _junior(),
        Part.PRIVATE: {},
    },
    "mario": {
        Part.TASKS: _wants("quote-as-pdf", "before-after-pictures", "false-message"),
        Part.LANGUAGES: {"languages": ["it"]},
        Part.TIMES: {"times": _free("evening", "tue", "wed") + _free("morning midday", "sat")},
        Part.MEETING: _meets("workshop"),
        Part.WORK: _works("wood", "Falegnameria Tessarin", boss="yes"),
        Part.STYLE: _suits(1, pace="slow", start="watch", plan="planned"),
        Part.ABOUT: _senior(needs="Large letters. My glasses are always in the other jacket."),
        Part.PRIVATE: {
            "phone": "+39 041 555 0127",
            "avoid": "Paolo Ferrandi's apprentices, please.",
        },
    },
    "anna": {
        Part.TASKS: _wants("shared-calendar", "photo-of-piece", "e-invoice"),
        Part.LANGUAGES: {"languages": ["pl", "de"]},
        Part.TIMES: {"times": [*_free("evening", "mon", "thu"), "sat-morning"]},
        Part.MEETING: _meets("workshop", "public"),
        Part.WORK: _works("textile", "Pracownia Kowalik", boss="yes", same="yes"),
        Part.STYLE: _suits(2, talk="direct", plan="planned"),
        Part.ABOUT: _senior("Pani Anna"),
        Part.PRIVATE: {},
    },
    "tomas": {
        Part.TASKS: _wants("false-message", "photo-of-piece", "video-call"),
        Part.LANGUAGES: {"languages": ["es", "en"]},
        Part.TIMES: {"times": _free("evening", "tue", "thu", "fri")},
        Part.MEETING: {"ways": ["video", "phone"]},
        Part.WORK: _works("art", "Cerámica Arrieta", boss="yes"),
        Part.STYLE: _suits(2, pace="slow", talk="gentle", plan="open"),
        Part.ABOUT: _senior(needs="I hear badly on the left side."),
        Part.PRIVATE: {"phone": "+34 943 55 01 88"},
    },
    "ioana": {
        Part.TASKS: _wants("card-payment", "answer-review"),
        Part.LANGUAGES: {"languages": ["ro", "de"]},
        Part.TIMES: {"times": [*_free("evening", "mon", "fri"), "sun-morning"]},
        Part.MEETING: _meets("workshop", ways=("in_person", "phone")),
        Part.WORK: _works("food", "Brutăria Veche"),
        Part.STYLE: _suits(1, start="try", talk="direct"),
        Part.ABOUT: _senior(),
        Part.PRIVATE: {},
    },
    "paolo": {
        Part.TASKS: _wants("compare-suppliers", "job-report", "dictate-message"),
        Part.LANGUAGES: {"languages": ["it", "en"]},
        Part.TIMES: {"times": _free("afternoon", "wed", "fri") + _free("midday", "mon")},
        Part.MEETING: _meets("workshop", "public", ways=("in_person", "phone", "video")),
        Part.WORK: _works("installation", "Ferrandi Impianti", boss="yes"),
        Part.STYLE: _suits(2, pace="quick", start="try", talk="direct"),
        Part.ABOUT: _senior(),
        Part.PRIVATE: {"phone": "+39 011 555 0170"},
    },
}


def tell_profile(host: Host, block: Any, typed: Mapping[Part, Typed]) -> None:
    """Let somebody save the parts of their profile.

    Args:
        host: the host, on the day on which they do it.
        block: the block, as it stands before them.
        typed: part to what they type and tick.
    """
    for part, answers in typed.items():
        actor = host.actor(block)
        page = profile_page(actor)
        save_part(
            host=host,
            actor=actor,
            participant_id=page.participant_id,
            here=host.block_ref(block),
            part=part,
            typed=answers,
            base_revision=page.revision,
            offered=offered(block),
        )
