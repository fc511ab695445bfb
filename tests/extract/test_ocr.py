"""Text recognition within its limits: one engine a process, time lent page by page, and a child that outlives it."""

from __future__ import annotations

import tempfile
from dataclasses import replace

import pytest

from dsar.extract import ocr_picture, wire
from dsar.extract.extractor import Limits, Ocr
from dsar.extract.ocr import CLOCK, Clock, _engine, missing_data, obstacle, recognise
from dsar.extract.ocr_known import KNOWN
from dsar.extract.reading import Located
from dsar.extract.sandbox import Sandbox, _Patience
from dsar.model import GapCode, Passage
from tests.extract.pdf_files import pdf, scanned
from tests.extract.scans import LINES, saved, scan


def through(sandbox: Sandbox, data: bytes, name: str) -> list[Located]:
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.flush()
        return list(sandbox.read(file.fileno(), name))


def test_the_engine_is_loaded_once() -> None:
    CLOCK.start_item()
    recognise(scan(), 300, Ocr())
    loaded = _engine.cache_info().misses
    recognise(scan(["Noget andet"]), 300, Ocr())
    assert _engine.cache_info().misses == loaded


def test_the_child_reads_scan_after_scan_within_its_memory() -> None:
    sheet = saved(scan([*LINES * 12]), "PNG")
    with Sandbox(Limits()) as sandbox:
        first = through(sandbox, sheet, "a.png")
        child = sandbox._child
        second = through(sandbox, pdf(*[scanned] * 3), "b.pdf")
        assert sandbox._child is child
    assert [one.value.place for one in first if isinstance(one.value, Passage)] == ["billede"]
    places = [one.value.place for one in second if isinstance(one.value, Passage)]
    assert places[:3] == [f"side {n}, læst af billede" for n in (1, 2, 3)]


def test_a_picture_that_was_recognised_is_not_recognised_again(monkeypatch: pytest.MonkeyPatch) -> None:
    CLOCK.start_item()
    first, other = recognise(scan(["Logo"]), 300, Ocr()), recognise(scan(["Andet"]), 300, Ocr())
    monkeypatch.setattr("dsar.extract.ocr._engine", None)
    monkeypatch.setattr(CLOCK, "spent", 1e6)
    assert (first.text, other.text) == ("Logo", "Andet")
    assert recognise(scan(["Logo"]), 300, Ocr()) == first
    assert recognise(scan(["Andet"]), 300, Ocr()) == other


def test_what_was_not_recognised_for_lack_of_time_is_tried_again() -> None:
    KNOWN.forget()
    CLOCK.start_item()
    picture = scan(["Nok tid"])
    assert recognise(picture, 300, Ocr(page_s=0)).code is GapCode.TIMEOUT
    assert recognise(picture, 300, Ocr()).text == "Nok tid"


def test_pages_have_time_of_their_own_beside_the_items() -> None:
    patience = _Patience(item_s=10, more_s=100)
    patience.heard(wire.More(30))
    assert (patience.item_s, patience.page_s) == (11, 30)
    patience.waited(20)
    assert (patience.item_s, patience.page_s, patience.more_s) == (11, 10, 79)
    patience.heard(wire.Done(0))
    assert patience.left_s == 11


def test_a_child_cannot_ask_for_more_than_the_item_may_have() -> None:
    patience = _Patience(item_s=1, more_s=5)
    for _ in range(100):
        patience.heard(wire.More(1e6))
        patience.waited(1e-9)
    assert patience.left_s <= 6 + 1e-3


@pytest.mark.parametrize("seconds", ["-1", "nan", "inf", "x", "1e300"])
def test_a_senseless_wish_for_time_is_no_message(seconds: str) -> None:
    text = seconds.encode()
    with pytest.raises(ValueError):
        list(wire.unpack(wire.HEADER.pack(b"m", 0, 0, len(text)) + text))


def test_an_items_time_is_used_up_by_its_pages_and_begins_anew() -> None:
    clock, asked = Clock(), list[float]()
    ocr = Ocr(page_s=10, item_s=25)
    with clock.asking(asked.append):
        for _ in range(4):
            clock.spent += max(0.0, clock.grant(ocr))
        assert asked == [10, 10, 5]
        clock.start_item()
        assert clock.grant(ocr) == 10
    assert clock.grant(ocr) == 10
    assert len(asked) == 4


def test_what_hinders_is_said_with_what_to_do() -> None:
    assert obstacle(Ocr()) is None
    assert missing_data(Ocr()) == ""
    missing = obstacle(Ocr(languages="dan+xyz"))
    assert missing is not None
    assert missing[0] is GapCode.EMPTY_SCAN
    assert "tesseract-ocr-xyz" in missing[1]
    later = obstacle(Ocr(when="later"))
    assert later is not None
    assert "dsar index --ocr" in later[1]


def test_a_word_divided_at_the_end_of_a_line_is_joined() -> None:
    CLOCK.start_item()
    assert "kommunen" in recognise(scan(["Vi skriver til dig fra kom-", "munen om din sag"]), 300, Ocr()).text


def test_a_page_is_made_neither_too_large_nor_too_small_to_be_read() -> None:
    large = scan().resize((9000, 9000))
    drawn, dpi = ocr_picture.legible(large, 600)
    assert drawn.width * drawn.height <= ocr_picture.MOST_PIXELS * 1.01
    assert 300 < dpi < 600
    small, dpi = ocr_picture.legible(scan(dpi=100), 100)
    assert (dpi, small.width) == (300, 3 * scan(dpi=100).width)
    assert ocr_picture.legible(scan(), 300) == (scan(), 300)


def test_a_scale_that_makes_no_sheet_is_not_believed() -> None:
    _, dpi = ocr_picture.legible(scan().resize((2480, 3508)), 72)
    assert dpi == 300


def test_recognition_in_little_memory_ends_in_text_or_a_gap() -> None:
    limits = replace(Limits(), memory=256 * 1024 * 1024)
    with Sandbox(limits) as sandbox:
        found = through(sandbox, saved(scan([*LINES * 12]).resize((2480, 3508)), "PNG"), "a.png")
        again = through(sandbox, b"hej", "a.txt")
    assert found
    assert [one.value.text for one in again if isinstance(one.value, Passage)] == ["hej"]
