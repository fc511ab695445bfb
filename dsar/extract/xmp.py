"""Properties that stand as XML in a file (XMP, ISO 16684-1): PDF and pictures have them."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from dsar.words import PROPERTIES

_BEGIN, _END = b"<x:xmpmeta", b"</x:xmpmeta>"
_TEXTS = frozenset(
    {"title", "creator", "description", "subject", "Author", "AuthorsPosition", "CaptionWriter", "Headline", "rights"}
    | {"Instructions", "City", "Location", "UserComment", "PersonInImage", "Name"}
)


def xmp(data: bytes) -> Iterator[tuple[str, str]]:
    """Names and values of the properties of people and words that stand in the data as plain XML."""
    for packet in _packets(data):
        yield from ((key, text) for key, text in xml_texts(packet) if key in _TEXTS)


def xmp_line(key: str, text: str) -> str:
    """A property as a line: ``Titel: …``."""
    return f"{PROPERTIES.get(key.lower(), key)}: {text}"


def xmp_of(data: bytes, media_type: bytes) -> Iterator[tuple[str, str]]:
    """All properties, as attributes too, of what is of this kind: pictures in a PDF have their own."""
    for packet in (packet for packet in _packets(data) if media_type in packet):
        yield from xml_texts(packet)
        for element in _elements(packet):
            yield from ((etree.QName(str(name)).localname, str(value)) for name, value in element.attrib.items())


def _packets(data: bytes) -> Iterator[bytes]:
    start = data.find(_BEGIN)
    while start >= 0:
        stop = data.find(_END, start)
        if stop < 0:
            return
        yield data[start : stop + len(_END)]
        start = data.find(_BEGIN, stop)


def xml_texts(data: bytes) -> Iterator[tuple[str, str]]:
    """Each text of a piece of XML with its element's name (or its parent's, for the items of a list)."""
    for element in _elements(data):
        if element.text and element.text.strip():
            yield _name(element), element.text.strip()


def _elements(data: bytes) -> Iterator[etree._Element]:
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return
    yield from (element for element in root.iter() if isinstance(element.tag, str)) if root is not None else ()


def _name(element: etree._Element) -> str:
    names = [etree.QName(e).localname for e in [element, *element.iterancestors()]]
    return next((name for name in names if name not in ("li", "Alt", "Seq", "Bag")), "")
