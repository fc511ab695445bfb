"""What is set can be shown, and says what was written and nothing else."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import typst

from dsar.typeset import UNSEEN, printable

SHOWABLE = [chr(c) for c in range(0x20, 0x10000) if not 0xD800 <= c < 0xE000 and not UNSEEN.match(chr(c))]


def test_every_character_that_is_let_through_can_be_set(tmp_path: Path) -> None:
    source = tmp_path / "x.typ"
    source.write_text(
        '#set document(title: "x")\n#set text(font: ("Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono"))\n'
        "#for c in json(bytes(sys.inputs.data)) [#par[#c]]\n"
    )
    pdf = typst.compile(
        source,
        format="pdf",
        sys_inputs={"data": json.dumps(SHOWABLE)},
        pdf_standards="ua-1",
        ignore_system_fonts=True,
    )
    assert pdf


def test_danish_and_much_else_is_let_through() -> None:
    assert set("æøåÆØÅéüß€–“”…½§°ŁőЖΩ") <= set(SHOWABLE)


def test_what_no_font_shows_is_a_box_wherever_it_stands() -> None:
    assert printable({"a": ["Hej 👋", ("x\ty", 3, None, True)]}) == {"a": ["Hej □", ["x y", 3, None, True]]}


def test_a_moment_is_its_day_in_denmark() -> None:
    late = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
    assert printable([late, date(2026, 11, 21)]) == ["2026-11-22", "2026-11-21"]
