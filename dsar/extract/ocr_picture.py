"""Makes a picture fit for text recognition: grey, of a size at which letters are legible, and not blank."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS = 40_000_000
"""More are made fewer before text recognition: A3 at 400 dots an inch has 31 million."""
DPI = 300
"""What pages are drawn at, and small scans enlarged to."""
_FAINT = 200  # dpi under which a picture is enlarged
_PAGE_INCHES = 8.27  # the short side of A4: what a picture of unknown scale is taken for
_LARGEST_INCHES = 17.0  # a short side beyond A2 is a wrong scale, not a sheet
_ENLARGED = 3.0
_CONTRAST = 40  # steps of grey between the lightest and the darkest spot of a sheet that is not blank
_PAPER = 160  # the shade, of 255, under which nothing of a sheet is paper; a spoiled picture often is all grey
_NOISE = 3  # steps of grey by which half of all dots differ from their neighbours; clean paper has 0
_EDGE = 50  # a fiftieth of the sheet at each side, where scanners see their own lid
_SPOT = 4  # pixels; a fleck of dust is smaller than a letter


def grey(picture: Image) -> Image:
    """The picture in shades of grey; what is transparent is paper."""
    if picture.mode == "L":
        return picture
    if picture.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in picture.info:
        from PIL import Image

        coloured = picture.convert("RGBA")
        paper = Image.new("RGBA", coloured.size, "white")
        return Image.alpha_composite(paper, coloured).convert("L")
    if picture.mode.startswith(("I", "F")):
        return _deep(picture)
    return picture.convert("L")


def legible(picture: Image, dpi: float | None) -> tuple[Image, int]:
    """The picture, enlarged or made smaller where that helps, and its dots an inch.

    Args:
        picture: in shades of grey.
        dpi: what the file says, or None; a scale that makes no sheet of paper is not believed.
    """
    short = min(picture.size)
    if dpi is None or dpi < 1 or short / dpi > _LARGEST_INCHES:
        dpi = short / _PAGE_INCHES
    dpi = min(max(dpi, 50.0), 1200.0)
    factor = min(DPI / dpi, _ENLARGED) if dpi < _FAINT else 1.0
    pixels = picture.width * picture.height
    factor = min(factor, (MOST_PIXELS / max(1, pixels)) ** 0.5)
    if factor == 1.0:
        return picture, round(dpi)
    from PIL.Image import Resampling

    size = (max(1, round(picture.width * factor)), max(1, round(picture.height * factor)))
    return picture.resize(size, Resampling.BICUBIC), round(dpi * factor)


def is_blank(picture: Image) -> bool:
    """Whether nothing stands on the sheet, or it is too small for a letter. A dark one is no sheet of paper."""
    if min(picture.size) < 2 * _SPOT:
        return True
    edge_x, edge_y = picture.width // _EDGE, picture.height // _EDGE
    sheet = picture.crop((edge_x, edge_y, picture.width - edge_x, picture.height - edge_y))
    darkest, lightest = _extremes(sheet.reduce(_SPOT))
    return lightest >= _PAPER and lightest - darkest < _CONTRAST


def without_specks(picture: Image) -> Image:
    """The picture, smoothed if it is noisy: specks cost text recognition much time, and all of the text."""
    from PIL import ImageChops, ImageFilter, ImageStat

    smooth = ImageFilter.BoxBlur(1)
    width, height = picture.size
    middle = picture.crop((width // 4, height // 4, width - width // 4, height - height // 4))
    specks = ImageStat.Stat(ImageChops.difference(middle, middle.filter(smooth))).median[0]
    return picture if specks < _NOISE else picture.filter(smooth)


def _deep(picture: Image) -> Image:
    """Of more than 256 shades: the darkest is black and the lightest white."""
    deep = picture.convert("F")
    low, high = _extremes(deep)
    scale = 255.0 / ((high - low) or 1.0)
    return deep.point(lambda value: value * scale - low * scale).convert("L")


def _extremes(picture: Image) -> tuple[float, float]:
    """The darkest and the lightest shade of a picture of one band."""
    low, high = picture.getextrema()
    assert isinstance(low, int | float)
    assert isinstance(high, int | float)
    return low, high
