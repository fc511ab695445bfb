"""Which state may follow which, and what a case shows while the citizen is asked something. Pure.

    received ─▶ searching ─▶ review ─▶ (approval) ─▶ answered ─▶ closed
       └── other rights than access need no search ──▲
    any open state ─▶ refused, withdrawn ─▶ closed
    any ended state ─▶ received or review, by reopening the case

``identity`` and ``clarification`` are no steps on that way: they are what is shown
while a question is open, and the work may go on behind them (R-03-04: a
clarification never blocks the search).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dsar.cases.codes import ENDED, Asked, CaseKind, State
from dsar.cases.values import Question

_ENDS = frozenset({State.REFUSED, State.WITHDRAWN})
_AFTER = frozenset({State.RECEIVED, State.REVIEW})
"""Where a reopened case begins again: before the search if there was none."""

MOVES: Mapping[State, frozenset[State]] = {
    State.RECEIVED: frozenset({State.SEARCHING, State.REVIEW}) | _ENDS,
    State.SEARCHING: frozenset({State.REVIEW}) | _ENDS,
    State.REVIEW: frozenset({State.SEARCHING, State.APPROVAL, State.ANSWERED}) | _ENDS,
    State.APPROVAL: frozenset({State.SEARCHING, State.REVIEW, State.ANSWERED}) | _ENDS,
    State.ANSWERED: _AFTER | {State.CLOSED},
    State.REFUSED: _AFTER | {State.CLOSED},
    State.WITHDRAWN: _AFTER | {State.CLOSED},
    State.CLOSED: _AFTER,
    State.IDENTITY: frozenset(),
    State.CLARIFICATION: frozenset(),
}
"""What may follow on how far a case has come (:attr:`dsar.cases.values.Case.reached`)."""


def may_follow(kind: CaseKind, reached: State, to: State) -> bool:
    """Whether a case of that kind may go from one state to another; access comes to review by a search only."""
    if kind is CaseKind.ACCESS and (reached, to) == (State.RECEIVED, State.REVIEW):
        return False
    return to in MOVES[reached]


def shown(reached: State, questions: Iterable[Question]) -> State:
    """The state to show: what the citizen is asked comes before how far the work has come."""
    open_ones = {question.what for question in questions if question.answered is None}
    if reached not in ENDED and Asked.IDENTITY in open_ones:
        return State.IDENTITY
    if reached is State.RECEIVED and Asked.SCOPE in open_ones:
        return State.CLARIFICATION
    return reached
