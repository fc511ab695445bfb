"""Whether an act may be done in a case as it stands. Pure; every refusal is one line with what to do.

Only what is new is checked: what was once written is never judged again.
"""

from __future__ import annotations

from datetime import date

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
    SearchedByHand,
    Withdrawn,
)
from dsar.cases.by_hand import HandResult
from dsar.cases.codes import ENDED, Asked, CaseKind, OutcomeCode, RefusalGround, State, Track
from dsar.cases.deadlines import open_question
from dsar.cases.rights import GROUNDS, OUTCOMES, TOLD_ONWARDS
from dsar.cases.states import may_follow
from dsar.cases.values import Case
from dsar.dates import dates
from dsar.errors import SetupError

LONGEST = 100_000
"""Characters of one text; a longer letter belongs among the documents."""
_ON_ENDED = (Noted, Closed, Reopened, ItemRestricted, ItemReleased, RecipientNamed, RecipientTold, NoRecipients)
"""Acts that an ended case still takes."""


def check_opening(opened: Opened, *, today: date) -> None:
    """Whether a case may be opened.

    Raises:
        SetupError: the day of receipt is not possible, or the representative's right has run out.
    """
    dates(opened.received)
    if opened.received > today:
        raise SetupError(f"received: {opened.received} is still to come. Give the day on which the request reached us.")
    if not opened.tracks:
        raise SetupError("tracks: name at least one set of rules, usually gdpr.")
    _text("the request", opened.text, needed=False)
    person = opened.representative
    if person and person.expires and person.expires < opened.received:
        raise SetupError(
            "representative: the right to act ended before the request was received. Ask for a valid one, or leave out."
        )


def check(case: Case, act: Act, *, today: date) -> None:
    """Whether the act may be done.

    Raises:
        SetupError: it may not, and why.
    """
    try:
        _check(case, act, today=today)
    except SetupError as error:
        raise SetupError(f"{case.id}: {error}") from None


def _check(case: Case, act: Act, *, today: date) -> None:
    if not case.is_open and not isinstance(act, _ON_ENDED):
        raise SetupError(f"is {case.reached.value}. Reopen it first: dsar case reopen {case.id}")
    _dates(case, act, today)
    match act:
        case AskedCitizen() | Replied() | IdentityChecked():
            _asking(case, act)
        case Extended():
            _extension(case, act)
        case OutcomeApproved():
            _approving(case)
        case OutcomeDecided() | RecipientNamed() | RecipientTold() | NoRecipients():
            _rights(case, act)
        case ItemRestricted() | ItemReleased():
            _restriction(case, act)
        case SearchedByHand(result):
            _by_hand(case, result, today)
        case Noted(text):
            _text("the note", text)
        case DocumentsAnswered(_, text):
            _text("what was said", text, needed=False)
            if {Track.PARTY, Track.OWN}.isdisjoint(case.tracks):
                raise SetupError("asks for no documents (its tracks are neither party nor own).")
        case _:
            _step(case, act)


def _by_hand(case: Case, result: HandResult, today: date) -> None:
    _dates(case, result, today)
    _text("who was asked, or searched", result.by)
    if result.found is not None and result.found < 0:
        raise SetupError("found: is a number of documents, and not below 0. Give 0 where there was nothing.")
    _text("what was found, and where it lies now", result.text, needed=bool(result.found))


def _dates(case: Case, act: Act | HandResult, today: date) -> None:
    for name in ("on", "sent", "told", "since"):
        day = getattr(act, name, None)
        if day is not None and day < case.received:
            raise SetupError(f"{day} is before the request was received ({case.received}). Correct the date.")
        if day is not None and day > today:
            raise SetupError(f"{day} is still to come. Register it when it has been done.")


def _text(what: str, text: str, *, needed: bool = True) -> None:
    if needed and not text.strip():
        raise SetupError(f"{what}: is empty. Write it in a file and give it with --text-file.")
    if len(text) > LONGEST:
        raise SetupError(f"{what}: is longer than {LONGEST} characters. Keep it to what matters here.")


def _asking(case: Case, act: AskedCitizen | Replied | IdentityChecked) -> None:
    match act:
        case AskedCitizen(what, _, text):
            _text("why there is reasonable doubt" if what is Asked.IDENTITY else "the question", text)
            waiting = open_question(case, what)
            if waiting:
                raise SetupError(
                    f"question {waiting.number} is open already. Register its reply first: "
                    f"dsar case reply {case.id} {waiting.number}"
                )
        case Replied(number, on, text):
            _text("the reply", text, needed=False)
            question = next((q for q in case.questions if q.number == number), None)
            if question is None or question.answered is not None:
                raise SetupError(f"has no open question {number}. See them: dsar case show {case.id}")
            if on < question.asked:
                raise SetupError(f"question {number} was asked on {question.asked}. Correct the date.")
        case IdentityChecked(_, on, note):
            _text("the note", note, needed=False)
            waiting = open_question(case, Asked.IDENTITY)
            if waiting and on < waiting.asked:
                raise SetupError(f"the proof was asked for on {waiting.asked}. Correct the date.")


def _extension(case: Case, act: Extended) -> None:
    due = case.dates.due
    if case.extension is not None:
        raise SetupError(f"was extended already, on {case.extension.sent}. There is no second extension.")
    if act.sent > due:
        raise SetupError(
            f"a notice of extension had to be sent by {due} (art. 12(3)); sent on {act.sent} it is not valid, and "
            f"{due} stands. Answer at once, and say in a note why it is late."
        )
    if not act.reasons:
        raise SetupError("an extension needs at least one reason: volume, storage, redaction, intelligibility.")
    _text("why more time is needed", act.text)


