"""The record of processing activities: read, checked, and made from a municipality's own list."""

from __future__ import annotations

from dsar.activities.check import check
from dsar.activities.record import (
    Activities,
    Activity,
    AiUse,
    LegalBasis,
    Person,
    Preservation,
    Processor,
    Retention,
    SourceType,
    Transfer,
    default_text,
    load_activities,
    parse_activities,
)

__all__ = [
    "Activities",
    "Activity",
    "AiUse",
    "LegalBasis",
    "Person",
    "Preservation",
    "Processor",
    "Retention",
    "SourceType",
    "Transfer",
    "check",
    "default_text",
    "load_activities",
    "parse_activities",
]
