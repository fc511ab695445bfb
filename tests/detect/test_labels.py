"""Whether a text has a label of a kind at all is told without looking at each number, and never wrongly denied."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsar.detect.labels_phrases import LONGEST, Phrases, Squeezed

PHRASES = Phrases()
PIECES = [
    "sag", "sags", "j", "nr", "akt", "id", "dok", "ument", "brev", "esdh", "konto", "kto", "reg", "løn", "bank", "pas",
    "kørekort", "faktura", "kontakt", "op", "en", "erne", "nummer", ".", "-", "_", "/", " ", ":", "7", "é", "ö",
]  # fmt: skip


@given(text=st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
@pytest.mark.parametrize("kind", ["case", "account", "passport", "licence"])
def test_what_a_heading_says_is_mentioned_in_it(kind: str, text: str) -> None:
    if PHRASES.heading(text[:LONGEST]) == kind:
        assert PHRASES.mentioned(kind, Squeezed(text[:LONGEST]))


@pytest.mark.parametrize("text", ["Sagsnr. 12", "se.akt 12", "J.nr. 12", "Dok-id 12", "7akt nr. 12", "AKTNR 12"])
def test_a_label_of_cases_is_mentioned(text: str) -> None:
    assert PHRASES.mentioned("case", Squeezed(text))


@pytest.mark.parametrize("text", ["Faktura 12", "kontakt 12", "opsagt 12"])
def test_a_part_within_another_word_is_no_label_of_cases(text: str) -> None:
    assert not PHRASES.mentioned("case", Squeezed(text))
