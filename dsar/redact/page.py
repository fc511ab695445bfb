"""One page of a copy: its removed areas found by every reader, filled, and looked at again until nobody else is seen.

The text of the copy follows its picture: a letter of which half is covered is gone from
the text too. What a round of looking brings to light is covered, and the page looked at
again; a page that is not clean after some rounds is withheld whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import cached_property

from dsar.model import Kind, Span
from dsar.redact import words as danish
from dsar.redact.belongs import Known
from dsar.redact.disguised import misread_mails
from dsar.redact.fold import Search, fold, folded_words
from dsar.redact.glyphs import Box, Reading, bounds, covered
from dsar.redact.ocr import Recogniser
from dsar.redact.page_copy import Line, PageCopy, Withheld
from dsar.redact.picture import Packed, filled, ink_of, pack
from dsar.redact.plan import Planner
from dsar.redact.proof import written_leaks
from dsar.redact.removal import HIDDEN, Reason, Removal, counted, disjoint
from dsar.redact.sheets import Drawn

ROUNDS = 5
_WHITE = 255
_GONE = 0.4
"""Share of a letter that, when covered, takes the letter out of the text."""
_SEEN = 0.8
_LITTLE_INK = 0.0002
_UNREAD_INK = 0.6
_SURE = 0.6
"""Recognition of clean print is above 0.9; of handwriting it is below 0.5, and mostly nothing is recognised."""
_ALIKE = 0.6
"""From this likeness on, recognised text is a reading of the exact text that stands there."""


NOT_CLEAN = "others could still be seen on it after all rounds of removal"
UNREAD = "what is written on it cannot be read surely (handwriting, a photograph, or a poor scan)"
NO_OCR = "it holds pictures, and no text recognition (OCR) is installed that could check them"


def copy_page(
    drawn: Drawn, planner: Planner, known: Known, *, place: str, recogniser: Recogniser | None
) -> PageCopy | Withheld:
    """The page without what concerns others, or the reason why it cannot be shown."""
    if recogniser is None and (drawn.pictured or not drawn.exact):
        return Withheld(drawn.width, drawn.height, NO_OCR)
    if not drawn.exact and not _is_read(drawn):
        return Withheld(drawn.width, drawn.height, UNREAD)
    sheet = _Sheet(drawn, planner, known, place)
    sheet.cover_all_readings()
    for _ in range(ROUNDS):
        packed = pack(filled(drawn.picture, sheet.areas, drawn.dpi))
        copy = PageCopy(drawn.width, drawn.height, packed, tuple(sheet.lines()), counted(sheet.removals))
        found = sheet.cover_what_is_written(copy)
        if not (found or (recogniser and sheet.cover_what_is_seen(packed, recogniser))):
            return copy
    return Withheld(drawn.width, drawn.height, NOT_CLEAN)


def _is_read(drawn: Drawn) -> bool:
    """Whether most of what stands on a picture was recognised as words, and surely; a blank page is read."""
    words = {box for box in drawn.readings[0].boxes if box}
    grey = drawn.picture.convert("L")
    ink = ink_of(grey)
    if ink < _LITTLE_INK * grey.width * grey.height and not words:
        return True
    rest = ink_of(filled(grey, words, drawn.dpi, colour=_WHITE))
    return drawn.readings[0].sure >= _SURE and rest <= _UNREAD_INK * ink


class _Sheet:
    """A page at work: which letters of its text are gone, and which areas are covered."""

    def __init__(self, drawn: Drawn, planner: Planner, known: Known, place: str) -> None:
        self._drawn, self._planner, self._known, self._place = drawn, planner, known, place
        self._text = drawn.readings[0]
        self._gone: list[Kind | None] = [None] * len(self._text.text)
        self.areas: list[Box] = []
        self.removals: list[Removal] = []

    def cover_all_readings(self) -> None:
        """Cover what the plan removes of each reading; later readers count only for what the first did not see."""
        first, *others = self._drawn.readings
        for removal in self._plan(first.text) if self._drawn.exact else self._plan_recognised(first.text):
            self._gone[removal.span.start : removal.span.end] = [removal.kind] * len(removal.span)
            self._cover([*first.areas(removal.span)], removal)
        for reading in others:
            for removal in self._plan(reading.text):
                boxes = [box for box in reading.boxes[removal.span.start : removal.span.end] if box]
                if any(covered(box, self.areas) < _SEEN for box in boxes) and not self._explained(
                    reading, removal.span
                ):
                    self._cover([*reading.areas(removal.span)], removal)

    def _cover_what_is_read(self) -> None:
        """Read what is left of the page's text again, and cover what is found."""
        left, origins = self._left()
        for removal in self._plan(left):
            self._remove(origins[removal.span.start : removal.span.end], removal)

    def cover_what_is_written(self, copy: PageCopy) -> bool:
        """Write the page, and read it with two readers; cover what they find, and say whether they found anything."""
        found = list(written_leaks(copy, self._planner, self._known))
        if found:
            self._cover_what_is_read()
        left, origins = self._left()
        folded = fold(left)
        for leak in found:
            for span, _ in Search((folded_words(leak.text),), ()).find(folded):
                removal = Removal(span, leak.kind, self._planner.options.ground, Reason.FOUND, self._place)
                self._remove(origins[span.start : span.end], removal)
        return bool(found)

    def cover_what_is_seen(self, packed: Packed, recogniser: Recogniser) -> bool:
        """Read the copy's picture, without the covered areas; cover what is found, and say whether anything was."""
        picture = filled(packed.unpacked(), self.areas, self._drawn.dpi, colour=_WHITE)
        reading = recogniser.read(picture, self._drawn.dpi)
        planned = self._plan_recognised(reading.text)
        found = [removal for removal in planned if not self._explained(reading, removal.span)]
        for removal in found:
            seen = Removal(removal.span, removal.kind, removal.ground, Reason.PICTURED, self._place)
            self._cover([*reading.areas(removal.span)], seen)
        return bool(found)

    def lines(self) -> Iterator[Line]:
        """The text that is left, with a marker for each removed stretch."""
        text, boxes = list[str](), list[Box | None]()
        before: Kind | None = None
        for letter, box, kind in zip(self._text.text, self._text.boxes, self._gone, strict=True):
            if kind is not None:
                if before is None:
                    text.append(danish.removed(kind))
                boxes.append(box)
            elif letter == "\n":
                yield from _line(text, boxes)
                text, boxes = [], []
            else:
                text.append(letter)
                boxes.append(box)
            before = kind
        yield from _line(text, boxes)

    def _plan(self, text: str) -> tuple[Removal, ...]:
        return tuple(
            removal
            for removal in self._planner.removals(text, self._known, place=self._place)
            if removal.span.of(text).strip(f"{HIDDEN} \n")
        )

    def _plan_recognised(self, text: str) -> tuple[Removal, ...]:
        """The same of a text that was recognised: the sign of a mail address is often misread."""
        options, own = self._planner.options, self._planner.own
        mails = (
            Removal(span, Kind.EMAIL, options.ground, Reason.FOUND, self._place) for span in misread_mails(text, own)
        )
        return disjoint([*self._plan(text), *mails])

    def _cover(self, areas: Sequence[Box], removal: Removal) -> None:
        self.areas += areas
        self.removals.append(removal)
        whole = bounds(areas)
        for at, box in enumerate(self._text.boxes):
            if box and whole and box.meets(whole) and self._gone[at] is None and covered(box, areas) >= _GONE:
                self._gone[at] = removal.kind

    def _remove(self, origins: Iterable[int], removal: Removal) -> None:
        at = [origin for origin in origins if origin >= 0]
        for origin in at:
            self._gone[origin] = removal.kind
        self._cover([area for origin in at for area in self._text.areas(Span(origin, origin + 1))], removal)

    def _left(self) -> tuple[str, list[int]]:
        """The text with one sign for each removed stretch, and where each of its letters stands in the page's text."""
        letters, origins = list[str](), list[int]()
        for at, letter in enumerate(self._text.text):
            if self._gone[at] is None:
                letters.append(letter)
                origins.append(at)
            elif not letters or letters[-1] != HIDDEN:
                letters.append(HIDDEN)
                origins.append(-1)
        return "".join(letters), origins

    def _explained(self, reading: Reading, span: Span) -> bool:
        """Whether recognised text is but a bad reading of exact text in the same place, which was judged by itself.

        Of a page that is a picture, only what was kept on purpose (the subject's name) explains another reading.
        """
        place = bounds(reading.boxes[span.start : span.end])
        if place is None:
            return True
        under = [at for at in range(len(self._text.text)) if self._gone[at] is None and self._lies_in(at, place)]
        if not self._drawn.exact:
            under = [at for at in under if any(one.start <= at < one.end for one in self._kept)]
        exact = fold("".join(self._text.text[at] for at in under)).text
        seen = "".join(fold(span.of(reading.text)).text.split())
        return SequenceMatcher(None, exact, seen, autojunk=False).ratio() >= _ALIKE

    @cached_property
    def _kept(self) -> tuple[Span, ...]:
        return self._planner.kept(self._text.text, self._known, place=self._place)

    def _lies_in(self, at: int, place: Box) -> bool:
        box = self._text.boxes[at]
        return box is not None and covered(box, [place]) >= 0.5


def _line(text: Iterable[str], boxes: Iterable[Box | None]) -> Iterator[Line]:
    written, box = " ".join("".join(text).split()), bounds(boxes)
    if written:
        yield Line(written, box or Box(0, 0, 1, 1))
