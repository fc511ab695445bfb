"""Whether an answer may be registered as sent: what the review or the approval still lacks stops it. Pure."""

from __future__ import annotations

from dsar.cases.review import Policy
from dsar.cases.review_desk import Reviewed
from dsar.cases.values import Case
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


def check_approving(case: Case, policy: Policy, *, by: str, account: str) -> None:
    """Whether this person may approve what another right than access came to.

    Raises:
        SetupError: they decided it themselves, or are the service account, which is nobody.
    """
    if not policy.second_person:
        return
    if by == account:
        raise SetupError(f"{by}: is an account, not a person. Approve with: sudo -u {by} dsar …")
    if case.outcome is not None and case.outcome.by == by:
        raise SetupError("who decided cannot approve. Let a second person do it ([cases] second_person).")


def check_approved(case: Case, policy: Policy) -> None:
    """Whether what another right than access came to was approved, where settings ask for it.

    Raises:
        SetupError: it was not.
    """
    if policy.second_person and case.outcome is not None and not case.outcome.approved_by:
        advice = f"Let one do it: dsar case approve {case.id}"
        raise SetupError(f"{case.id}: its outcome is not approved by a second person. {advice}")


def _told(code: str, hits: tuple[int, ...]) -> str:
    named = ", ".join(map(str, hits[:SHOWN])) + (f" and {len(hits) - SHOWN} more" if len(hits) > SHOWN else "")
    return f"{code}: hits {named}" if hits else code
