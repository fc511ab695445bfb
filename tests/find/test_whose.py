"""Whose an identifier is, and how far a name or an address reaches: lists, families, spellings."""

from __future__ import annotations

import pytest

from dsar.detect.lexicon import Lexicon
from dsar.find.mentions import mentions
from dsar.find.person import Person
from dsar.find.reading import words_of
from dsar.model import Hit, Level, Passage, Subject
from tests.find.people import ask, item, row, subject


def level(who: Subject, *passages: str) -> Level | None:
    hits: tuple[Hit, ...] = ask(who, [item("a.txt", *passages)]).hits
    return hits[0].level if hits else None


def sure(found: Level | None) -> bool:
    return found in (Level.CERTAIN, Level.LIKELY)


@pytest.mark.parametrize(
    ("home", "written"),
    [
        ("Bækkevej 7, 9000 Aalborg", "Baekkevej 7, 9000 Aalborg"),
        ("Baekkevej 7, 9000 Aalborg", "Bækkevej 7, 9000 Aalborg"),
        ("Nørregårdsvej 31, 9000 Aalborg", "Noerregaardsvej 31, 9000 Aalborg"),
        ("Sankt Knuds Vej 4, 9000 Aalborg", "Sct. Knuds Vej 4, 9000 Aalborg"),
        ("Østergade 18, 9000 Aalborg", "Oestergade 18"),
    ],
)
def test_an_address_agrees_in_the_letters_of_any_keyboard(home: str, written: str) -> None:
    karen = subject(names=["Karen Lund"], addresses=[home])
    assert sure(level(karen, f"Karen Lund, {written}"))


def test_a_number_told_in_parts_is_the_number() -> None:
    assert sure(level(subject(cpr=["090871-9905"]), "Borgeren er født 09.08.71 og de sidste fire cifre er 9905."))


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Günther Krüger", "Guenther Krueger"),
        ("Guenther Krueger", "Günther Krüger"),
        ("Mette Poulsen", "Mette Povlsen"),
        ("Margrethe Egebjerg", "Grethe Egebjerg"),
        ("Lis Egebjerg", "Elisabeth Egebjerg"),
    ],
)
def test_a_name_is_found_as_it_is_also_spelled_or_called(name: str, written: str) -> None:
    assert level(subject(names=[name]), f"{written} har ringet") is not None


def test_a_name_is_as_common_as_all_its_spellings_together() -> None:
    def weight(name: str) -> float:
        (mention,) = mentions(name, words_of(name), Person(Subject(names=(name,)), Lexicon()))
        return mention.weight

    assert weight("Mohamad Hussein") == pytest.approx(weight("Mohammed Hussein"))
    assert level(subject(names=["Muhammed Ahmed"]), "Muhammed Ahmed har ringet") is Level.POSSIBLE


OLE = subject(names=["Ole Stejlbjerg"], cpr=["120736-4903"])
BIRGIT = subject(names=["Birgit Stejlbjerg"], birth_date="1961-11-03")


@pytest.mark.parametrize(
    "text",
    [
        "120736 4903 Ole Stejlbjerg, 050635–4904 Xq, Zyx",
        "050635-4904\tXq Zyx\t100,00\n120736-4903\tOle Stejlbjerg\t200,00",
        "Stejlbjerg, Ole 120736-4903, Xq Zyx 050635-4904",
        "050635-4904 Ole Stejlbjerg 120736-4903",
    ],
)
def test_a_neighbours_number_never_outvotes_the_subjects_own(text: str) -> None:
    assert level(OLE, text) is Level.CERTAIN


@pytest.mark.parametrize(
    "text",
    [
        "03.11.1961 Birgit Stejlbjerg født 12.04.1955",
        "Karl Lund f. 12.04.1955, Birgit Stejlbjerg f. 3. november 1961",
        "Navn\tKarl Lund\tBirgit Stejlbjerg\nFødt\t12-04-1955\t03-11-1961",
        "Navn\tBirgit Stejlbjerg\tKarl Lund\nFødt\t03-11-1961\t12-04-1955",
        "Navn       | Karl Lund  | Birgit Stejlbjerg\nFødt       | 12-04-1955 | 03-11-1961",
        "Birgit Stejlbjerg, født 03-11-1961, ægtefælle 120455-9906",
    ],
)
def test_a_neighbours_birth_date_never_outvotes_the_subjects_own(text: str) -> None:
    assert sure(level(BIRGIT, text))


