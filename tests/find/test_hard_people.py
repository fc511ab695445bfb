"""People whom a caseworker has to think about: cousins, mothers and daughters, the dead, the adopted, the married.

Each row is what one item says, or what others say besides, and what the answer must be:
``sure`` is certain or likely, ``seen`` any level but "probably somebody else", ``open``
possible and no more, ``not sure`` anything below likely, ``away`` somebody else or nothing.
"""

from __future__ import annotations

import pytest

from dsar.find.output import role_of
from dsar.find.roles import HitRole
from dsar.model import Hit, Level, Passage, Subject
from tests.find.people import ask, item, row, subject

LEVELS = {
    "sure": {Level.CERTAIN, Level.LIKELY},
    "seen": {Level.CERTAIN, Level.LIKELY, Level.POSSIBLE},
    "open": {Level.POSSIBLE},
    "not sure": {Level.POSSIBLE, Level.OTHER, None},
    "away": {Level.OTHER, None},
}
HOME = "Engbakken 7, 9600 Aars"

COUSIN = subject(names=["Jens Peter Dalgaard"], cpr=["110436-4321"])
MOTHER = subject(names=["Ellen Margrethe Bruhn"], cpr=["030231-4321"], addresses=[HOME])
MARRIED = subject(names=["Sofie Ravnholt"], former_names=["Sofie Kjeldgaard"], cpr=["050536-4444"])
WIFE = subject(names=["Gerda Thybo"], cpr=["050530-4444"], emails=["thybo@example.dk"], addresses=[HOME])
ADOPTED = subject(names=["Mia Sol Winther"], cpr=["010236-4321", "010236-9908"], former_names=["Thu Ha Nguyen"])
CORRECTED = subject(names=["Yusuf Demir"], cpr=["010136-4321", "020136-9916"])
DEAD = subject(names=["Harald Bøgelund"], cpr=["070527-4321"], addresses=[HOME])
COMMON = subject(names=["Anders Jensen"], cpr=["080936-4321"])
TWIN = subject(names=["Asta Lyngsø"], cpr=["150634-4321"], addresses=[HOME])
FOREIGN = subject(names=["Maria José García López"], cpr=["200435-4321"])
JUNIOR = subject(names=["Knud Vestergaard Brink"], cpr=["121234-4321"], addresses=[HOME])


def of(who: Subject, *items: str | Passage) -> Hit | None:
    """The hit that the first text comes to, with the other ones as items beside it."""
    hits = ask(who, [item(f"{n}.txt", text) for n, text in enumerate(items)]).hits
    return next((hit for hit in hits if hit.item == "0.txt"), None)


