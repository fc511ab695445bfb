"""Labelled passages: templates filled with invented data, and where each identifier stands in them.

Three parts with templates and seeds of their own: train (weights are fitted on it), dev
(rules are chosen on it), test (only measured on). The clock stands in 2040 for the fit,
so that numbers that nobody has can be "past" ones that pass modulus 11.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from dsar.model import Finding, Kind, Span
from tests.evaluate._fields import FIELDS, Piece

TEMPLATES = Path(__file__).parent / "identifiers_templates"
SEEDS = {"train": 1, "dev": 2, "test": 3}
_FIELD = re.compile(r"\{(\w+)(?::(\w+))?\}")


@dataclass(frozen=True, slots=True)
class Gold:
    """What must be found: kind, span, key, and how it is written."""

    kind: Kind
    span: Span
    key: str
    form: str


@dataclass(frozen=True, slots=True)
class Labelled:
    """A passage and all that is in it."""

    text: str
    gold: tuple[Gold, ...]

    def excuses(self, finding: Finding) -> bool:
        """Whether it is right, and not in the gold.

        That is the date of birth in the first of a CPR number's two cells, and a case filed under a CPR number.
        """
        if finding.kind is Kind.CASE_NUMBER:
            if any(e.rule == "case_number.of" for e in finding.evidence):
                return False  # "sagen på 0101901234" says whose case it is, not its number
            return any(g.kind is Kind.CPR and g.span == finding.span for g in self.gold)
        return finding.kind is Kind.BIRTH_DATE and any(
            g.form == "cells" and g.kind is Kind.CPR and g.span.overlaps(finding.span) for g in self.gold
        )


def passages(part: str, *, count: int, today: date, seed: int = 0) -> Iterator[Labelled]:
    """``count`` passages of a part, each of one to eight templates; a third are tables."""
    rng = Random(f"{SEEDS[part]}-{seed}")
    lines = [
        line.replace("\\n", "\n")
        for line in (TEMPLATES / f"{part}.txt").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    tables = [line[2:] for line in lines if line.startswith("@ ")]
    prose = [line for line in lines if not line.startswith("@ ")]
    for _ in range(count):
        if rng.random() < 0.2:
            yield table(rng.choice(tables), rng, today)
            continue
        chosen = rng.sample(prose, rng.randint(1, 8))
        joint = rng.choice([" ", "\n", "\n", "\n\n"])
        yield filled(("\n" if ":cells}" in "".join(chosen) else joint).join(chosen), rng, today)


def filled(template: str, rng: Random, today: date) -> Labelled:
    """A template with its fields filled in."""
    text, gold, done = "", [], 0
    for match in _FIELD.finditer(template):
        text += template[done : match.start()]
        done = match.end()
        piece: Piece = FIELDS[match[1]](rng, today, match[2] or "")
        if piece.kind is not None:
            start = len(text) + piece.skip
            gold.append(Gold(piece.kind, Span(start, start + len(piece.marked)), piece.key, piece.form))
        text += piece.text
    return Labelled(text + template[done:], tuple(gold))


def table(columns: str, rng: Random, today: date) -> Labelled:
    """A table in one of the layouts that extraction or plain files give."""
    headers, fields = zip(*(column.split("=", 1) for column in columns.split("; ")), strict=True)
    rows = rng.randint(1, 25)
    layout = rng.choice(["lines", "lines", "semicolon", "tab", "pipe", "aligned", "bare"])
    if layout == "lines":
        return filled("\n".join(f"{h}: {f}" for h, f in zip(headers, fields, strict=True)), rng, today)
    if layout == "aligned":
        return _aligned(headers, fields, rows, rng, today)
    if layout == "bare":
        fields = tuple(_told_by_header(field) for field in fields)
    joint = {"semicolon": ";", "tab": "\t", "pipe": " | ", "bare": "\t"}[layout]
    head = [] if layout == "bare" else [joint.join(headers)]
    return filled("\n".join([*head, *[joint.join(fields)] * rows]), rng, today)


def _told_by_header(field: str) -> str:
    """A field for a table without headers: what only its header would tell becomes something else."""
    return field.replace(":short", ":bare").replace("{birth}", "{date}").replace("{case}", "{case:kle}")


def _aligned(headers: tuple[str, ...], fields: tuple[str, ...], rows: int, rng: Random, today: date) -> Labelled:
    width = 34
    text = "".join(header.ljust(width) for header in headers).rstrip() + "\n"
    gold: list[Gold] = []
    for _ in range(rows):
        for field in fields:
            cell = filled(field, rng, today)
            gold += [
                Gold(g.kind, Span(g.span.start + len(text), g.span.end + len(text)), g.key, g.form) for g in cell.gold
            ]
            text += cell.text.ljust(width)
        text += "\n"
    return Labelled(text, tuple(gold))