@pytest.mark.parametrize("stamp", ["[13:05] ", "13.05 ", "03-02-2025 13:05 - "])
def test_what_is_said_in_the_next_line_of_a_chat_is_of_the_one_asked_about(stamp: str) -> None:
    who = subject(names=["Inger Holm"], birth_date="1961-11-03")
    text = f"{stamp}Karl: hvem er det nu Inger Holm er\n{stamp}Mette: født 3/11 1961"
    (hit,) = ask(who, [item("a.txt", text)]).hits
    assert "birth_date.equal" in {clue.rule for clue in hit.passages[0].clues}
    assert hit.level is Level.CERTAIN


def test_a_number_far_away_does_not_make_a_namesake_the_subject() -> None:
    who = subject(names=["Ole Jensen"], cpr=["120736-4903"])
    hit = ask(who, [item("a.txt", "CPR 120736-4903.\n\nOle Jensen, født 5. maj 1961, Søndergade 9, 8000 Aarhus")]).hits[
        0
    ]
    assert hit.level is Level.CERTAIN
    assert "birth_date.other" in {clue.rule for clue in hit.passages[0].clues}


@pytest.mark.parametrize(
    "text",
    [
        "Notat af: Birgit Stejlbjerg\n\nTelefonsamtale med borger (f. 12. april 1975)",
        "Journalført af Birgit Stejlbjerg: D'Este født 12-04-1975",
        "Barnet (cpr 120415-9907), der er datter af Birgit Stejlbjerg",
        "Stejlbjerg, Birgit, mor til Q (f. 12-04-1995)",
        "Birgit Stejlbjerg, værge for Xq (født 12-04-1995)",
    ],
)
def test_the_number_of_the_one_spoken_of_says_nothing_of_who_speaks(text: str) -> None:
    assert level(BIRGIT, text) not in (None, Level.OTHER)


@pytest.mark.parametrize(
    "text",
    [
        "Kirsten Stejlbjerg, født 03-11-1961",
        "Kirsten Stejlbjerg, født 03-11-1961, Vestergade 12, 9000 Aalborg",
        "Fornavn: Kirsten\nEfternavn: Stejlbjerg\nFødselsdato: 03-11-1961",
        "Kirsten Stejlbjerg, Vestergade 12, 9000 Aalborg",
    ],
)
def test_a_twin_or_one_of_the_household_is_not_the_subject(text: str) -> None:
    who = subject(names=["Birgit Stejlbjerg"], birth_date="1961-11-03", addresses=["Vestergade 12, 9000 Aalborg"])
    (hit,) = ask(who, [item("a.txt", text)]).hits
    assert hit.level is Level.POSSIBLE
    assert {clue.rule for clue in hit.passages[0].clues} >= {"first.other", "role.household"}


def test_the_same_name_at_the_same_address_with_another_number_is_a_father_or_a_son() -> None:
    home = "Vestergade 12, 9000 Aalborg"
    who = subject(names=["Ole Stejlbjerg"], cpr=["120736-4903"], addresses=[home])
    assert level(who, f"Ole Stejlbjerg, {home}", "Ole Stejlbjerg, cpr 050635-4904") is Level.POSSIBLE
    items = [item("a.txt", f"Ole Stejlbjerg, {home}"), item("b.txt", f"Ole Stejlbjerg, cpr 050635-4904, {home}")]
    assert {hit.item: hit.level for hit in ask(who, items).hits} == {"a.txt": Level.POSSIBLE, "b.txt": Level.OTHER}


