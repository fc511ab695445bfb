"""Hits and histories for the tests of the review, made by hand and by hypothesis."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from dsar.cases.decisions import Act, Entry
from dsar.cases.review import CaseHit
from dsar.cases.values import DecisionAction
from dsar.model import Level

NOW = datetime(2026, 11, 21, 22, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)
PLACES = ("side 1", "side 2", "side 3")


def hit(number: int, level: Level = Level.CERTAIN, **fields: Any) -> CaseHit:
    given = {
        "store": "sager",
        "item": f"{number}.txt",
        "title": f"{number}.txt",
        "probability": 0.99,
        "activity": None,
        "role": "subject",
        "duplicates": (),
        "places": PLACES,
        "content": f"content {number}",
        "wording": f"wording {number}",
    }
    return CaseHit(number=number, level=level, **(given | fields))


def history(*drafts: Entry) -> list[Entry]:
    """Entries as they are written one after the other, each a batch of its own unless it has one."""
    return [
        replace(draft, number=n, batch=draft.batch or n, at=NOW + timedelta(minutes=n))
        for n, draft in enumerate(drafts, 1)
    ]


def decided(number: int, action: str, by: str = "mette", **fields: Any) -> Entry:
    return Entry(
        **({"number": 0, "batch": 0, "act": Act.DECIDE, "by": by, "at": NOW, "hit": number}
        | {"action": DecisionAction(action), "content": f"content {number}"} | fields)
    )  # fmt: skip


hits = st.lists(
    st.tuples(st.sampled_from(list(Level)), st.sampled_from(["content", "other"])), min_size=1, max_size=6
).map(lambda made: [hit(n, level, content=f"{content} {n}") for n, (level, content) in enumerate(made, 1)])

drafts = st.lists(
    st.one_of(
        st.builds(
            decided,
            st.integers(1, 6),
            st.sampled_from([action.value for action in DecisionAction]),
            by=st.sampled_from(["mette", "ole"]),
            place=st.sampled_from([None, *PLACES]),
            reason=st.sampled_from(["", "fordi"]),
            ground=st.just("art15_4"),
        ),
        st.builds(
            lambda number, act: Entry(0, 0, act, "ole", NOW, hit=number, content=f"other {number}", role="employee"),
            st.integers(1, 6),
            st.sampled_from([Act.ROLE, Act.CONFIRM]),
        ),
        st.just(Entry(0, 0, Act.APPROVE, "karen", NOW, content="x")),
        st.builds(lambda batch: Entry(0, 0, Act.UNDO, "ole", NOW, undoes=batch), st.integers(1, 12)),
    ),
    max_size=12,
)
