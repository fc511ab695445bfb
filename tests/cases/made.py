"""Cases, acts and books for the tests of a request's life, made by hand and by hypothesis."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from dsar.cases import acts
from dsar.cases.acts import Act, Opened
from dsar.cases.codes import Asked, CaseKind, Track
from dsar.cases.history import Entry, after, begun
from dsar.cases.rules import check
from dsar.cases.store import CaseBook
from dsar.cases.values import Case, Requester
from dsar.crypto import Keys
from dsar.model import Subject

RECEIVED = date(2026, 2, 2)
TODAY = date(2026, 2, 20)
NOW = datetime.combine(TODAY, time(9), UTC)
KEYS = Keys(b"k" * 32)
SUBJECT = Subject(cpr=("0101274321",), names=("Ida Holm Prøve",), birth_date=date(2027, 1, 1))


def opened(**fields: Any) -> Opened:
    given: dict[str, Any] = {
        "kind": CaseKind.ACCESS,
        "received": RECEIVED,
        "subject": SUBJECT,
        "subject_ref": "ref",
        "requester": Requester("Ida Holm Prøve"),
    }
    return Opened(**(given | fields))


def case(*done: Act, **fields: Any) -> Case:
    """A case in which these acts were done, whether or not the rules allow them."""
    return entered(begun("2026-0001", Entry(1, "mette", NOW, opened(**fields))), done)


def entered(made: Case, done: Sequence[Act]) -> Case:
    for act in done:
        made = after(made, Entry(made.version + 1, "mette", NOW, act))
    return made


def worked(*done: Act, **fields: Any) -> Case:
    """A case in which these acts were done one after the other, each allowed by the rules."""
    made = case(**fields)
    for act in done:
        check(made, act, today=TODAY)
        made = entered(made, [act])
    return made


def book(folder: Path) -> CaseBook:
    return CaseBook(folder / "cases.db", KEYS)


def put(into: CaseBook, *done: Act, today: date = TODAY, **fields: Any) -> Case:
    """A case in the book in which these acts were done."""
    made = into.open(opened(**fields), by="mette", now=NOW, today=today)
    return into.add(made, *done, by="mette", now=NOW, today=today) if done else made


days = st.dates(RECEIVED - timedelta(3), TODAY + timedelta(60))
texts = st.sampled_from(["", "fordi", "Æ ø å\n\U0001f600"])
ANY_ACT: st.SearchStrategy[Act] = st.one_of(
    *(
        st.from_type(kind).map(lambda made: made)
        if kind not in (acts.Opened, acts.SubjectChanged)
        else st.builds(opened, kind=st.sampled_from(list(CaseKind)))
        if kind is acts.Opened
        else st.just(acts.SubjectChanged(SUBJECT, "ref"))
        for kind in acts.ACTS.values()
    )
)
"""Any act at all, with any fields its types allow."""

LIKELY_ACT: st.SearchStrategy[Act] = st.one_of(
    st.builds(acts.AskedCitizen, st.sampled_from(list(Asked)), days, texts),
    st.builds(acts.Replied, st.integers(1, 3), days, texts),
    st.builds(acts.IdentityChecked, on=days, note=texts, how=st.from_type(acts.IdentityHow)),
    st.builds(acts.Moved, st.from_type(acts.State), texts),
    st.builds(acts.Searched, st.integers(0, 9)),
    st.builds(acts.Extended, days, st.lists(st.from_type(acts.ExtensionReason), max_size=2).map(tuple), texts),
    st.builds(acts.Refused, days, st.from_type(acts.RefusalGround), texts),
    st.builds(acts.Withdrawn, days, texts),
    st.builds(acts.Answered, days),
    st.builds(acts.DocumentsAnswered, days),
    st.builds(acts.Closed, days),
    st.builds(acts.Reopened, texts),
    st.builds(acts.OutcomeApproved, days),
    st.builds(acts.OutcomeDecided, st.from_type(acts.OutcomeCode), days, texts, st.from_type(acts.RestrictionTrigger)),
    st.builds(acts.RecipientNamed, texts),
    st.builds(acts.RecipientTold, st.integers(1, 2), days),
    st.builds(acts.Noted, texts),
    st.builds(acts.ItemRestricted, st.just("sager"), texts, st.none(), st.from_type(acts.RestrictionTrigger), days),
    st.builds(acts.ItemReleased, st.integers(1, 2), days, days),
)
"""Acts that the rules often allow one after the other."""

OPENINGS = st.builds(
    opened,
    kind=st.sampled_from(list(CaseKind)),
    tracks=st.sampled_from([(Track.GDPR,), (Track.GDPR, Track.PARTY), (Track.OWN,)]),
)