@pytest.mark.parametrize(
    ("sons", "expected"),
    [
        (("101130-4905", "101130-4905"), Level.POSSIBLE),
        (("101130-4905",), Level.POSSIBLE),
        (("130736-4903",), Level.CERTAIN),
        ((), Level.CERTAIN),
    ],
    ids=["two people of one name in one house", "seen once each", "a digit off may be a slip", "one person"],
)
def test_who_is_one_of_two_by_name_and_address_is_not_decided(sons: tuple[str, ...], expected: Level) -> None:
    home = "Vestergade 12, 9000 Aalborg"
    who = subject(names=["Ole Stejlbjerg"], addresses=[home])
    numbers = ("120736-4903", "120736-4903", *sons)
    items = [item(f"{n}.txt", f"Ole Stejlbjerg, cpr {cpr}, {home}. Sag {n}.") for n, cpr in enumerate(numbers)]
    items.append(item("plain.txt", f"Ole Stejlbjerg, {home}, klager over støj fra vejen."))
    assert {hit.level for hit in ask(who, items).hits} == {expected}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Inger Ravn-Holm", "RAVN-HOLM Inger"),
        ("Inger Ravn Holm", "RAVN HOLM Inger"),
        ("Anne-Lise Ravn-Holm", "Ravn-Holm Anne-Lise"),
        ("Inger Ravn-Holm", "Efternavn: Ravn-Holm\nFornavn: Inger"),
        ("Inger Ravn-Holm", "Efternavn: Ravn-Holm\nBeløb: 12\nFornavn: Inger"),
    ],
)
def test_a_surname_in_two_words_is_read_before_the_first_name(name: str, text: str) -> None:
    found = mentions(text, words_of(text), Person(Subject(names=(name,)), Lexicon()))
    assert [mention.rule for mention in found if not mention.bare] in (["name.full"], ["name.dropped"])


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Abdirahman Hussein", "Abdi Hussein"),
        ("Camilla Bay Friis", "Milla Friis"),
        ("Marie-Louise Holm", "Malou Holm"),
        ("Viggo Lauge Munk", "Viggo Lauge"),
        ("Benedikte Thorup", "Bene Thorup"),
    ],
)
def test_a_name_is_found_as_it_is_said_for_short(name: str, written: str) -> None:
    assert level(subject(names=[name]), f"{written} har ringet") is not None
    assert sure(level(subject(names=[name], birth_date="1990-03-09"), f"{written}, født 9. marts 1990"))


@pytest.mark.parametrize(
    ("name", "written"),
    [("Hans Peter Munk", "Hans Peter"), ("Viggo Lauge Munk", "Viggo Lauge Kofoed"), ("Morten Toft", "I. M. Toft")],
)
def test_first_names_and_initials_of_others_are_not_the_subjects(name: str, written: str) -> None:
    assert level(subject(names=[name]), f"{written} har ringet") in (None, Level.OTHER)


def test_a_telephone_number_within_a_reference_is_none() -> None:
    karen = subject(phones=["61125315"])
    assert level(karen, "Ref. LØB61125315K180, Marta Lund") is None
    assert level(karen, "Ring på tlf61125315") is not None


def test_a_row_with_another_form_of_a_rare_name_is_not_shown_beside_the_subjects_own() -> None:
    torben = subject(cpr=["041081-9999"], names=["Torben Ravn Skumsprøjt"])
    rows = [
        row(number, Nr=f"A{number}", Fødselsdato=born, Løbenr=serial, Ejer=name)
        for number, born, serial, name in (
            (2, "170597", "9909", "Torben Skumsprøjt"),
            (3, "041081", "9999", "Torben Ravn Skumsprøjt"),
            (4, "", "", "Torben Ravn Skumsprøjt"),
            (5, "020270", "9908", "Ib Munk"),
        )
    ]
    (hit,) = ask(torben, [item("afgifter.tsv", *rows)]).hits
    assert [passage.place for passage in hit.passages] == ["Ark1 række 3", "Ark1 række 4"]


def test_rows_that_name_a_parent_in_two_ways_are_both_shown_where_no_number_of_theirs_stands() -> None:
    mads = subject(cpr=["120191-9975"], names=["Mads Emil Skumsprøjt"])
    rows = [
        row(number, CPR="230617-9927", Barn="Theo Skumsprøjt", Værge=name, Ydelse=f"Eftersyn {number}")
        for number, name in ((2, "Mads Emil Skumsprøjt"), (3, "Mads Skumsprøjt"))
    ]
    (hit,) = ask(mads, [item("indkaldelser.csv", *rows)]).hits
    assert len(hit.passages) == 2


def test_a_list_that_begins_with_a_name_has_each_date_behind_its_name() -> None:
    hanne = subject(names=["Hanne Overgaard"], birth_date="1961-04-07")
    people = "Bang, Mark f. 23.10.1998, Jens Hansens f. 9.5.88, Hanne Overgaard f. 07.04.1961, Ib Pedersen f. 17.1.71."
    assert sure(level(hanne, f"Bevilget: {people}"))


def test_a_list_in_one_line_that_begins_with_a_number_has_each_number_before_its_name() -> None:
    who = subject(names=["Sabrina Kaas Bjerre"], birth_date="2035-09-25")
    text = "Bevilget: 090538-9929, Jens Hansen, 130430-9909, Jens Lund, 250935-9918, Sabrina Kaas, 241237-9997, Pieter"
    assert sure(level(who, text))


def test_an_initial_behind_anothers_first_name_is_a_middle_name() -> None:
    morten = subject(names=["Morten Toft"], addresses=["Hasselhaven 25, 8860 Ulstrup"])
    assert not sure(level(morten, "Indklagede:\nIda M. Toft\nHasselhaven 25\n8860 Ulstrup"))


