"""What an outside reader found left in copies, or lost from them: each stays found."""

from __future__ import annotations

import pytest

from dsar.redact.disguised import misread_mails
from tests.redact.test_plan import OWN, redacted

WHO = "Anders Bo Jensen"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Bisidder Troels Hansen deltog.", "Bisidder … deltog."),
        ("Kontaktperson: Vera Hansen, mobil 51 23 45 67.", "Kontaktperson: …, mobil …."),
        ("Din bisidder Lone Ibsgaard (ibsgaard@nord.example) kom.", "Din bisidder … (…) kom."),
        ("Partsrepræsentant: Troels Hansen.", "Partsrepræsentant: …."),
    ],
)
def test_who_takes_part_as_a_private_person_is_no_employee(text: str, shown: str) -> None:
    assert redacted(f"{text} Om {WHO}.") == f"{shown} Om {WHO}."


def test_a_contact_person_of_a_unit_is_an_employee() -> None:
    text = "Kontaktperson: Vera Hansen, Borgerservice, tlf. 99 31 22 33."
    assert redacted(text) == text


@pytest.mark.parametrize("private", ["mobil 51 23 45 67", "veraboss@nord.example", "vera.hansen@nord.example"])
def test_an_employees_mobile_and_mail_that_are_not_of_their_work_go(private: str) -> None:
    assert redacted(f"Sagsbehandler Vera Hansen, {private}, ringede.").startswith("Sagsbehandler Vera Hansen, ")
    assert private.split(" ", 1)[-1] not in redacted(f"Sagsbehandler Vera Hansen, {private}, ringede.")


def test_an_employees_mobile_of_their_work_and_mail_at_the_authority_stay() -> None:
    text = "Sagsbehandler Vera Hansen, arbejdsmobil 51 23 45 67, vera.hansen@eksempel.dk. Eksempel Kommune."
    assert redacted(text) == text


def test_the_number_that_another_calls_from_goes() -> None:
    assert redacted("Læge Mads Holmgaard har ringet fra 61135758.") == "Læge … har ringet fra …."


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Underretning fra Dorthe Pilegaard, Vestergade 31, om sagen.", "Underretning fra …, …, om sagen."),
        ("Der er støj fra Vestergade 14.", "Der er støj fra …."),
        ("Dorthe Pilegaard på Bymidten 4 ringede.", "… på … ringede."),
        ("Dorthe Pilegaard i nr. 25 klager.", "… i nr. … klager."),
        ("Anders Jensen, Teglvænget 112, 1. th, er en anden.", "…, …, er en anden."),
    ],
)
def test_another_house_is_somebody_elses(text: str, shown: str) -> None:
    assert redacted(f"{WHO} er part.", text) == f"{WHO} er part.\n\f{shown}"


@pytest.mark.parametrize("text", [f"{WHO}, Vestergade 12, kom.", "Mødet er på Bymidten 4.", f"{WHO}, se Bilag 4."])
def test_the_subjects_house_and_one_of_nobody_stay(text: str) -> None:
    assert redacted(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Skilsmissen fra TROELS JENSEN.", "Skilsmissen fra …."),
        ("Så kom W A R S A M E ind.", "Så kom … ind."),
        ("Skriv til palleg snabela nord.example i dag.", "Skriv til … i dag."),
        ("Skriv til Yasmin.alk (at) nord.example i dag.", "Skriv til … i dag."),
        ("Skriv til yasmin.alk[at]nord[dot]example i dag.", "Skriv til … i dag."),
    ],
)
def test_what_is_written_in_disguise_goes_whole(text: str, shown: str) -> None:
    assert redacted(f"{text} Om {WHO}.") == f"{shown} Om {WHO}."


@pytest.mark.parametrize("text", ["A F G Ø R E L S E", "J E N S E N", "Skriv til abj snabela example.dk i dag."])
def test_headings_set_apart_and_the_subjects_own_in_disguise_stay(text: str) -> None:
    assert redacted(text) == text


def test_an_account_belongs_to_who_stands_nearest_before_it() -> None:
    shown = redacted(f"Hendes mand har konto 9280 1234567890, og {WHO} har konto 1234 0123456789.")
    assert shown == f"Hendes mand har konto …, og {WHO} har konto 1234 0123456789."


@pytest.mark.parametrize("name", [WHO, "Anders Bo\nJensen", "Anders  Bo Jensen"])
def test_the_subjects_whole_name_stays_beside_a_relative_of_the_same_surname(name: str) -> None:
    assert redacted(f"Datter: Maja Jensen. Part: {name}.") == f"Datter: …. Part: {name}."


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ægtefælles pnr 0303559937", "Ægtefælles pnr …"),
        ("Kontoudtog, ægtefælle (9217 0004471822)", "Kontoudtog, ægtefælle (…)"),
        ("Bil: ægtefælles BX 44 917.", "Bil: ægtefælles …."),
        ("kontakt evt troels hansen på 51229018.", "kontakt evt … på …."),
    ],
)
def test_what_has_a_form_of_its_own_goes_whatever_label_stands_before_it(text: str, shown: str) -> None:
    assert redacted(text) == shown


