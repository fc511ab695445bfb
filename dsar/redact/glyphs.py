"""Where each letter of a page stands: what every reader of pages gives, and the areas that removals cover."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from dsar.model import Span

_MARGIN = 0.8
"""Points around removed letters: more than any overhang of a slanted or kerned letter that its box leaves out."""
_CLOSE = 0.4
"""Points that an area reaches at least, over the edge of the letter beside it; a dot or comma is 3 wide."""
_FURTHEST = 8.0
"""Points that an area may reach into the white beside the removed letters, so that its width tells less."""


@dataclass(frozen=True, slots=True)
class Box:
    """An area of the page as it is shown, in points from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Its width; never negative."""
        return max(0.0, self.right - self.left)

    @property
    def height(self) -> float:
        """Its height; never negative."""
        return max(0.0, self.bottom - self.top)

    @property
    def area(self) -> float:
        """Its area in square points."""
        return self.width * self.height

    def around(self, other: Box) -> Box:
        """The smallest area that holds both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def meets(self, other: Box) -> bool:
        """Whether the two share anything."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def shared(self, other: Box) -> float:
        """The area that both cover."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(0.0, width) * max(0.0, height)


@dataclass(frozen=True, slots=True)
class Reading:
    """A page's text by one reader, and for each of its characters where it stands (None: a space, or a line's end).

    ``sure`` is how sure the reader is of it, from 0 to 1: less than 1 only where text was recognised in a picture.
    """

    text: str = field(repr=False)
    boxes: tuple[Box | None, ...] = field(repr=False)
    sure: float = 1.0

    def areas(self, span: Span) -> Iterator[Box]:
        """What must be covered so that nothing of a span can be seen: whole letters, with a margin, a line an area."""
        for run in self._runs(span):
            margin = _MARGIN + 0.06 * min(run.box.height, run.box.width)
            before, after = (max(_CLOSE, self._white(run, step, margin)) for step in (-1, 1))
            box, upright = run.box, run.along == "y"
            across = Box(margin, before, margin, after) if upright else Box(before, margin, after, margin)
            yield Box(
                box.left - across.left, box.top - across.top, box.right + across.right, box.bottom + across.bottom
            )

    def _runs(self, span: Span) -> list[_Run]:
        """The span's letters, those that follow each other on a line taken together."""
        runs: list[_Run] = []
        for at in range(span.start, span.end):
            box = self.boxes[at]
            if box is None:
                continue
            along = _along(runs[-1].box, box) if runs else ""
            if along and runs[-1].along in {"", along}:
                runs[-1] = _Run(runs[-1].first, at, runs[-1].box.around(box), along)
            else:
                runs.append(_Run(at, at, box, ""))
        return runs

    def _white(self, run: _Run, step: int, margin: float) -> float:
        """How far the area reaches before or after a run: far into white, but not over the next letter."""
        at = run.first - 1 if step < 0 else run.last + 1
        while 0 <= at < len(self.boxes) and self.boxes[at] is None and self.text[at] != "\n":
            at += step
        other = self.boxes[at] if 0 <= at < len(self.boxes) else None
        along = _along(run.box, other) if other else ""
        if other is None or not along:
            return _FURTHEST if run.along == "x" else margin
        if along == "y":
            gap = max(run.box.top - other.bottom, other.top - run.box.bottom)
        else:
            gap = max(run.box.left - other.right, other.left - run.box.right)
        return min(_FURTHEST, 0.8 * gap) if run.along in {"", along} else margin


@dataclass(frozen=True, slots=True)
class _Run:
    """Letters from the first to the last, the area of all, and the way they run: across, down, or unknown."""

    first: int
    last: int
    box: Box
    along: str


def _along(one: Box, other: Box) -> str:
    """``x`` where two letters or words stand in one line, ``y`` in one column of turned text, else nothing."""
    across = min(one.bottom, other.bottom) - max(one.top, other.top)
    down = min(one.right, other.right) - max(one.left, other.left)
    if across > 0 and across >= 0.5 * min(one.height, other.height) and -down < 4 * min(one.height, other.height):
        return "x"
    if down > 0 and down >= 0.5 * min(one.width, other.width) and -across < 2 * min(one.width, other.width):
        return "y"
    return ""


def lines_of(reading: Reading) -> Iterator[tuple[Span, Box]]:
    """The lines of a reading that hold anything, with the area of each."""
    start = 0
    for line in reading.text.split("\n"):
        span = Span(start, start + len(line))
        start += len(line) + 1
        box = bounds(reading.boxes[span.start : span.end])
        if box is not None and line.strip():
            yield span, box


def bounds(boxes: Iterable[Box | None]) -> Box | None:
    """The smallest area that holds all, or None where there is nothing."""
    whole: Box | None = None
    for box in boxes:
        if box is not None:
            whole = box if whole is None else whole.around(box)
    return whole


def covered(box: Box, areas: Sequence[Box]) -> float:
    """What share of a box the areas cover, at most 1; overlaps among them are not told apart."""
    return min(1.0, sum(box.shared(area) for area in areas if box.meets(area)) / box.area) if box.area else 0.0