@pytest.mark.parametrize(
    ("who", "text", "said"),
    [
        # Two cousins with one name and one birth year.
        (COUSIN, "Jens Peter Dalgaard, 110436-4321, har søgt om hjælp.", "sure"),
        (COUSIN, "Jens Peter Dalgaard, født 12. maj 2036, har søgt om hjælp.", "away"),
        (COUSIN, "Jens Peter Dalgaard (årgang 2036) har søgt om hjælp.", "seen"),
        (COUSIN, "Fætrene Jens Peter Dalgaard (110436-4321) og Jens Peter Dalgaard (120536-9914) mødte op.", "sure"),
        (COUSIN, "Jens Peter Dalgaard er ikke identisk med 120536-9914 Jens Peter Dalgaard.", "seen"),
        (COUSIN, "Jens Peter Dalgaard er ikke den samme som cpr 120536-9914.", "seen"),
        # A mother and a daughter with one name and one address.
        (MOTHER, f"Ellen Margrethe Bruhn, 030231-4321, {HOME}", "sure"),
        (MOTHER, f"Ellen Margrethe Bruhn, 140559-9902, {HOME}", "away"),
        (MOTHER, f"Datteren Ellen Margrethe Bruhn, født 14. maj 2059, bor hos sin mor på {HOME}.", "not sure"),
        (MOTHER, "Ellen Margrethe Bruhn den ældre, 0302314321", "sure"),
        # Her maiden name in old papers, a new number, a new name.
        (MARRIED, "Sofie Kjeldgaard, 050536-4444, er flyttet.", "sure"),
        (MARRIED, "Sofie Kjeldgaard har ringet om sin ansøgning.", "seen"),
        (MARRIED, "Sofie Ravnholt, født Kjeldgaard, har ringet.", "sure"),
        (MARRIED, "Sofie Ravnholt f. Kjeldgaard", "sure"),
        (MARRIED, "Sofie Kjeldgaard Ravnholt har ringet.", "seen"),
        (MARRIED, "Fru S. Ravnholt (Kjeldgaard) har ringet.", "seen"),
        # A mail box of two.
        (WIFE, "From: Bent Thybo <thybo@example.dk>\nTo: Byby Kommune <post@by.example>\nJeg vil klage.", "not sure"),
        (WIFE, "From: Bent og Gerda Thybo <thybo@example.dk>\nVi vil klage.", "sure"),
        (WIFE, "Kontakt: thybo@example.dk", "seen"),
        # Names in columns and headings.
        (COUSIN, "Dalgaard, J. P.\t110436-4321\tafsluttet", "sure"),
        (COMMON, "Jensen, A.", "seen"),
        (COMMON, "Jensen, A. 080936-4321", "sure"),
        (COMMON, "Jensen, A. 010190-9938", "away"),
        (COMMON, "JENSEN ANDERS 0809364321", "sure"),
        (COMMON, "anders.jensen.080936@by.example", "seen"),
        # The estate of somebody dead.
        (DEAD, f"Til boet efter Harald Bøgelund\n{HOME}\nDødsboet skal betale 1.200 kr.", "sure"),
        (DEAD, "Boet efter afdøde Harald Bøgelund, cpr. 070527-4321, v/ advokat Lis Dam", "sure"),
        (DEAD, "Dødsbo: 070527-4321", "sure"),
        (DEAD, "Enkefru Inger Bøgelund oplyser, at Harald Bøgelund døde den 3. maj.", "seen"),
        # An adopted child with an old number and an old name.
        (ADOPTED, "Barnet Thu Ha Nguyen, 010236-9908, er frigivet til adoption.", "sure"),
        (ADOPTED, "Mia Sol Winther, tidl. cpr 010236-9908", "sure"),
        (ADOPTED, "Nguyen, Thu Ha, 040536-9911", "away"),
        # A number that the registry corrected.
        (CORRECTED, "Yusuf Demir, 020136-9916, ændret til 010136-4321.", "sure"),
        (CORRECTED, "Personnummer rettet fra 020136-9916", "sure"),
        (CORRECTED, "Yusuf Demir, 010136-4322", "seen"),
        # Twins, a father and a son, particles, order.
        (TWIN, f"Alma Lyngsø, 150634-9916, {HOME}", "away"),
        (TWIN, f"Tvillingerne Asta og Alma Lyngsø, {HOME}", "sure"),
        (TWIN, "A. Lyngsø, født 15. juni 2034", "seen"),
        (JUNIOR, f"Knud Vestergaard Brink junior, {HOME}", "seen"),
        (JUNIOR, "Brink, Knud V., 121234-4321", "sure"),
        (JUNIOR, "Knud Brink sen., født 1. januar 2004", "away"),
        (FOREIGN, "Garcia Lopez, Maria Jose, 2004354321", "sure"),
        (FOREIGN, "Maria García har ringet.", "seen"),
        (FOREIGN, "María J. García López", "seen"),
    ],
)
def test_each_is_answered_as_a_careful_person_would(who: Subject, text: str, said: str) -> None:
    hit = of(who, text)
    assert (hit.level if hit else None) in LEVELS[said]


def test_a_name_in_a_columns_heading_is_found_though_it_stands_in_no_row() -> None:
    rows = tuple(row(n, **{"Uge": str(n), "Asta Lyngsø": f"kl. {n}", "Bo Dam": "fri"}) for n in range(2, 6))
    (hit,) = ask(TWIN, [item("vagtplan.xlsx", *rows)]).hits
    assert hit.level in LEVELS["seen"]


def test_who_is_said_to_be_a_relative_in_a_letter_about_the_dead_is_not_the_dead() -> None:
    inger = subject(names=["Inger Bøgelund"], cpr=["010130-4444"])
    hit = of(inger, "Dødsboet efter Harald Bøgelund, 070527-4321.\nEnke: Inger Bøgelund")
    assert hit is not None
    assert hit.level in LEVELS["seen"]
    assert role_of(hit) is HitRole.HOUSEHOLD


def test_a_letter_to_the_married_name_is_known_by_the_home_that_stands_by_her_number() -> None:
    hit = of(MARRIED, "Sofie Kjeldgaard\nLindevej 12\n9600 Aars", "Sofie Ravnholt, 050536-4444, Lindevej 12, 9600 Aars")
    assert hit is not None
    assert hit.level in LEVELS["sure"]


def test_of_two_cousins_seen_by_their_numbers_a_bare_name_is_not_decided() -> None:
    hit = of(
        COUSIN,
        "Jens Peter Dalgaard har ringet.",
        "Jens Peter Dalgaard, 120536-9914",
        "Dalgaard, Jens Peter 110436-4321",
    )
    assert hit is not None
    assert hit.level is Level.POSSIBLE


@pytest.mark.parametrize(
    "text",
    [
        "PersonCivilRegistrationIdentifier: 1111389983\nPersonGivenName: Egon\nPersonSurnameName: Villadsen",
        "sagsnr: 23485\npart.fornavn: Egon\npart.mellemnavn: Steen\npart.efternavn: Villadsen",
        "first_name: Egon\nemail: x\nlast_name: Villadsen",
        "Given name: Egon\nFamily name: Villadsen",
    ],
)
def test_a_name_in_the_fields_of_an_export_is_read_as_one(text: str) -> None:
    hit = of(subject(names=["Egon Villadsen"]), Passage("post 1", text), Passage("post 2", "emne: klage"))
    assert hit is not None
    assert hit.level in (Level.LIKELY, Level.POSSIBLE)
