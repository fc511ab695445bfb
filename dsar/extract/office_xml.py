"""Reads the XML parts that all Office files share: as events, by relations, and the document's own properties."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal
from urllib.parse import unquote

from lxml import etree

from dsar.extract.office_zip import OfficeZip
from dsar.extract.properties import stated_by
from dsar.model import Passage
from dsar.words import PLACES, PROPERTIES

Event = tuple[Literal["start", "end"], etree._Element]  # noqa: SLF001 - lxml has no public name for it

_OPEN_DOCUMENT_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OPEN_DOCUMENT_SPACES = {"s": " ", "tab": "\t", "line-break": "\n"}
_OPEN_DOCUMENT_NAMES = {"initial-creator": "creator", "creator": "lastModifiedBy", "keyword": "keywords"}
_OPEN_DOCUMENT_NAMES |= {"creation-date": "created", "date": "modified"}
_TIME = re.compile("([0-9]{4}-[0-9]{2}-[0-9]{2})T[0-9:.]{5,20}[Z+0-9:-]{0,7}")
_GLANCE = 2048  # bytes
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_ROOT = re.compile(rb"<(?:[A-Za-z_][\w.-]{0,50}:)?([A-Za-z_][\w.-]{0,50})[\s>/]")
_XML_ENDINGS = (".xml", ".rels", ".vml")
# What a document says of itself that is about the program, not about people.
_DULL_PROPERTIES = re.compile(
    r"(?:revision|template|totaltime|pages|words|characters(?:withspaces)?|application|docsecurity|lines|"
    r"paragraphs|scalecrop|linksuptodate|shareddoc|hyperlinkschanged|appversion|lpstr|i4|version|lastprinted|slides|"
    r"hiddenslides|mmclips|notes|generator|editing-cycles|editing-duration|print-date|bool)"
)


def events(office_zip: OfficeZip, name: str) -> Iterator[Event]:
    """Yield the start and end of each element; each is emptied after its end, so memory stays flat.

    Broken XML is mended where that can be done and read up to the break where it
    cannot; both set the file's ``damaged``. No entity is expanded, nothing outside is fetched.
    """
    with office_zip.open(name) as part:
        if not part.peek(1):
            return  # an empty part: old programs keep such, and nothing is broken
        parser = etree.iterparse(
            part,
            events=("start", "end"),
            recover=True,
            huge_tree=True,
            resolve_entities=False,
            no_network=True,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            for event, element in parser:
                yield event, element
                if event == "end":
                    _release(element)
        except etree.XMLSyntaxError:
            office_zip.damaged = True
        if any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log):
            office_zip.damaged = True


def local(element: etree._Element) -> str:
    """An element's name without its namespace (the strict and the usual dialect differ only in that)."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: etree._Element, name: str) -> str:
    """An attribute's value by its name without namespace, or ""."""
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")


def parts_by_root(office_zip: OfficeZip) -> dict[str, list[str]]:
    """The XML parts by what they are: their outermost element's name. Relations can be lost or lie; this cannot."""
    found: dict[str, list[str]] = {}
    for name in sorted(office_zip.names):
        if name.lower().endswith(_XML_ENDINGS):
            root = _root(office_zip, name)
            if root:
                found.setdefault(root, []).append(name)
    return found


def _root(office_zip: OfficeZip, name: str) -> str:
    """The outermost element's name, seen at a glance in most parts: parsing a piece of each took most of the time."""
    with office_zip.open(name) as part:
        first = _ROOT.search(_COMMENT.sub(b"", part.read(_GLANCE)))
    if first is not None:
        return first[1].decode("ascii")
    event = next(events(office_zip, name), None)
    return local(event[1]) if event is not None else ""


