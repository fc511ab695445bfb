"""What a picture's file says of itself: who took it, where and when, titles, comments and keywords.

Sources: Exif 2.32 (CIPA DC-008) and TIFF 6.0 for the numbers of the tags; IPTC-IIM 4.2 for those of ``_IPTC``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from dsar.extract.picture import STUMBLES
from dsar.extract.scan_words import TAGS
from dsar.extract.xmp import xmp, xmp_line
from dsar.model import Passage
from dsar.stated import Stated, StatedKind, on
from dsar.words import PLACES, PROPERTIES

if TYPE_CHECKING:
    from PIL.Image import Exif
    from PIL.ImageFile import ImageFile

_TIFF = {
    0x010D: PROPERTIES["title"],
    0x010E: PROPERTIES["description"],
    0x010F: TAGS["camera"],
    0x0110: TAGS["camera"],
    0x013B: PROPERTIES["author"],
    0x013C: TAGS["camera"],
    0x8298: TAGS["copyright"],
}
_WINDOWS = {  # UTF-16, as Windows' own properties dialog writes them
    0x9C9B: PROPERTIES["title"],
    0x9C9C: TAGS["comment"],
    0x9C9D: PROPERTIES["author"],
    0x9C9E: PROPERTIES["keywords"],
    0x9C9F: PROPERTIES["subject"],
}
_EXIF = {0x9003: TAGS["taken"], 0x9286: TAGS["comment"], 0xA430: PROPERTIES["author"]}
_IPTC = {
    (2, 5): PROPERTIES["title"],
    (2, 25): PROPERTIES["keywords"],
    (2, 80): PROPERTIES["author"],
    (2, 90): TAGS["place"],
    (2, 92): TAGS["place"],
    (2, 105): PROPERTIES["title"],
    (2, 116): TAGS["copyright"],
    (2, 120): PROPERTIES["description"],
}
_EXIF_IFD, _GPS_IFD = 0x8769, 0x8825
_ORIGINAL, _ORIGINAL_ZONE = 0x9003, 0x9011
_CHARSET = 8  # bytes before a user comment that name its character set
_NOT_TEXT = frozenset({"XML:com.adobe.xmp", "Raw profile type exif", "Raw profile type xmp", "Raw profile type iptc"})
_LONGEST = 100_000


def said_of_itself(picture: ImageFile) -> Iterator[Passage]:
    """Yield one passage with a line for each thing that is said, if there is any."""
    lines = list[str]()
    for source in (_exif_lines, _iptc_lines, _text_lines, _xmp_lines):
        try:
            lines += source(picture)
        except STUMBLES:
            continue  # a broken tag says nothing; the picture itself was judged before
    kept = [line[:_LONGEST] for line in dict.fromkeys(lines) if line.partition(": ")[2].strip()]
    if kept:
        yield Passage(PLACES["properties"], "\n".join(kept), stated=_taken(picture))


def _taken(picture: ImageFile) -> tuple[Stated, ...]:
    """When it was taken, with its zone where that is told (Exif 2.31 has tags for it)."""
    try:
        inner = picture.getexif().get_ifd(_EXIF_IFD)
        when, zone = (_ascii(inner.get(tag)) for tag in (_ORIGINAL, _ORIGINAL_ZONE))
    except STUMBLES:
        return ()
    return on(StatedKind.TAKEN, when + zone) or on(StatedKind.TAKEN, when)


def _exif_lines(picture: ImageFile) -> Iterator[str]:
    exif = picture.getexif()
    for tag, name in _TIFF.items():
        yield f"{name}: {_ascii(exif.get(tag))}"
    for tag, name in _WINDOWS.items():
        value = exif.get(tag)
        yield f"{name}: {value.decode('utf-16-le', 'replace').rstrip(chr(0)) if isinstance(value, bytes) else ''}"
    inner = exif.get_ifd(_EXIF_IFD)
    for tag, name in _EXIF.items():
        value = inner.get(tag)
        yield f"{name}: {_comment(value) if tag == 0x9286 else _ascii(value)}"
    yield f"{TAGS['position']}: {_position(exif)}"


def _position(exif: Exif) -> str:
    """Degrees north and east, to a metre; empty where there are none."""
    gps = exif.get_ifd(_GPS_IFD)
    if not {1, 2, 3, 4} <= gps.keys():
        return ""
    north, east = (sum(float(part) / 60**n for n, part in enumerate(gps[tag])) for tag in (2, 4))
    return f"{-north if gps[1] == 'S' else north:.5f} {-east if gps[3] == 'W' else east:.5f}"


def _iptc_lines(picture: ImageFile) -> Iterator[str]:
    from PIL.IptcImagePlugin import getiptcinfo

    found = getiptcinfo(picture) or {}
    for tag, name in _IPTC.items():
        value = found.get(tag, b"")
        for one in value if isinstance(value, list) else [value]:
            yield f"{name}: {_text(one)}"


def _text_lines(picture: ImageFile) -> Iterator[str]:
    """Comments of GIF, JPEG and TIFF, and the texts that PNG keeps under names of their own."""
    yield f"{TAGS['comment']}: {_text(picture.info.get('comment'))}"
    texts: Mapping[str, str] = getattr(picture, "text", {})
    for key, value in texts.items():
        if key not in _NOT_TEXT:
            yield f"{PROPERTIES.get(key.lower(), TAGS['text'])}: {_text(value)}"


def _xmp_lines(picture: ImageFile) -> Iterator[str]:
    packet = picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp") or b""
    data = packet.encode("utf-8", "replace") if isinstance(packet, str) else bytes(packet)
    yield from (xmp_line(*one) for one in xmp(data))


def _comment(value: object) -> str:
    """A user comment: eight bytes name its character set."""
    if not isinstance(value, bytes):
        return _text(value)
    kind, body = value[:_CHARSET], value[_CHARSET:]
    if kind.startswith(b"UNICODE"):
        return body.decode("utf-16-le" if body[1:2] == b"\0" else "utf-16-be", "replace").strip("\0 ")
    return _text(body)


def _ascii(value: object) -> str:
    """A tag that should be ASCII and often is UTF-8; Pillow takes each of its bytes for a letter."""
    return _text(value.encode("latin-1", "replace") if isinstance(value, str) else value)


def _text(value: object) -> str:
    if isinstance(value, bytes):
        from dsar.extract.decode import decode

        value = decode(value[:_LONGEST])
    return " ".join(value.replace("\0", " ").split()) if isinstance(value, str) else ""