def test_a_time_before_a_date_is_no_cpr_number() -> None:
    assert redacted(f"{WHO} råbte kl. 22\n03.02.2026 igen.") == f"{WHO} råbte kl. 22\n03.02.2026 igen."


@pytest.mark.parametrize("date", ["27.06.1949", "27. juni 1949", "27/6-49", "1949-06-27"])
def test_another_is_known_by_their_birthday(date: str) -> None:
    assert redacted(f"Den anden har cpr 270649-9935.\nBrevet handler om {date}.").endswith("handler om ….")


def test_the_address_beside_a_name_is_a_namesakes_where_the_cpr_number_is() -> None:
    assert redacted(f"{WHO}, Jernbanegade 3, 8900 Randers C, cpr 270649-9935.") == "…, …, cpr …."


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Klagerne bor Engvej 3, nr. 5 og nr. 7.", "Klagerne bor …."),
        ("Naboerne på Vestergade 14 og 16 klager.", "Naboerne på … klager."),
        ("Støjen kommer fra Vestergade 12 og 14.", "Støjen kommer fra Vestergade 12…."),
        ("Troels Hansen bor på Plejehjemmet Lindehaven, stue 14.", "… bor på …."),
    ],
)
def test_other_houses_and_rooms_in_homes_go(text: str, shown: str) -> None:
    assert redacted(text) == shown


def test_who_stands_in_a_row_before_the_employee_is_none() -> None:
    assert redacted("borger: Troels Hansen\nsagsbehandler: Vera Holm") == "borger: …\nsagsbehandler: Vera Holm"


@pytest.mark.parametrize("label", ["Forfatter", "Rettet af", "Sidst ændret af"])
def test_who_wrote_in_a_file_is_not_at_work_for_that(label: str) -> None:
    assert redacted(f"{label}: Troels Hansen\nHusk at ringe.") == f"{label}: …\nHusk at ringe."


def test_who_signs_a_mail_that_is_no_authoritys_is_no_employee() -> None:
    text = f"Tak for din mail. {WHO} har ringet om sin sag.\nMvh Vera\nVera Holm\n22 38 49 71"
    assert redacted(text) == f"Tak for din mail. {WHO} har ringet om sin sag.\nMvh …\n…\n…"


def test_a_word_of_the_dictionary_before_a_name_is_no_part_of_it() -> None:
    assert redacted("Partshøring Hansen\nPartshøring er sendt.") == "Partshøring …\nPartshøring er sendt."


def test_a_heading_that_nobody_is_called_stays() -> None:
    assert redacted(f"Plejeplan · {WHO} · 010130-4999\nPlejeplan\nMål").count("Plejeplan") == 2


def test_a_first_name_that_is_a_word_too_begins_a_sentence_in_small_letters() -> None:
    text = "Svend Krag ringede.\nhun var hos lægen. svend sagde det."
    assert redacted(text) == "… ringede.\nhun var hos lægen. … sagde det."


@pytest.mark.parametrize("mail", ["antonwøhansen-vvs.dk", "mette&hansen.com", "mettehansenhotmail.dk"])
def test_a_mail_address_whose_sign_was_misread_is_one(mail: str) -> None:
    assert [span.of(f"søn {mail} ja") for span in misread_mails(f"søn {mail} ja", OWN)] == [mail]


@pytest.mark.parametrize("text", ["www.eksempelkommune.dk", "Se punkt 3.dk", "post@eksempel.dk"])
def test_a_site_and_a_mail_address_that_was_read_are_no_misread_ones(text: str) -> None:
    assert list(misread_mails(text, OWN)) == []


def test_the_subjects_name_in_two_cells_is_theirs_and_so_are_the_numbers_of_the_row() -> None:
    row = "Fornavn: Anders Bo\nEfternavn: Jensen\nTelefon: 22 99 88 77"
    assert redacted(row) == row
    assert redacted(f"{row}\nKontakt: Mette Holm") == f"{row[:-11]}…\nKontakt: …"
    assert redacted("Fornavn: Anders Bo\nEfternavn: Hansen\nTelefon: 22 99 88 77").count("…") == 3


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Til Anders Bo Jemnsen, Vestergade 12, 9000 Aalborg.", "Til Anders Bo Jemnsen, Vestergade 12, 9000 Aalborg."),
        ("Til Anders Bo Jemnsen, Skolegade 4, 9000 Aalborg.", "Til …, …."),
        ("Til Anders Bo Hansen, Vestergade 12, 9000 Aalborg.", "Til …, Vestergade 12, 9000 Aalborg."),
    ],
)
def test_a_misspelt_name_is_the_subjects_only_before_their_own_data(text: str, shown: str) -> None:
    assert redacted(text) == shown


