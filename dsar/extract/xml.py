"""XML: elements that repeat are records, a passage each; the rest is ``path: text`` lines.

A first pass finds the shape (which element repeats, and whether the file is
well formed at all), a second one reads record by record. Nothing outside the file
is ever loaded, and the parser's own limits on entities, depth and text stand.
What is not well formed is read like a web page, which forgives everything, and has a gap.

Source: XML 1.0, fifth edition, section 4.4 (entities); libxml2's limits without XML_PARSE_HUGE.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from lxml import etree

from dsar.extract.decode import decoded
from dsar.extract.extractor import Extractor, Limits
from dsar.extract.html import page_passages
from dsar.extract.text import blocks
from dsar.model import Gap, GapCode, Passage
from dsar.words import PLACES

_IN_MEMORY = 16 * 1024 * 1024
_CHUNK = 1 << 18
_BREAKS = frozenset({"br", "lb", "line-break"})  # in HTML, TEI, OpenDocument

Path = tuple[str, ...]
"""The tags from the root down to an element."""


class XmlExtractor:
    """Yields records, then what stands beside them."""

    def match(self, media_type: str, name: str) -> int:
        """XML that is nothing more special."""
        del name
        return 2 if media_type == "application/xml" else 0

    def read(self, source: BinaryIO, limits: Limits) -> Iterator[Passage | Gap]:
        """Yield the content; see the module."""
        del limits
        try:
            records = _records(source, None)
        except etree.XMLSyntaxError:
            yield from _second_try(source)
        else:
            yield from _elements(source, records, None)


def _second_try(source: BinaryIO) -> Iterator[Passage | Gap]:
    """In case only the declared encoding is wrong, read it in the true one; else without the rules of XML."""
    with cast("BinaryIO", SpooledTemporaryFile(max_size=_IN_MEMORY)) as copy:
        source.seek(0)
        for piece in decoded(source):
            copy.write(piece.encode("utf-8", "replace"))
        try:
            records = _records(copy, "utf-8")
        except etree.XMLSyntaxError:
            source.seek(0)
            yield from page_passages(decoded(source), inline=frozenset())
            yield Gap("", GapCode.DAMAGED, "it is no well-formed XML; it is read as text without its tags.")
        else:
            yield from _elements(copy, records, "utf-8")


@dataclass(slots=True)
class _Shape:
    """What was seen of the elements at one path: the most siblings at once, and whether they hold more than text."""

    most: int = 0
    structured: bool = False
    below: dict[str, _Shape] = field(default_factory=dict)


class _Shapes:
    """What lxml calls with the events of the first pass."""

    def __init__(self) -> None:
        self.top = _Shape()
        self._open: list[tuple[_Shape, dict[str, int]]] = [(self.top, {})]

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        around, siblings = self._open[-1]
        around.structured = True
        shape = around.below.get(tag)
        if shape is None:
            shape = around.below[tag] = _Shape()
        if attributes:
            shape.structured = True
        siblings[tag] = number = siblings.get(tag, 0) + 1
        if number > shape.most:
            shape.most = number
        self._open.append((shape, {}))

    def end(self, tag: str) -> None:
        """An element ends."""
        del tag
        self._open.pop()

    def close(self) -> None:
        """The file ends."""


def _records(source: BinaryIO, encoding: str | None) -> frozenset[Path]:
    """The paths of the records: the highest elements that repeat and have structure, all below one parent.

    Raises:
        XMLSyntaxError: the file is not well formed, or beyond the parser's limits.
    """
    source.seek(0)
    shapes = _Shapes()
    parser = etree.XMLParser(target=shapes, encoding=encoding, resolve_entities="internal", no_network=True)  # type: ignore[arg-type] # str, never bytes
    while chunk := source.read(_CHUNK):
        parser.feed(chunk)
    parser.close()
    level: list[tuple[Path, _Shape]] = [((), shapes.top)]
    while level:
        for path, parent in level:
            records = [tag for tag, shape in parent.below.items() if shape.most > 1 and shape.structured]
            if records:
                return frozenset((*path, tag) for tag in records)
        level = [((*path, tag), shape) for path, parent in level for tag, shape in parent.below.items()]
    return frozenset()


def _elements(source: BinaryIO, records: frozenset[Path], encoding: str | None) -> Iterator[Passage]:
    source.seek(0)
    events = etree.iterparse(
        source,
        ("end",),
        tag=sorted({path[-1] for path in records}) or None,
        encoding=encoding,
        resolve_entities="internal",
        no_network=True,
        huge_tree=True,  # the first pass kept the limits on entities and depth; long texts are fine
    )
    number = 0
    for _, element in events:
        if _path(element) in records:
            number += 1
            yield Passage(PLACES["record"].format(number), "\n".join(_lines(element)))
            _forget(element)
    yield from (Passage(PLACES["fields"], block) for block in blocks(_lines(events.root)))


def _path(element: etree._Element) -> Path:
    above = [str(parent.tag) for parent in element.iterancestors()]
    return (*reversed(above), str(element.tag))


def _forget(element: etree._Element) -> None:
    """Free a record that was read, and the empty shell of the one before it."""
    tail = element.tail
    element.clear()
    element.tail = tail
    before, parent = element.getprevious(), element.getparent()
    if before is not None and parent is not None and before.tag == element.tag and not (before.tail or "").strip():
        parent.remove(before)


def _lines(element: etree._Element, path: str = "") -> list[str]:
    """A line for each attribute and text below an element; text with tags in it is one text."""
    lines = _attributes(element, path)
    if not len(element):
        if element.text and not element.text.isspace():
            lines.append(_line(path, element.text))
        return lines
    if _is_mixed(element):
        lines += (line for child in element.iterdescendants("*") for line in _attributes(child, path))
        lines.append(_line(path, "".join(_pieces(element))))
        inner = element.iterdescendants(etree.Comment)
    else:
        for child in element.iterchildren("*"):
            lines += _lines(child, _joined(path, str(child.tag)))
        inner = element.iterchildren(etree.Comment)
    lines += (_line(PLACES["comment"], comment.text or "") for comment in inner)
    return lines


def _is_mixed(element: etree._Element) -> bool:
    if element.text and not element.text.isspace():
        return True
    return any(child.tail and not child.tail.isspace() for child in element)


def _pieces(element: etree._Element) -> Iterator[str]:
    """The texts in and between an element's tags; a tag that stands for a line break is one."""
    for event, one in etree.iterwalk(element, ("start", "end", "comment", "pi")):
        if event == "start":
            yield "\n" if _joined("", str(one.tag)).lower() in _BREAKS else ""
            yield one.text or ""
        elif one is not element:
            yield one.tail or ""


def _attributes(element: etree._Element, path: str) -> list[str]:
    if not element.attrib:
        return []
    return [f"{_joined(path, str(key))}: {value!s}" for key, value in element.attrib.items()]


def _line(path: str, text: str) -> str:
    """The text with its line breaks: they often part people. What is around them is layout."""
    words = "\n".join(line for one in text.splitlines() if (line := " ".join(one.split())))
    return f"{path}: {words}" if path else words


def _joined(path: str, tag: str) -> str:
    name = tag.rpartition("}")[2]
    return f"{path}.{name}" if path else name


_checked: type[Extractor] = XmlExtractor
