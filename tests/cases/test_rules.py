"""What may be done in a case, and what it is afterwards."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsar.cases import acts
from dsar.cases.acts import (
    Act,
    Answered,
    AskedCitizen,
    Closed,
    DocumentsAnswered,
    Extended,
    IdentityChecked,
    ItemReleased,
    ItemRestricted,
    Moved,
    NoRecipients,
    Noted,
    Opened,
    OutcomeApproved,
    OutcomeDecided,
    RecipientNamed,
    RecipientTold,
    Refused,
    Reopened,
    Replied,
    Searched,
    Withdrawn,
    decoded,
    encoded,
    name_of,
)
from dsar.cases.codes import (
    ENDED,
    Asked,
    CaseKind,
    ExtensionReason,
    IdentityHow,
    OutcomeCode,
    RefusalGround,
    RestrictionTrigger,
    State,
    Track,
)
from dsar.cases.history import Entry, after, begun
from dsar.cases.review import Policy
from dsar.cases.rules import LONGEST, check, check_opening
from dsar.cases.sending import check_approved, check_approving
from dsar.cases.states import MOVES, may_follow
from dsar.cases.values import Case, Relation, Representative
from dsar.errors import SetupError, StoreError
from tests.cases.made import ANY_ACT, LIKELY_ACT, NOW, OPENINGS, RECEIVED, TODAY, case, entered, opened, worked

DAY = date(2026, 2, 10)
SEARCHED = Searched(3)
DOUBT = AskedCitizen(Asked.IDENTITY, date(2026, 2, 3), "adressen er en anden")
PROVED = IdentityChecked(IdentityHow.DIGITAL_POST, DAY)
ANSWERED = Answered(DAY)
REFUSED = Refused(DAY, RefusalGround.EXCESSIVE, "tredje gang på en måned")
NOTED = Noted("ringede")
ERASED = OutcomeDecided(OutcomeCode.ERASED, DAY, "nyhedsbrev")
RESTRICTED = ItemRestricted("sager", "a.txt", None, RestrictionTrigger.ACCURACY, DAY)

# A name, the acts before, and the act that the rules refuse, with words of the reason.
REFUSALS: list[tuple[str, tuple[Act, ...], Act, str, CaseKind]] = [
    ("a-date-before-the-request", (), Withdrawn(date(2026, 2, 1)), "before the request", CaseKind.ACCESS),
    ("a-date-to-come", (), Withdrawn(TODAY + timedelta(1)), "still to come", CaseKind.ACCESS),
    ("an-answer-to-who-is-not-known", (SEARCHED,), ANSWERED, "how we know who asks", CaseKind.ACCESS),
    ("an-answer-without-a-search", (PROVED,), ANSWERED, "not searched and reviewed", CaseKind.ACCESS),
    ("an-answer-while-searching", (PROVED, Moved(State.SEARCHING)), ANSWERED, "not searched", CaseKind.ACCESS),
    ("R-04-26-an-answer-while-in-doubt", (SEARCHED, DOUBT), ANSWERED, "nothing may be sent", CaseKind.ACCESS),
    ("review-without-a-search", (), Moved(State.REVIEW), "cannot follow", CaseKind.ACCESS),
    ("approval-without-review", (), Moved(State.APPROVAL), "cannot follow", CaseKind.ACCESS),
    ("an-end-by-moving", (SEARCHED,), Moved(State.ANSWERED), "cannot follow", CaseKind.ACCESS),
    ("a-state-that-is-only-shown", (), Moved(State.IDENTITY), "cannot follow", CaseKind.ACCESS),
    ("an-act-after-the-answer", (SEARCHED, ANSWERED), SEARCHED, "Reopen it first", CaseKind.ACCESS),
    ("R-02-25-doubt-without-a-reason", (), AskedCitizen(Asked.IDENTITY, DAY, " "), "is empty", CaseKind.ACCESS),
    ("a-second-question-of-a-kind", (DOUBT,), DOUBT, "question 1 is open", CaseKind.ACCESS),
    ("a-reply-to-no-question", (), Replied(1, DAY), "no open question 1", CaseKind.ACCESS),
    ("a-reply-before-its-question", (DOUBT,), Replied(1, RECEIVED), "was asked on 2026-02-03", CaseKind.ACCESS),
    (
        "proof-before-it-was-asked-for",
        (DOUBT,),
        IdentityChecked(IdentityHow.MITID, RECEIVED),
        "asked for on 2026-02-03",
        CaseKind.ACCESS,
    ),
    ("R-03-05-no-reason", (), Extended(DAY, (), "x"), "at least one reason", CaseKind.ACCESS),
    ("R-03-05-no-words", (), Extended(DAY, (ExtensionReason.VOLUME,), ""), "is empty", CaseKind.ACCESS),
    (
        "a-second-extension",
        (Extended(DAY, (ExtensionReason.VOLUME,), "x"),),
        Extended(DAY, (ExtensionReason.VOLUME,), "x"),
        "no second extension",
        CaseKind.ACCESS,
    ),
    ("a-refusal-without-reasons", (), Refused(DAY, RefusalGround.EXCESSIVE, ""), "is empty", CaseKind.ACCESS),
    ("another-rights-ground", (), Refused(DAY, RefusalGround.CONDITIONS, "x"), "no ground", CaseKind.ACCESS),
    ("an-access-ground", (), Refused(DAY, RefusalGround.EXEMPT, "x"), "no ground", CaseKind.ERASURE),
    (
        "unproved-though-never-asked",
        (),
        Refused(DAY, RefusalGround.IDENTITY_UNPROVED, "x"),
        "while proof is asked for",
        CaseKind.ACCESS,
    ),
    ("closing-what-is-open", (), Closed(DAY), "answer, refuse or withdraw", CaseKind.ACCESS),
    ("closing-before-the-end", (SEARCHED, ANSWERED), Closed(RECEIVED), "cannot be closed before", CaseKind.ACCESS),
    ("closing-twice", (REFUSED, Closed(DAY)), Closed(DAY), "was closed on", CaseKind.ACCESS),
    ("reopening-what-is-open", (), Reopened("klage"), "need not be reopened", CaseKind.ACCESS),
    ("reopening-without-a-reason", (REFUSED,), Reopened(""), "is empty", CaseKind.ACCESS),
    ("an-outcome-of-access", (), ERASED, "the answer", CaseKind.ACCESS),
    ("another-rights-outcome", (), ERASED, "no outcome of objection", CaseKind.OBJECTION),
    ("an-answer-without-an-outcome", (PROVED, Moved(State.REVIEW)), ANSWERED, "no outcome", CaseKind.ERASURE),
    (
        "a-restriction-without-a-trigger",
        (),
        OutcomeDecided(OutcomeCode.RESTRICTED, DAY, "x"),
        "what triggers it",
        CaseKind.RESTRICTION,
    ),
    (
        "delivering-what-was-not-searched-for",
        (),
        OutcomeDecided(OutcomeCode.DELIVERED, DAY, "x"),
        "was not searched",
        CaseKind.PORTABILITY,
    ),
    ("art-19-nobody-named", (ERASED, ANSWERED), Closed(DAY), "no recipient is named", CaseKind.ERASURE),
    (
        "art-19-somebody-not-told",
        (ERASED, RecipientNamed("Udbetaling Danmark"), ANSWERED),
        Closed(DAY),
        "recipients 1 are not told",
        CaseKind.ERASURE,
    ),
    ("art-19-no-such-recipient", (ERASED,), RecipientTold(1, DAY), "no recipient 1", CaseKind.ERASURE),
    (
        "art-19-told-and-impossible",
        (ERASED, RecipientNamed("x")),
        RecipientTold(1, DAY, "lukket"),
        "either when",
        CaseKind.ERASURE,
    ),
    ("art-19-neither", (ERASED, RecipientNamed("x")), RecipientTold(1), "either when", CaseKind.ERASURE),
    ("art-19-nobody-and-somebody", (ERASED, RecipientNamed("x")), NoRecipients("y"), "names rec", CaseKind.ERASURE),
    ("a-restriction-in-an-access-case", (), RESTRICTED, "a case of their own", CaseKind.ACCESS),
    ("a-restriction-twice", (RESTRICTED,), RESTRICTED, "already", CaseKind.RESTRICTION),
    ("lifting-what-is-not", (), ItemReleased(1, DAY, DAY), "no restriction 1 in force", CaseKind.RESTRICTION),
    (
        "art-18-3-told-after-the-lifting",
        (RESTRICTED,),
        ItemReleased(1, date(2026, 2, 12), date(2026, 2, 13)),
        "told before",
        CaseKind.RESTRICTION,
    ),
    ("documents-not-asked-for", (), DocumentsAnswered(DAY), "asks for no documents", CaseKind.ACCESS),
    ("an-empty-note", (), Noted("\n"), "is empty", CaseKind.ACCESS),
    ("a-note-too-long", (), Noted("x" * (LONGEST + 1)), "longer than", CaseKind.ACCESS),
]


@pytest.mark.parametrize(
    ("before", "act", "words", "kind"), [row[1:] for row in REFUSALS], ids=[row[0] for row in REFUSALS]
)
def test_what_the_rules_refuse_is_one_line_that_says_why(
    before: tuple[Act, ...], act: Act, words: str, kind: CaseKind
) -> None:
    made = case(*before, kind=kind)
    with pytest.raises(SetupError, match=words) as refused:
        check(made, act, today=TODAY)
    assert str(refused.value).startswith("2026-0001: ")
    assert "\n" not in str(refused.value)


def test_r_05_02_nothing_goes_to_a_representative_whose_right_has_ended() -> None:
    person = Representative("Bo", Relation.POWER_OF_ATTORNEY, "fuldmagt", expires=date(2026, 2, 9))
    with pytest.raises(SetupError, match="right ended on 2026-02-09"):
        check(case(PROVED, SEARCHED, representative=person), ANSWERED, today=TODAY)
    check(case(PROVED, SEARCHED, representative=person), Answered(date(2026, 2, 9)), today=TODAY)


def test_r_03_05_a_notice_of_extension_after_the_first_date_is_not_valid() -> None:
    late = Extended(date(2026, 3, 3), (ExtensionReason.VOLUME,), "x")
    with pytest.raises(SetupError, match="had to be sent by 2026-03-02"):
        check(case(), late, today=date(2026, 3, 3))


def test_r_03_05_a_notice_on_the_first_date_itself_is_valid() -> None:
    check(case(), Extended(date(2026, 3, 2), (ExtensionReason.VOLUME,), "x"), today=date(2026, 3, 3))


@pytest.mark.parametrize(
    "opening",
    [
        opened(received=TODAY + timedelta(1)),
        opened(received=date(2018, 5, 24)),
        opened(tracks=()),
        opened(
            representative=Representative("Bo", Relation.GUARDIAN, "værgemål", expires=RECEIVED - timedelta(1)),
        ),
    ],
    ids=["to-come", "before-the-regulation", "no-rules", "R-05-02-expired-representative"],
)
def test_a_request_that_cannot_be_is_not_opened(opening: Opened) -> None:
    with pytest.raises(SetupError):
        check_opening(opening, today=TODAY)


def test_an_access_request_goes_from_receipt_to_closing() -> None:
    made = worked(DOUBT, PROVED, Moved(State.SEARCHING), SEARCHED, Moved(State.APPROVAL), ANSWERED, Closed(DAY))
    assert (made.state, made.ended, made.closed, made.version) == (State.CLOSED, DAY, DAY, 8)


def test_r_03_04_a_clarification_never_blocks_the_search() -> None:
    asked = worked(AskedCitizen(Asked.SCOPE, DAY, "hvilken forvaltning?"))
    assert asked.state is State.CLARIFICATION
    assert worked(AskedCitizen(Asked.SCOPE, DAY, "hvilken?"), Moved(State.SEARCHING), SEARCHED).state is State.REVIEW
    assert worked(AskedCitizen(Asked.SCOPE, DAY, "hvilken?"), SEARCHED, PROVED, ANSWERED).state is State.ANSWERED


def test_while_the_identity_is_in_doubt_that_is_what_is_shown_and_the_work_goes_on() -> None:
    made = worked(DOUBT, SEARCHED)
    assert (made.state, made.reached) == (State.IDENTITY, State.REVIEW)
    assert entered(made, [PROVED]).state is State.REVIEW


def test_a_proof_leaves_questions_that_had_their_reply_as_they_were() -> None:
    made = worked(DOUBT, Replied(1, date(2026, 2, 5), "mit pas er udløbet"), PROVED)
    assert [(one.answered, one.reply) for one in made.questions] == [(date(2026, 2, 5), "mit pas er udløbet")]


def test_r_03_04_an_identity_that_is_never_proved_ends_in_a_refusal() -> None:
    made = worked(DOUBT, Refused(DAY, RefusalGround.IDENTITY_UNPROVED, "intet svar"))
    assert made.state is State.REFUSED


def test_a_reopened_case_keeps_what_was_done_and_is_open_again() -> None:
    made = worked(PROVED, SEARCHED, ANSWERED, Closed(DAY), Reopened("klage til Datatilsynet"))
    assert (made.state, made.ended, made.closed, len(made.events)) == (State.REVIEW, None, None, 6)


def test_a_case_reopened_before_any_search_begins_with_one() -> None:
    assert worked(REFUSED, Reopened("klage")).reached is State.RECEIVED


def test_a_refusal_stays_in_the_history_when_the_case_is_reopened() -> None:
    made = worked(REFUSED, Reopened("klage"))
    assert made.refusal is None
    assert made.events[1].fields["reason"] == "tredje gang på en måned"


RECTIFICATIONS = [
    OutcomeCode.RECTIFIED_MARKED_AND_RESTRICTED,
    OutcomeCode.REFUSED_WITH_CITIZEN_NOTE,
    OutcomeCode.ANNOTATED_DISAGREEMENT,
]


@pytest.mark.parametrize("code", RECTIFICATIONS)
def test_rectification_has_three_outcomes_and_needs_no_search(code: OutcomeCode) -> None:
    made = worked(PROVED, OutcomeDecided(code, DAY, "begrundelse"), ANSWERED, kind=CaseKind.RECTIFICATION)
    assert made.outcome is not None
    assert made.outcome.code is code


def test_a_later_outcome_takes_the_earlier_ones_place_and_both_are_kept() -> None:
    changed = OutcomeDecided(OutcomeCode.REFUSED, DAY, "journaliseringspligt")
    made = worked(ERASED, changed, kind=CaseKind.ERASURE)
    assert made.outcome is not None
    assert made.outcome.code is OutcomeCode.REFUSED
    assert [event.fields.get("code") for event in made.events[1:]] == ["erased", "refused"]


@pytest.mark.parametrize("trigger", list(RestrictionTrigger))
def test_each_of_the_four_triggers_restricts(trigger: RestrictionTrigger) -> None:
    held = ItemRestricted("sager", "a.txt", "side 2", trigger, DAY)
    decided = OutcomeDecided(OutcomeCode.RESTRICTED, DAY, "x", trigger)
    made = worked(
        PROVED, held, decided, NoRecipients("ingen videregivelse i loggen"), ANSWERED, kind=CaseKind.RESTRICTION
    )
    assert [(one.item, one.place, one.trigger, one.in_force) for one in made.restrictions] == [
        ("a.txt", "side 2", trigger, True)
    ]


def test_a_restriction_ends_when_the_citizen_was_told_before_also_in_a_closed_case() -> None:
    decided = OutcomeDecided(OutcomeCode.RESTRICTED, DAY, "x", RestrictionTrigger.ACCURACY)
    done = (PROVED, RESTRICTED, decided, NoRecipients("ingen"), ANSWERED, Closed(DAY))
    made = worked(*done, ItemReleased(1, date(2026, 2, 19), date(2026, 2, 17)), kind=CaseKind.RESTRICTION)
    assert [one.lifted for one in made.restrictions] == [date(2026, 2, 19)]


def test_recipients_are_told_or_it_is_said_why_not_before_the_case_closes() -> None:
    named = RecipientNamed("Udbetaling Danmark"), RecipientNamed("Et firma der er lukket")
    told = RecipientTold(1, DAY), RecipientTold(2, None, "firmaet findes ikke mere")
    made = worked(PROVED, ERASED, *named, *told, ANSWERED, Closed(DAY), kind=CaseKind.ERASURE)
    assert [notice.settled for notice in made.notices] == [True, True]


@given(OPENINGS, st.lists(st.one_of(LIKELY_ACT, ANY_ACT), max_size=25))
def test_what_the_rules_allow_never_skips_a_state(opening: Opened, drawn: list[Act]) -> None:
    made = begun("2026-0001", Entry(1, "mette", NOW, opening))
    for act in drawn:
        if refusal(made, act) != "allowed":
            continue
        became = entered(made, [act])
        if became.reached is not made.reached:
            step = State.SEARCHING if isinstance(act, Searched) and made.reached is State.RECEIVED else made.reached
            assert may_follow(made.kind, step, became.reached)
            assert (made.reached in ENDED) <= isinstance(act, Reopened | Closed)
        if isinstance(act, Answered):
            assert made.searched or made.kind is not CaseKind.ACCESS
            assert all(q.answered for q in made.questions if q.what is Asked.IDENTITY)
        made = became


def refusal(made: Case, act: Act) -> str:
    try:
        check(made, act, today=TODAY)
    except SetupError as error:
        return str(error)
    return "allowed"


@given(OPENINGS, st.lists(st.one_of(LIKELY_ACT, ANY_ACT), max_size=12), ANY_ACT)
def test_every_act_in_every_case_is_done_or_refused_in_one_line(opening: Opened, drawn: list[Act], last: Act) -> None:
    made = entered(begun("2026-0001", Entry(1, "mette", NOW, opening)), drawn)
    assert refusal(made, last).startswith(("2026-0001: ", "allowed"))
    assert entered(made, [last]).version == made.version + 1


@given(OPENINGS, st.lists(LIKELY_ACT, max_size=12))
def test_nothing_that_was_written_goes_away(opening: Opened, drawn: list[Act]) -> None:
    steps = [begun("2026-0001", Entry(1, "mette", NOW, opening))]
    for act in drawn:
        steps.append(entered(steps[-1], [act]))
    for before, then in pairwise(steps):
        assert then.events[: len(before.events)] == before.events
        assert then.notes[: len(before.notes)] == before.notes
        assert len(then.questions) >= len(before.questions)
        assert len(then.restrictions) >= len(before.restrictions)


@given(ANY_ACT)
def test_an_act_reads_back_as_it_was_written(act: Act) -> None:
    assert decoded(name_of(act), encoded(act)) == act


@pytest.mark.parametrize(("name", "fields"), [("unknown", b"{}"), ("noted", b"{}"), ("noted", b"\x00")])
def test_an_act_of_a_newer_version_stops_without_showing_what_it_holds(name: str, fields: bytes) -> None:
    with pytest.raises(StoreError, match="unknown to this dsar"):
        decoded(name, fields)


def test_every_act_has_one_name() -> None:
    assert len(set(acts.ACTS.values())) == len(acts.ACTS)


def test_every_state_has_its_row() -> None:
    assert set(MOVES) == set(State)


def test_a_representative_and_a_subject_never_show_in_a_repr() -> None:
    made: Case = case(NOTED, representative=Representative("Bo Vestergård", Relation.PARENT, "fødselsattest"))
    assert "Ida" not in repr(made)
    assert "Bo" not in repr(made)
    assert "ringede" not in repr(made)


def test_tracks_decide_whether_documents_can_be_answered() -> None:
    made = worked(DocumentsAnswered(DAY, "sendt"), tracks=(Track.GDPR, Track.PARTY))
    assert made.documents_answered == DAY


def test_acts_that_only_add_words_change_nothing_else() -> None:
    made = case(SEARCHED)
    noted = after(made, Entry(3, "ole", NOW, NOTED))
    assert (noted.state, noted.reached, noted.notes[-1].by) == (made.state, made.reached, "ole")


def test_a_second_person_approves_what_a_right_came_to_and_a_new_outcome_is_not_approved() -> None:
    decided = worked(PROVED, ERASED, kind=CaseKind.ERASURE)
    asked = Policy(second_person=True)
    with pytest.raises(SetupError, match="not approved by a second person"):
        check_approved(decided, asked)
    with pytest.raises(SetupError, match="who decided cannot approve"):
        check_approving(decided, asked, by=decided.outcome.by if decided.outcome else "", account="dsar")
    with pytest.raises(SetupError, match="is an account"):
        check_approving(decided, asked, by="dsar", account="dsar")
    check_approving(decided, asked, by="en anden", account="dsar")
    approved = worked(PROVED, ERASED, OutcomeApproved(DAY), kind=CaseKind.ERASURE)
    check_approved(approved, asked)
    again = worked(PROVED, ERASED, OutcomeApproved(DAY), ERASED, kind=CaseKind.ERASURE)
    assert again.outcome is not None
    assert again.outcome.approved_by == ""


def test_nobody_has_to_approve_where_settings_do_not_ask() -> None:
    decided = worked(PROVED, ERASED, kind=CaseKind.ERASURE)
    check_approved(decided, Policy())
    check_approving(decided, Policy(), by=decided.outcome.by if decided.outcome else "", account="")


def test_what_is_not_decided_or_is_approved_already_cannot_be_approved() -> None:
    with pytest.raises(SetupError, match="no outcome to approve"):
        worked(PROVED, OutcomeApproved(DAY), kind=CaseKind.ERASURE)
    with pytest.raises(SetupError, match="already"):
        worked(PROVED, ERASED, OutcomeApproved(DAY), OutcomeApproved(DAY), kind=CaseKind.ERASURE)