def test_the_subjects_initials_go_only_where_anothers_could_be_the_same() -> None:
    assert redacted("A. B. Jensen og Mette Jensen kom.", WHO).startswith("A. B. Jensen og … kom.")
    assert redacted("A. B. Jensen og Allan Jensen kom.", WHO).startswith("… og … kom.")


def test_a_small_word_behind_a_name_in_small_letters_is_no_part_of_it() -> None:
    text = "det er fordi anders bo jensen råber i bussen"
    assert redacted(text) == text


SAID = "Kommunen har truffet afgørelse.\n"


@pytest.mark.parametrize(
    "text",
    [
        SAID + "Du kan klage til os.\nLone Bjerregaard, jurist",
        SAID + "Sekretær: Lone Bjerregaard",
        "Notat\nHenvist til vejledning. Lone Bjerregaard, 7. juni 2024",
        "Sagen er åben.\nFrist 7. december 2023. Lone Bjerregaard, sag 2025-1",
        "Jeg har ikke oprettet en sag.\nHilsen Lone\nLone Bjerregaard, bibliotekar, Eksempel Kommune",
        "Støtte i hjemmet.\n8/10 2026, Liv Sørensen og Lone Bjerregaard",
        "Indstilling fra Lone Bjerregaard: afslag.",
        "Sagen er sendt til Lone Bjerregaard til søgning.",
        "Til stede: Lone Bjerregaard og Liv Sørensen fra\nkommunen.",
    ],
)
def test_who_is_said_to_act_for_the_authority_stays(text: str) -> None:
    assert "Lone Bjerregaard" in redacted(text)


@pytest.mark.parametrize(
    "text",
    [
        "Jeg klager over kommunens afgørelse.\nLone Bjerregaard, konsulent",
        "Jeg klager over min sag.\nLone Bjerregaard, 7. juni 2024",
        "Vi er trætte af din hund, og du ved det.\nLone Bjerregaard, lærer",
        "Hej. Festen er flyttet.\nLone Bjerregaard, 7. juni 2024",
        "Min chef: Lone Bjerregaard\nhar sagt det.",
        "Mødt var Ib Dam og Lone Bjerregaard",
        "Sagen er sendt til Lone Bjerregaard til udtalelse.",
    ],
)
def test_a_private_person_who_signs_goes(text: str) -> None:
    assert "Bjerregaard" not in redacted(text)


def test_eight_digits_behind_anothers_name_are_their_telephone() -> None:
    assert redacted(f"Om {WHO}. Tolk: Troels Hansen, 60865612.") == f"Om {WHO}. Tolk: …, …."
    assert redacted("Hansens Tømrer ApS, 25313763.") == "Hansens Tømrer ApS, 25313763."


@pytest.mark.parametrize("role", ["Tolk:", "Kontaktperson:", "Repræsentant"])
def test_a_telephone_beside_the_subjects_name_is_a_namesakes_where_the_role_is_anothers(role: str) -> None:
    assert redacted(f"{role} {WHO}, 30721432.") == f"{role} {WHO}, …."


def test_eight_digits_in_a_sentence_about_another_are_no_companys_number() -> None:
    assert "37399760" not in redacted("Anders Bo Jensen har ringet. Camilla Holm er kontaktperson, 37399760.")
    assert "37399760" in redacted("Anders Bo Jensen har ringet. Camilla Holm ejer firmaet, CVR-nr. 37399760.")


@pytest.mark.parametrize(
    "text",
    [
        "Ole Grøn bor på Møllehøjvej\n27 og klager.",
        "Ole Grøn bor på Møllehøjvej nr.\n27 og klager.",
        "> Ole Grøn bor på Møllehøjvej\n> 27 og klager.",
        "Ole Grøn bor på Møllehøj-\nvej 27 og klager.",
        "Ole Grøn, Møllehøjvej\n27, 9000 Aalborg, klager.",
        "Ole Grøn bor Skovbrynet 27 B og klager.",
        "Kim Storm (Rugmarken 27) klager.",
    ],
)
def test_a_road_that_goes_on_in_the_next_line_or_ends_as_no_road_does_goes(text: str) -> None:
    assert "27" not in redacted(f"Anders Bo Jensen har søgt.\n\n{text}")


def test_a_mail_address_that_is_divided_after_its_sign_goes() -> None:
    assert "netpost" not in redacted("Anders Bo Jensen har søgt.\n\nSkriv til ole.groen@\nnetpost.example om det.")
