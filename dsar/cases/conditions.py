"""Whether the record of processing lets a right be granted: objection (art. 21) and portability (art. 20)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from dsar.activities import Activity, load_activities
from dsar.cases.codes import CaseKind, OutcomeCode
from dsar.cases.rights import can_object, portable
from dsar.errors import SetupError


def concerned(ids: Iterable[str], record: Path) -> list[Activity]:
    """The activities of these ids; the record is read only where one is named.

    Raises:
        SetupError: the record cannot be read, or there is no such activity.
    """
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return []
    known = {activity.id: activity for activity in load_activities(record)}
    unknown = [one for one in wanted if one not in known]
    if unknown:
        raise SetupError(f"{unknown[0]}: is no activity of {record.name}. Use one of: {', '.join(sorted(known))}.")
    return [known[one] for one in wanted]


def check_conditions(kind: CaseKind, code: OutcomeCode, activities: Iterable[Activity]) -> None:
    """Whether an outcome agrees with what the record says of the activities.

    Raises:
        SetupError: none is named though the right depends on it, or the outcome contradicts the record.
    """
    named = list(activities)
    if kind not in (CaseKind.OBJECTION, CaseKind.PORTABILITY):
        return
    if not named:
        raise SetupError(f"{kind.value}: depends on the legal basis. Name the activities it concerns with --activity.")
    if kind is CaseKind.OBJECTION and code is OutcomeCode.STOPPED:
        wrong = [one.id for one in named if not can_object(one)]
        if wrong:
            raise SetupError(
                f"{wrong[0]}: does not rest on a public task, so there is no right to object (art. 21(1)). "
                f"Leave it out, or mend activities.toml."
            )
    if kind is CaseKind.PORTABILITY and code is OutcomeCode.DELIVERED:
        for found in map(portable, named):
            if not found.applies:
                lacks = "consent or contract" if not found.agreed else "data supplied by the citizen"
                raise SetupError(
                    f"{found.activity}: lacks a condition of portability, {lacks} (art. 20(1)). "
                    f"Leave it out, or mend activities.toml."
                )
