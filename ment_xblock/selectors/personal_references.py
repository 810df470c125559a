"""What the copy of a person's data points at and does not hold itself: courses, blocks, and what surveys asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from ment_xblock.domain.survey.items import Definition
from ment_xblock.domain.survey.parse import definition_from_data
from ment_xblock.models import Programme, SurveyRun, SurveyVersion
from ment_xblock.platform.ports import Host

# The blocks to which rows point.
_BLOCKS = ("ment_training", "ment_journal", "ment_survey")


@attrs.frozen
class References:
    """Nothing in it is about a person.

    Attributes:
        courses: name of each course run by programme, its key where the host does not know a name.
        blocks: name of each block by usage key, as its author called it.
        runs: usage key of each survey by id of its run.
        versions: what a survey asked, by id of the version.
    """

    courses: Mapping[int, str]
    blocks: Mapping[str, str]
    runs: Mapping[int, str]
    versions: Mapping[int, Definition]


def references_of(*, host: Host, copy: Mapping[str, Any]) -> References:
    """Look up what a copy points at, in a number of queries that does not grow with it.

    Args:
        host: the host.
        copy: as ``personal_copy.copy_of`` makes it.
    """
    programmes = Programme.objects.filter(pk__in=set(_ids(copy, "programme")))
    keys = dict(programmes.values_list("pk", "course_key"))
    names = host.course_names(keys.values())
    runs = SurveyRun.objects.filter(pk__in=set(_ids(copy, "run", "SurveyParticipation")))
    versions = SurveyVersion.objects.filter(pk__in=set(_ids(copy, "version", "SurveyAnswer")))
    return References(
        courses={pk: names.get(key, key) for pk, key in keys.items()},
        blocks={
            ref.usage_key: ref.name for key in keys.values() for ref in host.blocks(key, *_BLOCKS)
        },
        runs=dict(runs.values_list("pk", "usage_key")),
        versions={
            pk: definition_from_data(data) for pk, data in versions.values_list("pk", "definition")
        },
    )


def _ids(copy: Mapping[str, Any], column: str, kind: str = "") -> Iterator[int]:
    for stored in copy["stored"]:
        if not kind or stored["kind"] == kind:
            yield from (row[column] for row in stored["rows"] if row.get(column) is not None)
