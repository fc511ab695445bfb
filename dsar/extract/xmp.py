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
    """Values and lines (``Titel: …``) of the properties that stand in the data as plain XML."""
    start = data.find(_BEGIN)
    while start >= 0:
        stop = data.find(_END, start)
        if stop < 0:
            return
        for key, text in xml_texts(data[start : stop + len(_END)]):
            if key in _TEXTS:
                yield text, f"{PROPERTIES.get(key.lower(), key)}: {text}"
        start = data.find(_BEGIN, stop)


def xml_texts(data: bytes) -> Iterator[tuple[str, str]]:
    """Each text of a piece of XML with its element's name (or its parent's, for the items of a list)."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return
    for element in root.iter() if root is not None else ():
        if isinstance(element.tag, str) and element.text and element.text.strip():
            yield _name(element), element.text.strip()


def _name(element: etree._Element) -> str:
    names = [etree.QName(e).localname for e in [element, *element.iterancestors()]]
    return next((name for name in names if name not in ("li", "Alt", "Seq", "Bag")), "")
