"""Whom a sentence is about, where it names nobody: in an extract it is kept, or left out, by whom it speaks of first.

Each text is of Anders Bo Jensen, a man; left out is "…", of whole sentences and lines.
"""

from __future__ import annotations

from datetime import date

import pytest

from dsar.detect import Detectors
from dsar.extract.reading import Located
from dsar.model import Passage
from dsar.redact.concerning import concerning, narrowed
from dsar.redact.own import own_identifiers
from dsar.redact.plan import Planner
from dsar.redact.removal import Options
from dsar.redact.sexes import Sex, of_name, of_number
from dsar.redact.words import LEFT_OUT
from tests.package.people import SUBJECT

DETECT = Detectors(today=date(2026, 11, 21), thorough=True).detect
PLANNER = Planner(own_identifiers(SUBJECT, DETECT), DETECT, Options())


def kept(text: str) -> str:
    made = concerning(text, PLANNER, PLANNER.known([text]))
    return " ".join(made.text.replace(LEFT_OUT, "…").split())


@pytest.mark.parametrize(
    ("text", "left"),
    [
        pytest.param(
            "Anders Bo Jensen\nVestergade 12\n\nKære Anders Bo Jensen\n\nDu får hjælp. Birgitte Holm Kjeldsen er syg."
            "\n\nDu skal ikke betale.",
            "Anders Bo Jensen Vestergade 12 Kære Anders Bo Jensen Du får hjælp. … Du skal ikke betale.",
            id="you, in a letter to the subject",
        ),
        pytest.param(
            "Kære Birgitte Holm Kjeldsen\n\nDu får hjælp. Anders Bo Jensen er syg. Dine briller er betalt.",
            "… Anders Bo Jensen er syg. …",
            id="you, in a letter to somebody else",
        ),
        pytest.param(
            "Kære Anders Bo Jensen og Birgitte Holm Kjeldsen\n\nAnders Bo Jensen er syg.\n\nDu får hjælp.",
            "Kære Anders Bo Jensen og Birgitte Holm Kjeldsen Anders Bo Jensen er syg. Du får hjælp.",
            id="you, in a letter to both, follows what was said before",
        ),
        pytest.param(
            "Kære Anders og Birgitte\n\nDu, Anders, får hjælp. Du, Birgitte, får afslag.\n\n010130-4999 230527-4990",
            "Kære Anders og Birgitte Du, Anders, får hjælp. … 010130-4999 230527-4990",
            id="you, by name, in a letter to both",
        ),
        pytest.param(
            "Jeg er syg i dag. Birgitte Holm Kjeldsen er rask. Jeg kommer i morgen.\n\nHilsen Anders Bo Jensen",
            "Jeg er syg i dag. … Jeg kommer i morgen. Hilsen Anders Bo Jensen",
            id="I, signed by the subject",
        ),
        pytest.param(
            "Jeg er syg i dag. Anders Bo Jensen er rask.\n\nHilsen Birgitte Holm Kjeldsen",
            "… Anders Bo Jensen er rask. Hilsen Birgitte Holm Kjeldsen",
            id="I, signed by somebody else",
        ),
        pytest.param(
            "Jeg ringede til Birgitte Holm Kjeldsen. Min mor er syg.\n\nHilsen Anders Bo Jensen",
            "Jeg ringede til Birgitte Holm Kjeldsen. … Hilsen Anders Bo Jensen",
            id="my mother is not me",
        ),
        pytest.param(
            "Barn: Laura Tvede\nFar: Anders Bo Jensen\n\nLaura Tvede er træt. Faderen råber. Moderen drikker.",
            "… Far: Anders Bo Jensen … Faderen råber. …",
            id="the part that a form gives the subject",
        ),
        pytest.param(
            "Anders Bo Jensen (far) kom. Bent Ove Skaarup (farfar) kom.\n\nFarfaren er syg. Faderen er rask.",
            "Anders Bo Jensen (far) kom. … Faderen er rask.",
            id="the part behind the name",
        ),
        pytest.param(
            "Sigtede: Bent Ove Skaarup\nForurettede: Anders Bo Jensen\n\nForurettede blev slået. Sigtede græd.",
            "… Forurettede: Anders Bo Jensen Forurettede blev slået. …",
            id="a party",
        ),
        pytest.param(
            "Vedr. Anders Bo Jensen, 010130-4999\n\n"
            "Patienten hoster. Birgitte Holm Kjeldsen er rask. Hun er glad. Han sover.",
            "Vedr. Anders Bo Jensen, 010130-4999 Patienten hoster. … Han sover.",
            id="whom the file is about, and a man where the last was a woman",
        ),
        pytest.param(
            "Birgitte Holm Kjeldsen, 230527-4990\nPatienten hoster.\n\nDatteren græd, og Anders Bo Jensen hjalp."
            "\n\nHar feber.",
            "… Datteren græd, og Anders Bo Jensen hjalp. …",
            id="a note without a subject is about whom the file is about",
        ),
        pytest.param(
            "09.15 Bent Ove Skaarup, 230527-4991. Anders Bo Jensen kom forbi. Borgeren sov.\n"
            "10.15 Anders Bo Jensen, 010130-4999. Laura Tvede ringede. Borgeren er rask.",
            "… Anders Bo Jensen kom forbi. … 10.15 Anders Bo Jensen, 010130-4999. … Borgeren er rask.",
            id="whom the entry is about",
        ),
        pytest.param(
            "Anders Bo Jensen, 010130-4999: vil flytte. Ægtefællen er syg. Svar i juni.\nLaura Tvede: vil blive.",
            "Anders Bo Jensen, 010130-4999: vil flytte. … Svar i juni. …",
            id="a relative in passing",
        ),
        pytest.param(
            "[08.14] Lone Thorsen: Har du talt med Anders Bo Jensen?\n[08.15] Bo Ravn: Ja.\n"
            "[08.16] Lone Thorsen: Han er syg. Laura Tvede er rask.\n[08.17] Bo Ravn: Laura er ikke syg.",
            "[08.14] Lone Thorsen: Har du talt med Anders Bo Jensen? … [08.16] Lone Thorsen: Han er syg. …",
            id="a talk",
        ),
        pytest.param(
            "anders bo jensen er syg. birgitte holm kjeldsen er rask. anders sover.",
            "anders bo jensen er syg. … anders sover.",
            id="small letters",
        ),
        pytest.param(
            "Anders Bo Jensen kom. Han siger, at Birgitte Holm Kjeldsen drikker. Han ser Laura Tvede i weekenden.",
            "Anders Bo Jensen kom. … Han ser Laura Tvede i weekenden.",
            id="what the subject says of somebody else",
        ),
    ],
)
def test_a_sentence_is_about_whom_it_speaks_of_first(text: str, left: str) -> None:
    assert kept(text) == left


