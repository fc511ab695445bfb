"""Who acts in office by what a text says, and who only seems to."""

from __future__ import annotations

import pytest

from tests.redact.test_plan import redacted

WHO = "Anders Bo Jensen"


@pytest.mark.parametrize(
    "text",
    [
        f"{WHO} har søgt om bevilling. Der gives afslag.\n\nPå nævnets vegne\nCharlotte Winther Svanevig\n",
        f"{WHO} har klaget.\n\nPå kommunalbestyrelsens vegne\nRigmor Holm\n",
        f"{WHO} vil have nyt pas.\n\nLegitimation: kendt af Magnus Rasmussen. Gebyr betalt.",
        f"{WHO} skylder varme. Vi tilbyder 7 rater.\n\nClaus Stejlbjerg, sag 2024-1177\n",
        f"{WHO} deltog. Ny aftale 22-09-2026 kl. 10:30.\n\nLine Klitgaard, sag 2024-1177\n",
        f"Påbud om separatkloakering til {WHO}.\nVores medarbejder Jytte Madsen konstaterede, at der løber vand.",
        f"{WHO} er ringet op i dag. Iben Overgaard Hansen følger op senest 29-05-2026.",
        f"Hjemmet ({WHO}) har givet samtykke til PPR.\n\nRasmus Stejlbjerg, 28. marts 2026\n",
        f"{WHO} har fået vurdering. Anbefaling: 8 ugentlige støttetimer.\nDennis Fogh Stejlbjerg, skoleleder",
        f"Kære {WHO}\n\nTak for din henvendelse af 30. juni.\n\nMed venlig hilsen\nStorm Sørensen, tandplejer\n",
        f"Voksenudredning efter serviceloven. {WHO} har brug for støtte.\nKirsten Holm, jobkonsulent",
        f"Borger {WHO}. Trykspor på hæl, sygeplejerske Thomas Jensen kontaktet.",
        f"Kære {WHO}\n\nVi har truffet afgørelse. Ring til Birthe Overby, økonomimedarbejder, på 87 53 12 34.",
        f"Kære {WHO}\n\nVi skriver til dig. Du kan ringe til Lars-Peter Hjort på 87 53 58 96.",
        f"Kære {WHO}\n\nVi har et nyt team til dig. Rådgiveren hedder Vera Holm, har telefon 87 53 97 77.",
        f"{WHO} har klaget. Svar fra Rigmor Holm, teamleder: Vi beklager.",
        f"{WHO} søger hjælp.\n\nSagsbehandler\nVera Holm, jobkonsulent\n",
        f"Kære {WHO}\n\nVi har truffet afgørelse.\n\nHilsen\nVera Holm, sagsbehandler\n\nVera holder ferie.",
    ],
)
def test_who_acts_in_office_by_the_text_stays(text: str) -> None:
    assert redacted(text) == text


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (f"{WHO} har klaget.\n\nPå bestyrelsens vegne\nRigmor Holm\n", "Rigmor"),
        (f"{WHO} er min nabo, og jeg vil klage.\n\nClaus Stejlbjerg, sag 2024-1177\n", "Claus"),
        (f"Jeg er {WHO}. Vi bor sammen, og du kan ringe til Birthe Overby på 87 53 12 34.", "Birthe"),
        (f"{WHO} siger: Ring til Birthe Overby på 87 53 12 34.", "Birthe"),
        (f"Kære {WHO}\n\nVi har truffet afgørelse. Vi har ringet til din nabo Birthe Overby på 87 53 12 34.", "Birthe"),
        (
            f"Kære {WHO}\n\nVi har truffet afgørelse.\n\nVera Holm, sagsbehandler\n\nVera Lund er syg. Vera sover.",
            "Vera sover",
        ),
        (f"{WHO} vil have nyt pas. Han er kendt af Magnus Rasmussen.", "Magnus"),
        (f"{WHO} er besøgt af Rigmor Holm 19.02.2025.", "Rigmor"),
        (f"{WHO} har talt med sin svoger, sygeplejerske Thomas Holm, i går.", "Thomas"),
        (f"Jeg er nabo til {WHO}. Anbefaling: ring først.\nDennis Fogh Stejlbjerg, skoleleder", "Dennis"),
        (f"{WHO} er ringet op. Mor Rigmor Holm følger op på lektierne.", "Rigmor"),
    ],
)
def test_who_only_seems_to_goes(text: str, name: str) -> None:
    assert name not in redacted(text)
