from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given

from dsar.cases.decisions import Act, Entry, standing
from dsar.cases.grounds import load_grounds
from dsar.cases.review import CaseHit, Fate, Policy, Presence, Problem, fingerprint, problems, release
from dsar.model import Level
from tests.cases.review_made import NOW, decided, drafts, history, hit, hits

ALL = Policy()
POSSIBLE_ONLY = Policy(decided=frozenset({Level.POSSIBLE}))


def fate(made: CaseHit, *entries: Entry, policy: Policy = ALL) -> Fate:
    return release([made], standing(history(*entries)), policy).all[0].fate


def hindrances(made: list[CaseHit], *entries: Entry, policy: Policy = ALL, search_done: bool = True) -> list[Problem]:
    review = standing(history(*entries))
    released = release(made, review, policy)
    return list(problems(released, review, policy, grounds=load_grounds(), search_done=search_done))


@given(hits, drafts)
def test_a_release_puts_every_hit_in_exactly_one_group(made: list[CaseHit], acts: list[Entry]) -> None:
    released = release(made, standing(history(*acts)), ALL)
    assert [verdict.hit.number for verdict in released.all] == [one.number for one in made]


@given(hits, drafts)
def test_nothing_is_told_that_a_person_keeps_back(made: list[CaseHit], acts: list[Entry]) -> None:
    review = standing(history(*acts))
    for verdict in release(made, review, ALL).told:
        stands = review.of(verdict.hit.number)
        for place in verdict.given:
            decision = stands.places.get(place, stands.whole)
            assert decision is not None
            assert decision.action in ("include", "extract")


@given(hits, drafts)
def test_a_hit_that_speaks_for_somebody_else_is_told_only_by_decision(made: list[CaseHit], acts: list[Entry]) -> None:
    for verdict in release(made, standing(history(*acts)), POSSIBLE_ONLY).told:
        assert verdict.hit.level is not Level.OTHER or verdict.decision or verdict.places


@pytest.mark.parametrize(
    ("level", "policy", "expected"),
    [
        (Level.CERTAIN, ALL, Fate.UNDECIDED),
        (Level.LIKELY, ALL, Fate.UNDECIDED),
        (Level.POSSIBLE, ALL, Fate.UNDECIDED),
        (Level.OTHER, ALL, Fate.ASIDE),
        (Level.CERTAIN, POSSIBLE_ONLY, Fate.WHOLE),
        (Level.LIKELY, POSSIBLE_ONLY, Fate.WHOLE),
        (Level.POSSIBLE, POSSIBLE_ONLY, Fate.UNDECIDED),
        (Level.OTHER, POSSIBLE_ONLY, Fate.ASIDE),
        (Level.POSSIBLE, Policy(decided=frozenset()), Fate.UNDECIDED),
    ],
)
def test_what_nobody_decided_about(level: Level, policy: Policy, expected: Fate) -> None:
    assert fate(hit(1, level), policy=policy) is expected


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([decided(1, "include")], Fate.WHOLE),
        ([decided(1, "extract")], Fate.EXTRACTED),
        ([decided(1, "withhold")], Fate.WITHHELD),
        ([decided(1, "exclude")], Fate.EXCLUDED),
        ([decided(1, "include"), decided(1, "withhold", place="side 2")], Fate.EXTRACTED),
        ([decided(1, "withhold"), decided(1, "include", place="side 2")], Fate.EXTRACTED),
        ([decided(1, "include", place="side 2")], Fate.UNDECIDED),
        ([decided(1, "include", place=f"side {n}") for n in (1, 2, 3)], Fate.EXTRACTED),
        ([decided(1, "exclude", place=f"side {n}") for n in (1, 2, 3)], Fate.EXCLUDED),
        ([decided(1, "exclude"), decided(1, "withhold", place="side 1")], Fate.WITHHELD),
        ([decided(1, "include"), *(decided(1, "withhold", place=f"side {n}") for n in (1, 2, 3))], Fate.WITHHELD),
        ([decided(1, "include"), decided(1, "include", place="side 1")], Fate.WHOLE),
    ],
)
def test_what_decisions_about_whole_and_places_come_to(entries: list[Entry], expected: Fate) -> None:
    assert fate(hit(1), *entries) is expected