@pytest.mark.parametrize(
    ("texts", "left"),
    [
        pytest.param(
            ("Borger\nAnders Bo Jensen, 230527-4991", "Anders får hjælp til bad. Borgeren bor alene.\nHan sover."),
            "…",
            id="a file about the namesake",
        ),
        pytest.param(
            (
                "Søn\nAnders Bo Jensen, 010130-4999",
                "Plan for Anders Bo Jensen, 230527-4991\nBorgeren går. Sønnen, også Anders, går i skole. Anders går.",
            ),
            "… Sønnen, også Anders, går i skole. …",
            id="a file about the father, which calls the subject his son",
        ),
        pytest.param(
            (
                "Anders Bo Jensen\nHavnegade 7\n9990 Skagen",
                "Kære Anders Bo Jensen\nDu flytter. Boligen er lille. Kopi til din søn Anders Bo Jensen, 010130-4999.",
            ),
            "Kære Anders Bo Jensen … Kopi til din søn Anders Bo Jensen, 010130-4999.",
            id="a letter to the father",
        ),
        pytest.param(
            ("Anders Bo Jensen, 230527-4991, og Anders Bo Jensen, 010130-4999, forveksles.\n\nAnders har klaget.",),
            "Anders Bo Jensen, 230527-4991, og Anders Bo Jensen, 010130-4999, forveksles. Anders har klaget.",
            id="what may be of either follows what was said before",
        ),
    ],
)
def test_somebody_elses_papers_are_not_the_subjects_for_their_name(texts: tuple[str, ...], left: str) -> None:
    located = [Located((), Passage("brødtekst", text)) for text in texts]
    made, _ = narrowed(located, [()] * len(texts), PLANNER, PLANNER.known(texts))
    told = [each.value.text for each in made if isinstance(each.value, Passage)][-1]
    assert " ".join(told.replace(LEFT_OUT, "…").split()) == left


def test_a_title_of_the_other_sex_is_a_relatives() -> None:
    assert kept("Hr. Jensen er bager. Fru Jensen er syg. Anders Bo Jensen sover.") == (
        "Hr. Jensen er bager. … Anders Bo Jensen sover."
    )


def test_the_sender_of_a_mail_is_told_by_its_head() -> None:
    head, body = (
        "From: Anders Bo Jensen <abj@example.dk>\nTo: post@example.dk",
        "Jeg fik ikke Laura Tvede i går.\n\nAnders",
    )
    located = [Located((), Passage("brevhoved", head)), Located((), Passage("brødtekst", body))]
    made, _ = narrowed(located, [(), ()], PLANNER, PLANNER.known([head, body]))
    assert [each.value.text for each in made if isinstance(each.value, Passage)] == [head, body]


@pytest.mark.parametrize(
    "text", ["Faſteren er syg.", "Mın mor", "Din\nmor og Hendes\n", "Kære \n: x", "[08.14] Bo: \n"]
)
def test_odd_letters_are_read(text: str) -> None:
    assert kept(f"{text} Anders Bo Jensen. {text} Laura Tvede.\n{text}")


def test_a_name_or_a_number_tells_a_man_from_a_woman() -> None:
    assert [of_name(name) for name in ("Jørgen Holm", "Birgitte", "Kim", "Xqz", "")] == [
        Sex.MAN, Sex.WOMAN, Sex.MAN, None, None,
    ]  # fmt: skip
    assert [of_number(cpr) for cpr in ("010130-4999", "0101304990", "")] == [Sex.MAN, Sex.WOMAN, None]
