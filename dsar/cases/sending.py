"""Whether an access case's answer may be registered as sent: what the review still lacks stops it. Pure."""

from __future__ import annotations

from dsar.cases.review_desk import Reviewed
from dsar.errors import SetupError

SHOWN = 10
"""Hit numbers named in one line."""


def check_sending(found: Reviewed) -> None:
    """Whether nothing is left that hinders a release.

    Raises:
        SetupError: something is; it says what, and where to look.
    """
    if not found.problems:
        return
    told = "; ".join(_told(problem.code, problem.hits) for problem in found.problems)
    raise SetupError(f"{found.case.id}: is not ready to be sent ({told}). See: dsar case status {found.case.id}")


def _told(code: str, hits: tuple[int, ...]) -> str:
    named = ", ".join(map(str, hits[:SHOWN])) + (f" and {len(hits) - SHOWN} more" if len(hits) > SHOWN else "")
    return f"{code}: hits {named}" if hits else code