def test_what_is_given_of_an_extract_is_what_was_not_kept_back() -> None:
    entries = history(decided(1, "include"), decided(1, "withhold", place="side 2", ground="dbl22_1"))
    (verdict,) = release([hit(1)], standing(entries), ALL).told
    assert verdict.given == ("side 1", "side 3")
    assert [(decision.place, decision.ground) for decision in verdict.withheld] == [("side 2", "dbl22_1")]


def test_a_withheld_hit_of_which_one_place_is_given_is_still_refused_in_part() -> None:
    entries = history(decided(1, "withhold", ground="dbl22_1"), decided(1, "include", place="side 2"))
    released = release([hit(1)], standing(entries), ALL)
    assert [decision.ground for decision in released.refused] == ["dbl22_1"]
    assert released.told[0].given == ("side 2",)


def test_a_hit_gone_from_its_store_is_still_decided_about_and_told() -> None:
    assert fate(hit(1, presence=Presence.GONE)) is Fate.UNDECIDED
    assert fate(hit(1, presence=Presence.GONE), decided(1, "include")) is Fate.WHOLE


def test_undecided_changed_and_unweighed_hits_hinder_a_release() -> None:
    made = [hit(1), hit(2, content="other"), hit(3), hit(4), hit(5, Level.OTHER)]
    entries = (
        decided(2, "include"),
        decided(3, "withhold", ground="dbl22_1"),
        decided(4, "withhold", ground="dbl22_3_ofl21"),
    )
    assert hindrances(made, *entries) == [
        Problem("undecided", (1,)),
        Problem("changed", (2,)),
        Problem("weighing", (3,)),
    ]


def test_a_written_weighing_is_enough() -> None:
    assert hindrances([hit(1)], decided(1, "withhold", ground="dbl22_1", reason="Moderens adresse er beskyttet.")) == []


def test_a_ground_that_was_not_in_force_that_day_hinders_a_release() -> None:
    review = standing([Entry(1, 1, Act.DECIDE, "m", datetime(2018, 5, 1, tzinfo=UTC), hit=1, ground="dbl22_1",
                             action=decided(1, "withhold").action, content="content 1", reason="x")])  # fmt: skip
    released = release([hit(1)], review, ALL)
    assert problems(released, review, ALL, grounds=load_grounds()) == (Problem("ground", (1,)),)


def test_a_search_that_was_cut_hinders_a_release() -> None:
    assert hindrances([hit(1)], decided(1, "include"), search_done=False) == [Problem("search")]


def test_a_person_better_known_since_the_search_hinders_a_release() -> None:
    review = standing(history(decided(1, "include")))
    released = release([hit(1)], review, ALL)
    left = problems(released, review, ALL, grounds=load_grounds(), subject_changed=True)
    assert left == (Problem("subject"),)


def test_who_corrected_a_role_cannot_approve() -> None:
    role = Entry(0, 0, Act.ROLE, "karen", NOW, hit=1, role="employee")
    assert standing(history(role, decided(1, "include"))).deciders == {"karen", "mette"}


def test_a_second_person_must_approve_where_settings_say_so() -> None:
    two = Policy(second_person=True)
    made = [hit(1)]
    karen = Entry(0, 0, Act.APPROVE, "karen", NOW, content=fingerprint(made))
    mette = Entry(0, 0, Act.APPROVE, "mette", NOW, content=fingerprint(made))
    assert hindrances(made, decided(1, "include"), policy=two) == [Problem("approval")]
    assert hindrances(made, decided(1, "include"), mette, policy=two) == [Problem("same_person")]
    assert hindrances(made, decided(1, "include"), karen, policy=two) == []
    assert hindrances([*made, hit(2, Level.OTHER)], decided(1, "include"), karen, policy=two) == [Problem("approval")]