def _step(case: Case, act: Act) -> None:
    """Acts that move the case on."""
    match act:
        case Refused(_, ground, reason):
            _text("the reasons", reason)
            if ground not in GROUNDS[case.kind]:
                known = ", ".join(sorted(GROUNDS[case.kind]))
                raise SetupError(f"{ground.value} is no ground to refuse {case.kind.value}. Use one of: {known}.")
            if ground is RefusalGround.IDENTITY_UNPROVED and open_question(case, Asked.IDENTITY) is None:
                raise SetupError("the identity can be unproved only while proof is asked for. Ask: dsar case ask")
        case Withdrawn(_, reason):
            _text("the reason", reason, needed=False)
        case Moved(to):
            if to in ENDED or not may_follow(case.kind, case.reached, to):
                raise SetupError(
                    f"is {case.reached.value}; {to.value} cannot follow that. See: dsar case show {case.id}"
                )
        case Answered(on):
            _answer(case, on)
        case Closed(on):
            _closing(case, on)
        case Reopened(reason):
            _text("why it is reopened", reason)
            if case.is_open:
                raise SetupError(f"is {case.state.value} and need not be reopened.")


def _answer(case: Case, on: date) -> None:
    waiting = open_question(case, Asked.IDENTITY)
    if waiting:
        raise SetupError(
            f"proof of identity is still asked for (question {waiting.number}), so nothing may be sent. "
            f"Register it: dsar case identity {case.id}"
        )
    if case.identity is None:
        raise SetupError(f"does not say how we know who asks. Register it: dsar case identity {case.id} --how …")
    person = case.representative
    if person and person.expires and person.expires < on:
        raise SetupError(
            f"the representative's right ended on {person.expires}, so nothing goes to them. "
            f"Correct it: dsar case people {case.id}"
        )
    if not may_follow(case.kind, case.reached, State.ANSWERED):
        raise SetupError(
            f"is {case.reached.value}: it was not searched and reviewed. Go on: dsar case search {case.id}"
        )
    if case.kind is not CaseKind.ACCESS and case.outcome is None:
        raise SetupError(f"has no outcome. Decide it first: dsar case outcome {case.id}")


def _closing(case: Case, on: date) -> None:
    if case.reached is State.CLOSED:
        raise SetupError(f"was closed on {case.closed}.")
    if case.ended is None or on < case.ended:
        raise SetupError(
            f"is {case.state.value}: answer, refuse or withdraw it first."
            if case.ended is None
            else f"ended on {case.ended}; it cannot be closed before that. Correct the date."
        )
    if case.outcome is None or case.outcome.code not in TOLD_ONWARDS:
        return
    left = [notice.number for notice in case.notices if not notice.settled]
    if left or not (case.notices or case.no_recipients):
        which = f"recipients {', '.join(map(str, left))} are not told" if left else "no recipient is named"
        raise SetupError(
            f"{which}: who got the data must hear of it, unless that is impossible (art. 19). "
            f"Register it: dsar case notices {case.id}"
        )


def _approving(case: Case) -> None:
    if case.outcome is None:
        raise SetupError(f"has no outcome to approve. Decide it first: dsar case outcome {case.id}")
    if case.outcome.approved_by:
        raise SetupError(f"was approved by {case.outcome.approved_by} already.")


def _rights(case: Case, act: OutcomeDecided | RecipientNamed | RecipientTold | NoRecipients) -> None:
    if case.kind is CaseKind.ACCESS:
        raise SetupError(
            "is a request for access; its outcome is the answer. Recipients are told of other rights only."
        )
    match act:
        case OutcomeDecided(code, _, reason, trigger):
            _text("the reasons", reason)
            if code not in OUTCOMES[case.kind]:
                known = ", ".join(sorted(OUTCOMES[case.kind]))
                raise SetupError(f"{code.value} is no outcome of {case.kind.value}. Use one of: {known}.")
            if code is OutcomeCode.RESTRICTED and trigger is None:
                raise SetupError(
                    "a restriction needs what triggers it: accuracy, objection, no_longer_needed, unlawful."
                )
            if code is OutcomeCode.DELIVERED and case.searched is None:
                raise SetupError(f"was not searched, so nothing can be delivered. Go on: dsar case search {case.id}")
        case RecipientNamed(recipient):
            _text("the recipient", recipient)
        case NoRecipients(reason):
            _text("how it was found out", reason)
            if case.notices:
                raise SetupError("names recipients already. Tell them, or register why that is impossible.")
        case RecipientTold(number, told, impossible):
            if all(notice.number != number for notice in case.notices):
                raise SetupError(f"has no recipient {number}. See them: dsar case notices {case.id}")
            if (told is None) == (not impossible.strip()):
                raise SetupError("say either when the recipient was told, or why that is impossible.")


def _restriction(case: Case, act: ItemRestricted | ItemReleased) -> None:
    match act:
        case ItemRestricted(store, item, place):
            if case.kind is CaseKind.ACCESS:
                raise SetupError("is a request for access; data are restricted in a case of their own.")
            same = (r for r in case.restrictions if r.in_force and (r.store, r.item, r.place) == (store, item, place))
            if any(same):
                raise SetupError("this item is restricted in this case already.")
        case ItemReleased(number, on, told):
            held = next((r for r in case.restrictions if r.number == number and r.in_force), None)
            if held is None:
                raise SetupError(f"has no restriction {number} in force. See them: dsar case show {case.id}")
            if not held.since <= told <= on:
                raise SetupError(
                    f"the citizen must be told before a restriction is lifted (art. 18(3)): from {held.since} on, and "
                    f"by {on}. Correct the dates."
                )