def test_namesakes_are_counted_where_the_name_is_a_genitive() -> None:
    mette = subject(names=["Mette Aagaard Nielsen"], cpr=["040827-4321"])
    others = [
        item("b.txt", "Mette Aagaard Nielsen, 101135-9938, har klaget"),
        item("c.txt", "Mette Aagaard Nielsen, 090335-9920, har klaget"),
    ]
    (hit, *_) = ask(mette, [item("a.txt", "Huset er købt af boet efter Mette Aagaard Nielsens far."), *others]).hits
    assert (hit.item, hit.level) == ("a.txt", Level.POSSIBLE)


@pytest.mark.parametrize(
    "text",
    [
        "Marianne Ravnkilde ringede fra 40 38 71 15 om sin egen pension.",
        "Fra: Marianne Ravnkilde <torben@mail.example>\nJeg søger om at få min pension udbetalt i Spanien.",
    ],
)
def test_a_telephone_or_mail_box_that_a_family_shares_does_not_decide(text: str) -> None:
    who = subject(names=["Torben Ravnkilde"], phones=["40 38 71 15"], emails=["torben@mail.example"])
    (hit,) = ask(who, [item("a.txt", text)]).hits
    assert hit.level is Level.POSSIBLE
    assert "role.household" in {clue.rule for clue in hit.passages[0].clues}


@pytest.mark.parametrize(
    "text",
    ["Der er klaget over støj fra Ålykkevej 61 tre gange i år.", "Marianne Holm ringede fra 40 38 71 15 om pension."],
)
def test_the_subjects_house_or_telephone_without_their_name_is_shown_as_possible(text: str) -> None:
    home = "Ålykkevej 61, 8940 Randers SV"
    who = subject(names=["Torben Ravnkilde"], phones=["40 38 71 15"], addresses=[home])
    assert level(who, text) is Level.POSSIBLE


@pytest.mark.parametrize(
    ("theirs", "expected"),
    [("Johannes", Level.POSSIBLE), ("Hans", Level.CERTAIN)],
)
def test_a_name_that_may_be_a_form_of_the_subjects_is_not_decided_by_the_home(theirs: str, expected: Level) -> None:
    home = "Vestergade 12, 9000 Aalborg"
    who = subject(names=["Hans Stejlbjerg"], addresses=[home])
    assert level(who, f"{theirs} Stejlbjerg, {home}, klager over støj fra vejen.") is expected


def test_a_twin_with_the_same_middle_name_is_not_the_subject() -> None:
    home = "Skolevænget 31, 9600 Aars"
    who = subject(names=["Oscar Rask Østergaard"], cpr=["090812-9947"], addresses=[home])
    for text in (f"Mads Rask Østergaard, født 09.08.2012, {home}", "Mads Rask Østergaard, f. 09.08.2012"):
        (hit,) = ask(who, [item("a.txt", text)]).hits
        assert hit.level is Level.POSSIBLE


@pytest.mark.parametrize("label", ["Mor: ", "Far: ", "Ægtefælle: ", "Mor:\n"])
def test_the_number_of_a_namesake_who_is_somebodys_mother_is_hers(label: str) -> None:
    who = subject(names=["Inger Stejlbjerg"], cpr=["240236-4974"])
    assert level(who, f"Barn: Ida Holm\n{label}Inger Stejlbjerg, 090131-4908") is Level.OTHER


@pytest.mark.parametrize(
    "row_",
    [
        "Barn: Ida\nMor: {}\nMor CPR: {}",
        "Barn: Ida\nMor: {}\nMorCPR: {}",
        "Mors navn: {}\nMors CPR: {}",
        "Far: {}\nFar cpr-nr.: {}",
    ],
)
def test_the_number_in_the_field_behind_a_relatives_name_is_that_relatives(row_: str) -> None:
    who = subject(names=["Inger Stejlbjerg"], cpr=["240236-4974"])
    assert level(who, row_.format("Inger Stejlbjerg", "090131-4908")) is Level.OTHER
    assert level(who, row_.format("Peter Bak", "090131-4908")) is None
    assert level(who, "Inger Stejlbjerg har søgt.\nMor CPR: 090131-4908") is not Level.OTHER


def test_a_folder_called_after_a_person_surname_first_is_theirs() -> None:
    who = subject(names=["Birgit Stejlbjerg"])
    answer = ask(who, [item("a.txt", Passage("filnavn", "borgere/Stejlbjerg/Birgit/153 brev.txt"), "Et brev.")])
    assert [hit.level for hit in answer.hits] == [Level.LIKELY]
