"""Copies are one hit with every place named, and nothing that tells more, or lies under another's number, is hidden."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dsar.find.copies import squeezed
from dsar.find.library import MemoryItem
from dsar.find.output import hit_object
from dsar.model import Answer, Passage
from dsar.stated import Stated, StatedKind
from tests.find.people import ANDERS, CPR, NAMESAKE_CPR, ask, item, subject

LETTER = "Anders Bo Jensen, cpr 010136-4321, har den 3. marts 2026 fået bevilget hjælp til rengøring hver uge."


def places(answer: Answer) -> dict[str, tuple[str, ...]]:
    return {hit.item: hit.duplicates for hit in answer.hits}


def mail(  # type: ignore[no-untyped-def]
    locator: str,
    body: str,
    *,
    sent: str,
    subject_: str = "Hjælp",
    to: str = "Anders Bo Jensen <abj@example.dk>",
    by: str = "Lis <lis@by.example>",
):
    head = f"From: {by}\nTo: {to}\nSubject: {subject_}\nDate: {sent}"
    return item(locator, Passage("brevhoved", head), Passage("brødtekst", body))


NINTH, TENTH = "Mon, 9 Mar 2026 09:00:00 +0100", "Tue, 10 Mar 2026 10:00:00 +0100"


@pytest.mark.parametrize(
    "copy",
    [
        LETTER.replace(" ", "\n"),
        LETTER.upper(),
        LETTER.replace("rengøring", "rengø\u00adring"),
        LETTER + "\n\nSide 1 af 1",
        LETTER.replace(", ", " – "),
    ],
)
def test_the_same_text_in_other_bytes_is_one_hit(copy: str) -> None:
    found = places(ask(ANDERS, [item("a.docx", LETTER, digest="aa"), item("b.pdf", copy, digest="bb")]))
    assert len(found) == 1
    ((kept, copies),) = found.items()
    assert {kept, *copies} in ({"a.docx", "sager:b.pdf"}, {"b.pdf", "sager:a.docx"})


@pytest.mark.parametrize(
    "other",
    [
        LETTER.replace("3. marts", "4. marts"),
        LETTER.replace("bevilget", "afslag på"),
        LETTER + " Telefon 12 34 56 78.",
    ],
)
def test_a_text_that_says_something_else_stays_its_own_hit(other: str) -> None:
    found = places(ask(ANDERS, [item("a.docx", LETTER), item("b.docx", other)]))
    assert found == {"a.docx": (), "b.docx": ()}


def test_texts_of_few_letters_are_not_copies_of_each_other() -> None:
    found = places(ask(ANDERS, [item("a.txt", f"Jensen {CPR}"), item("b.txt", f"Jensen {CPR}")]))
    assert found == {"a.txt": (), "b.txt": ()}


def test_a_copy_in_a_store_that_the_asker_may_not_see_is_not_told() -> None:
    items = [item("a.docx", LETTER), item("b.pdf", LETTER.upper(), store="lukket")]
    assert places(ask(ANDERS, items, stores=frozenset({"sager"}))) == {"a.docx": ()}


def test_a_mail_that_a_later_one_quotes_in_full_is_named_with_it() -> None:
    reply = "Tak for svaret.\n\nDen 9. marts skrev Lis:\n" + "\n".join(f"> {line}" for line in LETTER.split(", "))
    items = [mail("1.eml", LETTER, sent=NINTH), mail("2.eml", reply, sent=TENTH, subject_="SV: Hjælp")]
    assert places(ask(ANDERS, items)) == {"2.eml": ("sager:1.eml",)}


@pytest.mark.parametrize(
    ("first", "later"),
    [
        (mail("1.eml", LETTER, sent=NINTH), mail("2.eml", "Tak. " + LETTER, sent=TENTH, subject_="Noget andet")),
        (mail("1.eml", LETTER, sent=TENTH), mail("2.eml", "Tak. " + LETTER, sent=NINTH)),
        (mail("1.eml", LETTER, sent=NINTH), mail("2.eml", LETTER, sent=TENTH, to="Ib <ib@by.example>")),
        (mail("1.eml", LETTER, sent=NINTH), mail("2.eml", "Tak. " + LETTER, sent=TENTH, to="Ib <ib@by.example>")),
    ],
    ids=["another thread", "not later", "two mails of two days", "the first has the subject's own address"],
)
def test_a_mail_that_is_no_mere_quotation_stays_its_own_hit(first: object, later: object) -> None:
    assert set(places(ask(ANDERS, [first, later]))) == {"1.eml", "2.eml"}  # type: ignore[list-item]


FORM = "Hej. Jeg har nu ventet i tre måneder på min byggetilladelse. Hvornår kommer den? Venlig hilsen Anders Bo Jensen"
HERS, NAMESAKES = "Anders Bo Jensen <abj@example.dk>", "Anders Bo Jensen <anders@andet.example>"


def test_a_namesakes_mail_with_the_same_words_is_not_what_a_later_mail_quotes() -> None:
    forward = f"Til orientering.\n\nFra: {HERS}\nTil: post@by.example\n\n{FORM}"
    items = [
        mail("hers.eml", FORM, sent=NINTH, to="post@by.example", by=HERS),
        mail("namesake.eml", FORM, sent=NINTH, to="post@by.example", by=NAMESAKES),
        mail("vs.eml", forward, sent=TENTH, subject_="VS: Hjælp", to="Lis <lis@by.example>", by="post@by.example"),
    ]
    found = places(ask(ANDERS, items))
    assert found == {"vs.eml": ("sager:hers.eml",), "namesake.eml": ()}


def test_the_same_words_from_two_senders_are_two_mails() -> None:
    items = [
        mail("hers.eml", FORM, sent=NINTH, to="post@by.example", by="a@by.example"),
        mail("namesake.eml", FORM, sent=NINTH, to="post@by.example", by="b@by.example"),
    ]
    assert places(ask(ANDERS, items)) == {"hers.eml": (), "namesake.eml": ()}


def test_the_same_mail_in_two_boxes_is_one_hit() -> None:
    items = [
        mail("inbox/1.eml", LETTER, sent=NINTH),
        mail("sendt/1.msg", LETTER, sent="Mon, 9 Mar 2026 08:00:20 +0000"),
    ]
    assert places(ask(ANDERS, items)) == {"inbox/1.eml": ("sager:sendt/1.msg",)}


def named(locator: str, text: str, digest: str):  # type: ignore[no-untyped-def]
    return item(locator, Passage("filnavn", locator), Passage("side 1", text), digest=digest)


def test_a_copy_under_somebody_elses_number_is_its_own_hit_and_says_so() -> None:
    wrong = f"brev {NAMESAKE_CPR[:6]}-{NAMESAKE_CPR[6:]}.txt"
    answer = ask(ANDERS, [named("brev.txt", LETTER, "aa"), named("kopi.txt", LETTER, "aa"), named(wrong, LETTER, "aa")])
    assert places(answer) == {"brev.txt": ("sager:kopi.txt",), wrong: ()}
    told = {hit.item: {clue.rule for clue in hit.passages[0].clues} for hit in answer.hits}
    assert "place.other" in told[wrong]
    assert "place.other" not in told["brev.txt"]


def test_who_is_named_by_a_file_name_alone_does_not_get_the_other_copies() -> None:
    wrong = f"brev {NAMESAKE_CPR[:6]}-{NAMESAKE_CPR[6:]}.txt"
    stranger = subject(cpr=[NAMESAKE_CPR])
    answer = ask(stranger, [named("brev.txt", LETTER, "aa"), named(wrong, LETTER, "aa")])
    assert places(answer) == {wrong: ()}


def test_a_mail_its_attachments_and_its_thread_are_one_family() -> None:
    items = [
        mail("ind.mbox!2", f"Vedr. {CPR}: tak.", sent=TENTH, subject_="Re: Sv: Hjælp"),
        mail("1.eml", f"Om {CPR}.", sent=NINTH),
        item("1.eml!bilag.zip!plan.docx", f"Plan for {CPR}."),
        mail("3.eml", f"Om {CPR}.", sent=TENTH, to="Ib <ib@dk.example>", subject_="Ferie"),
        item("notat.txt", f"Om {CPR}."),
    ]
    family = {hit.item: hit_object(hit)["family"] for hit in ask(ANDERS, items).hits}
    assert family == {
        "1.eml": "sager:1.eml",
        "1.eml!bilag.zip!plan.docx": "sager:1.eml",
        "ind.mbox!2": "sager:1.eml",
        "3.eml": None,
        "notat.txt": None,
    }


def answering(mail_: MemoryItem, own: str, *before: str) -> MemoryItem:
    ids = [Stated(StatedKind.MESSAGE_ID, own), *(Stated(StatedKind.ANSWERS, one) for one in before)]
    return replace(mail_, stated=tuple(ids))


def test_mails_that_answer_one_another_are_one_family_whatever_their_subjects() -> None:
    def other(locator: str, sent: str) -> MemoryItem:
        return mail(locator, f"Om {CPR}.", sent=sent, to=f"{locator} <{locator}@by.example>", subject_=locator)

    items = [
        answering(other("1.eml", NINTH), "<1@x>"),
        answering(other("2.eml", NINTH), "<2@x>", "<0@x>"),
        answering(other("3.eml", TENTH), "<3@x>", "<0@x>", "<1@x>"),
        answering(other("4.eml", TENTH), "<4@x>", "<9@x>"),
    ]
    assert {hit.item: hit.family for hit in ask(ANDERS, items).hits} == {
        "1.eml": "sager:1.eml",
        "2.eml": "sager:1.eml",
        "3.eml": "sager:1.eml",
        "4.eml": None,
    }


def test_page_numbers_and_line_ends_are_not_said() -> None:
    assert squeezed(["Hej  Åse\n\n- 2 -\n", "Side 3 af 4\nfarvel"]) == "hejåsefarvel"
