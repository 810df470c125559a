"""Work that may take longer than a request: each job is a function that takes a host and plain values.

A job is named here, and found when it is done, so that neither hosts nor services import what lies above them.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.utils.module_loading import import_string

from ment_xblock.platform.hosting import current_host

JOBS: Mapping[str, str] = MappingProxyType(
    {
        "match": "ment_xblock.services.matching_run.compute",
        "tell_matched": "ment_xblock.mails.tell_matched",
        "remind_profiles": "ment_xblock.blocks.matching_mail.remind_profiles",
    }
)


def run_job(name: str, params: Mapping[str, Any]) -> None:
    """Do a job now.

    Args:
        name: one of ``JOBS``.
        params: what the job takes beside the host.

    Raises:
        KeyError: there is no such job.
    """
    import_string(JOBS[name])(host=current_host(), **params)
