"""Training by module and surveys by block, for the facilitator's key figures: counts, and no name.

The number of queries grows neither with the people nor with the blocks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import attrs
from django.db.models import Count

from ment_xblock.domain.people import Actor, Role, require_facilitator
from ment_xblock.domain.survey.disclosure import Group, total_of
from ment_xblock.domain.survey.items import Definition, Mode, When
from ment_xblock.domain.survey.results import ConstructResult, constructs, without_people
from ment_xblock.domain.training.settings import ROLE_OF
from ment_xblock.models import SurveyAnswer, SurveyRun
from ment_xblock.platform.ports import BlockRef, Host
from ment_xblock.selectors.survey_counts import answered_in, people_in
from ment_xblock.selectors.survey_people import Crowd, OnTheWay, on_the_way, schedule_of
from ment_xblock.selectors.survey_results import may_read, shown_items
from ment_xblock.selectors.survey_tallies import (
    Tallies,
    Version,
    people_in_places,
    tallies_of,
    versions_of_each,
)
from ment_xblock.selectors.training_results import IS_FINISHED, TRAINING, counting_results

SURVEY = "ment_survey"


@attrs.frozen
class ModuleLine:
    """How far the people of one role are with one module.

    Attributes:
        name: of the module in the course.
        role: whose module it is.
        url: a link to its unit; empty where there is none.
        people: how many have this role.
        begun: how many of them have answered something.
        done: how many have finished it.
    """

    name: str
    role: Role
    url: str
    people: int
    begun: int
    done: int


@attrs.frozen
class SurveyLine:
    """One survey of the course.

    Attributes:
        name: in the course.
        url: a link to its unit, where the results are; empty where there is none.
        when: the occasion.
        is_anonymous: nobody may know who said what.
        has_begun: whether somebody has answered.
        is_closed: closed for good.
        asked: for how many people it is open, or was.
        answered: how many of them did.
        constructs: means by what items are about, as far as they may be told without people (domain.survey.disclosure).
    """

    name: str
    url: str
    when: When
    is_anonymous: bool
    has_begun: bool
    is_closed: bool
    asked: int
    answered: int
    constructs: tuple[ConstructResult, ...]


@attrs.frozen
class LearningOverview:
    """Training and surveys of a course run, in the order of the course within each kind."""

    modules: tuple[ModuleLine, ...]
    surveys: tuple[SurveyLine, ...]


def learning_overview(*, host: Host, actor: Actor) -> LearningOverview:
    """Count training by module and answers by survey.

    Args:
        host: the host.
        actor: the facilitator.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator.
    """
    require_facilitator(actor)
    people = on_the_way(actor.course_key)
    return LearningOverview(
        modules=tuple(_modules(host, actor.course_key, people.crowd)),
        surveys=tuple(_surveys(host, actor.course_key, people)),
    )


def _modules(host: Host, course_key: str, crowd: Crowd) -> Iterable[ModuleLine]:
    blocks = [
        (block, ROLE_OF[track])
        for block in host.blocks(course_key, TRAINING)
        if (track := str(block.settings.get("track", ""))) in ROLE_OF
    ]
    counted = _training([block for block, _role in blocks])
    # Mentors first, as on all pages.
    for block, role in sorted(blocks, key=lambda one: list(Role).index(one[1])):
        begun, done = counted.get((block.usage_key, role.value), (0, 0))
        yield ModuleLine(
            name=block.name,
            role=role,
            url=host.unit_url(block.usage_key),
            people=crowd.roles[role],
            begun=begun,
            done=done,
        )


def _training(blocks: Iterable[BlockRef]) -> dict[tuple[str, str], tuple[int, int]]:
    """Block and role to how many began and how many have finished, among those who have not left the site."""
    rows = (
        counting_results()
        .filter(
            usage_key__in=[block.usage_key for block in blocks], participant__user__isnull=False
        )
        .order_by()
        .values_list("usage_key", "participant__role")
        .annotate(begun=Count("pk"), done=Count("pk", filter=IS_FINISHED))
    )
    return {(key, role): (begun, done) for key, role, begun, done in rows}


def _surveys(host: Host, course_key: str, people: OnTheWay) -> Iterable[SurveyLine]:
    crowd, now = people.crowd, host.now()
    blocks = [block for block in host.blocks(course_key, SURVEY) if block.settings.get("survey")]
    runs = {
        run.usage_key: run
        for run in SurveyRun.objects.filter(
            programme__course_key=course_key, usage_key__in=[block.usage_key for block in blocks]
        )
    }
    done = answered_in(run.pk for run in runs.values())
    readable = [run.pk for run in runs.values() if run.mode and may_read(run)]
    versions = versions_of_each(readable)
    everything = tuple(version for some in versions.values() for version in some)
    answers = SurveyAnswer.objects.filter(run__in=readable)
    tallies = tallies_of(answers, everything)
    in_places = people_in_places(answers.filter(run__in=_answered_again_and_again(versions)))
    for block in blocks:
        run = runs.get(block.usage_key)
        counted = _Counted(
            crowd=crowd,
            reached=people.reached(schedule_of(block), now),
            run=run,
            done=done.get(run.pk, {}) if run else {},
            versions=versions.get(run.pk, ()) if run else (),
            tallies=tallies,
            people=in_places,
        )
        yield counted.line(block, host.unit_url(block.usage_key))


@attrs.frozen
class _Counted:
    """What was counted of one survey; it has versions only where its results may be read.

    Attributes:
        crowd: the people of the programme.
        reached: those of them for whom it is open, or was.
        run: the survey; None before its first answer.
        done: by role, how many answered it.
        versions: its wordings.
        tallies: the answers of all surveys.
        people: of those that one person answers again and again, who answered where, each person once.
    """

    crowd: Crowd
    reached: Crowd
    run: SurveyRun | None
    done: Mapping[str, int]
    versions: tuple[Version, ...]
    tallies: Tallies
    people: Mapping[int, Mapping[str, Group]]

    def line(self, block: BlockRef, url: str) -> SurveyLine:
        definition: Definition = block.settings["survey"]
        run = self.run
        # With the first answer the promise is given, whatever the author says later.
        mode = Mode(run.mode) if run and run.mode else definition.mode
        people = (run.people if run else {}) or people_in(
            self.crowd, self.reached, run, definition, self.done
        )
        answered = sum(answered for _asked, answered in people.values())
        return SurveyLine(
            name=block.name,
            url=url,
            when=definition.when,
            is_anonymous=mode is Mode.ANONYMOUS,
            has_begun=bool(run and run.mode),
            is_closed=bool(run and run.closed_at),
            asked=sum(asked for asked, _answered in people.values()),
            answered=answered,
            constructs=self._constructs(mode, definition),
        )

    def _constructs(self, mode: Mode, definition: Definition) -> tuple[ConstructResult, ...]:
        if not self.versions:
            return ()
        items = shown_items(mode, self.versions, self.tallies, definition)
        return constructs(without_people(items, self._people()))

    def _people(self) -> dict[tuple[int, str], Group]:
        """By number of a version and key of a slot. Where everybody answers once, the answers are the people."""
        once = {
            version.pk: {slot: total_of(groups) for slot, groups in slots.items()}
            for version in self.versions
            if (slots := self.tallies.get(version.pk, {}))
        }
        return {
            (version.number, slot): people
            for version in self.versions
            for slot, people in self.people.get(version.pk, once.get(version.pk, {})).items()
        }


def _answered_again_and_again(versions: Mapping[int, Collection[Version]]) -> list[int]:
    """Which of these surveys one person may have answered more than once; they are all confidential."""
    return [
        run_id
        for run_id, wordings in versions.items()
        if any(version.definition.when.is_repeated for version in wordings)
    ]
