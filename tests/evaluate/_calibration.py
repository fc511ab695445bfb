"""Whether a probability means what it says: Brier score, expected calibration error, a table and a picture."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

EDGES = (0.0, 0.001, 0.01, 0.05, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 0.99, 0.999, 1.0)
"""Bins, narrow where the levels' limits are (0.05, 0.80, 0.99)."""
SIZE, MARGIN = 360, 46

Judged = tuple[float, bool]
"""A probability, and whether it was so."""


@dataclass(frozen=True, slots=True)
class Bin:
    """What was said, and what came true, of the answers from ``low`` up to ``high``."""

    low: float
    high: float
    count: int
    said: float
    true: float


def bins(judged: Sequence[Judged]) -> list[Bin]:
    """The answers by what they said; empty bins are left out."""
    found = []
    for low, high in pairwise(EDGES):
        inside = [(p, right) for p, right in judged if low <= p < high or (high == 1.0 and p == 1.0)]
        if inside:
            count = len(inside)
            found.append(Bin(low, high, count, sum(p for p, _ in inside) / count, sum(r for _, r in inside) / count))
    return found


def brier(judged: Sequence[Judged]) -> float:
    """The mean squared error; 0 is best."""
    return math.fsum((p - right) ** 2 for p, right in judged) / max(1, len(judged))


def calibration_error(judged: Sequence[Judged]) -> float:
    """How far what was said is from what came true, on average over the answers; 0 is best."""
    return math.fsum(b.count * abs(b.said - b.true) for b in bins(judged)) / max(1, len(judged))


def table(judged: Sequence[Judged]) -> Iterator[str]:
    """A line a bin."""
    yield f"{'probability':>15} {'hits':>6} {'said':>7} {'true':>7}"
    for b in bins(judged):
        yield f"{b.low:7.3f}–{b.high:<7.3f} {b.count:6} {b.said:7.4f} {b.true:7.4f}"
    yield f"Brier {brier(judged):.4f}, expected calibration error {calibration_error(judged):.4f}, {len(judged)} hits"


def picture(judged: Sequence[Judged], title: str) -> str:
    """An SVG: what was said across, what came true up, a dot a bin, its area by the number of hits."""
    dots = "".join(
        f'<circle cx="{_x(b.said):.1f}" cy="{_y(b.true):.1f}" r="{2 + math.log10(b.count) * 2.2:.1f}" '
        f'fill="#0059b3" fill-opacity="0.7"><title>{b.count} hits</title></circle>'
        for b in bins(judged)
    )
    side = SIZE + 2 * MARGIN
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{side}" height="{side}" viewBox="0 0 {side} {side}" '
        f'font-family="sans-serif" font-size="12"><rect width="{side}" height="{side}" fill="white"/>'
        f'<text x="{MARGIN}" y="24" font-size="14">{title}</text>{"".join(_grid((0, 0.2, 0.4, 0.6, 0.8, 1)))}'
        f'<line x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}" stroke="#999" stroke-dasharray="4"/>{dots}'
        f'<text x="{_x(0.5)}" y="{side - 8}" text-anchor="middle">said</text>'
        f'<text x="12" y="{_y(0.5)}" transform="rotate(-90 12 {_y(0.5)})" text-anchor="middle">came true</text></svg>\n'
    )


def _grid(at: Iterable[float]) -> Iterator[str]:
    for share in at:
        for x1, y1, x2, y2 in ((share, 0, share, 1), (0, share, 1, share)):
            yield f'<line x1="{_x(x1)}" y1="{_y(y1)}" x2="{_x(x2)}" y2="{_y(y2)}" stroke="#ddd"/>'
        yield f'<text x="{_x(share)}" y="{_y(0) + 16}" text-anchor="middle">{share:g}</text>'
        yield f'<text x="{_x(0) - 6}" y="{_y(share) + 4}" text-anchor="end">{share:g}</text>'


def _x(share: float) -> float:
    return MARGIN + SIZE * share


def _y(share: float) -> float:
    return MARGIN + SIZE * (1 - share)
