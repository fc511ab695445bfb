"""A page as a picture: drawn, its removed areas filled, packed for the copy, and unpacked again to be checked."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dsar.redact.glyphs import Box

if TYPE_CHECKING:
    from PIL.Image import Image

DPI = 200.0
"""Dots an inch: small print stays legible, and text recognition reads it."""
MOST_PIXELS = 24_000_000
"""A larger page (a plan, a poster) is drawn with fewer dots an inch; A3 at 200 has 7.7 million."""
_BLACK = 0
_COLOURED = 24
"""Steps of 256 between two of red, green and blue, from which a dot is one of colour."""
_SHADES = 16
_DARK = 110


@dataclass(frozen=True, slots=True)
class Packed:
    """A picture as it lies in a PDF: JPEG in colour, or 16 shades of grey."""

    data: bytes = field(repr=False)
    width: int
    height: int
    coloured: bool

    def unpacked(self) -> Image:
        """The picture in shades of grey, as anybody sees it who opens the copy."""
        from PIL import Image as Images

        if self.coloured:
            with Images.open(io.BytesIO(self.data)) as opened:
                return opened.convert("L")
        row = (self.width + 1) // 2
        packed = zlib.decompress(self.data)
        doubled = bytearray(2 * row * self.height)
        doubled[0::2] = packed.translate(_HIGH)
        doubled[1::2] = packed.translate(_LOW)
        whole = Images.frombytes("L", (2 * row, self.height), bytes(doubled))
        return whole.crop((0, 0, self.width, self.height))


_HIGH = bytes((value >> 4) * 17 for value in range(256))
_LOW = bytes((value & 15) * 17 for value in range(256))


def dpi_for(width: float, height: float) -> float:
    """The dots an inch to draw a page of so many points with."""
    pixels = width * height * (DPI / 72) ** 2
    return DPI if pixels <= MOST_PIXELS else float(DPI * (MOST_PIXELS / pixels) ** 0.5)


def filled(picture: Image, areas: Iterable[Box], dpi: float, *, colour: int = _BLACK) -> Image:
    """The picture with these areas in one colour, each to whole dots and not a dot less."""
    from PIL import ImageDraw

    picture = picture.copy()
    draw = ImageDraw.Draw(picture)
    scale = dpi / 72
    for area in areas:
        corners = (int(area.left * scale) - 1, int(area.top * scale) - 1)
        draw.rectangle(
            [*corners, int(area.right * scale) + 1, int(area.bottom * scale) + 1], fill=_ink(picture, colour)
        )
    return picture


def _ink(picture: Image, shade: int) -> int | tuple[int, int, int]:
    return shade if picture.mode == "L" else (shade, shade, shade)


def ink_of(grey: Image) -> int:
    """How many dots of a picture in shades of grey are dark."""
    return sum(grey.histogram()[:_DARK])


def pack(picture: Image) -> Packed:
    """The picture in the form that is smaller for what it shows; what it hid before stays hidden in both."""
    if picture.mode == "RGB" and is_coloured(picture):
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=75)
        return Packed(out.getvalue(), picture.width, picture.height, coloured=True)
    grey = picture.convert("L")
    if grey.width % 2:
        from PIL import Image as Images

        wider = Images.new("L", (grey.width + 1, grey.height), 255)
        wider.paste(grey, (0, 0))
        grey, width = wider, grey.width
    else:
        width = grey.width
    dots = grey.point([min(_SHADES - 1, (value + 8) // 17) for value in range(256)]).tobytes()
    pairs = _joined(dots)
    return Packed(zlib.compress(pairs, 6), width, grey.height, coloured=False)


def _joined(dots: bytes) -> bytes:
    """Two dots of four bits a byte; as whole numbers, for a loop over millions would take seconds."""
    high = int.from_bytes(dots[0::2], "big") << 4
    low = int.from_bytes(dots[1::2], "big")
    return (high | low).to_bytes(len(dots) // 2, "big")


def is_coloured(picture: Image) -> bool:
    """Whether more than a few dots of a picture are neither black nor grey nor white."""
    from PIL import ImageChops

    small = picture.reduce(4)
    red, green, blue = small.split()
    most = ImageChops.lighter(ImageChops.difference(red, green), ImageChops.difference(green, blue))
    shares = most.histogram()
    return sum(shares[_COLOURED:]) * 500 > small.width * small.height