def relations(office_zip: OfficeZip, rels_name: str) -> Iterator[tuple[str, str, str]]:
    """Yield the id, kind (``hyperlink``, ``comments``…) and target of each relation in a ``.rels`` part."""
    for event, element in events(office_zip, rels_name):
        if event == "start" and local(element) == "Relationship":
            kind = attribute(element, "Type").rpartition("/")[2]
            target = attribute(element, "Target")
            inside = attribute(element, "TargetMode") != "External"
            yield attribute(element, "Id"), kind, _resolve(rels_name, target) if inside else unquote(target)


def texts(office_zip: OfficeZip, name: str) -> Iterator[tuple[str, str]]:
    """Yield the name and text of each element that has text of its own."""
    for event, element in events(office_zip, name):
        if event == "end" and element.text and element.text.strip():
            yield local(element), element.text.strip()


def property_passages(office_zip: OfficeZip, parts: dict[str, list[str]], extra: str = "") -> Iterator[Passage]:
    """Yield the document's properties (author, title, the organisation's own…) as one passage, if there are any."""
    own = [pair for name in parts.get("coreProperties", []) for pair in texts(office_zip, name) if tells(pair[0])]
    own += _open_document_properties(office_zip, parts.get("document-meta", []))
    lines = [property_line(key, text) for key, text in own]
    lines += list(_properties(office_zip, parts.get("Properties", [])))
    if extra:
        lines.append(extra)
    if lines:
        yield Passage(PLACES["properties"], "\n".join(dict.fromkeys(lines)), stated=stated_by(own))


def _open_document_properties(office_zip: OfficeZip, names: list[str]) -> Iterator[tuple[str, str]]:
    """Properties of ``meta.xml``; whose creator is who changed the document last, and whose own ones have a name."""
    for name in names:
        for event, element in events(office_zip, name):
            key = attribute(element, "name") or _OPEN_DOCUMENT_NAMES.get(local(element), local(element))
            if event == "end" and element.text and element.text.strip() and tells(key):
                yield key, element.text.strip()


def property_line(key: str, text: str) -> str:
    """A property as a line, under its Danish name; of a point in time, the day."""
    time = _TIME.fullmatch(text)
    return f"{PROPERTIES.get(key.lower(), key)}: {time[1] if time else text}"


def _properties(office_zip: OfficeZip, names: list[str]) -> Iterator[str]:
    """Lines of ``docProps/app.xml`` (named by the element) and ``custom.xml`` (named by an attribute)."""
    for name in names:
        label = ""
        for event, element in events(office_zip, name):
            if event == "start" and local(element) == "property":
                label = attribute(element, "name")
            elif event == "end" and element.text and element.text.strip():
                key = label or local(element)
                if label or tells(key):
                    yield f"{PROPERTIES.get(key.lower(), key)}: {element.text.strip()}"


def tells(key: str) -> bool:
    """Whether a property of this name is about people, or what they wrote, and not about the program."""
    return not _DULL_PROPERTIES.fullmatch(key.lower())


def _resolve(rels_name: str, target: str) -> str:
    """The part that a relation points to, from the folder that holds the ``_rels`` folder."""
    if target.startswith("/"):
        return target[1:]
    steps: list[str] = rels_name.split("/")[:-2]
    for step in target.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step != ".":
            steps.append(step)
    return "/".join(steps)


def open_document_text(paragraph: etree._Element) -> str:
    """The text of an OpenDocument paragraph, in which elements stand for spaces, tabs and line ends."""
    pieces = list[str]()
    for event, element in etree.iterwalk(paragraph, events=("start", "end")):
        if event == "start":
            pieces += [_OPEN_DOCUMENT_SPACES.get(local(element), ""), element.text or ""]
        elif element is not paragraph:
            pieces.append(element.tail or "")
    return "".join(pieces)


def _release(element: etree._Element) -> None:
    """Forget an element that was read: its content, and the sibling before it.

    What stands inside an OpenDocument paragraph, between its words, goes with the paragraph.
    """
    if str(element.tag).startswith(_OPEN_DOCUMENT_TEXT) and local(element) not in ("p", "h"):
        return
    element.clear()
    before = element.getprevious()
    parent = element.getparent()
    if before is not None and parent is not None:
        parent.remove(before)
