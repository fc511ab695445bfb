"""Files spoiled at random, the same each time, and what the sandbox makes of them.

The files are the samples of every extractor's contract tests, so a new format takes part without being named here.
"""

from __future__ import annotations

import io
import os
import random
import tempfile
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from PIL import Image

from dsar.extract.extractor import Limits, Ocr
from dsar.extract.sandbox import Sandbox
from dsar.model import GapCode, Passage
from tests.contract.extractor import ExtractorContract
from tests.extract.pdf_files import pdf, scanned
from tests.extract.scans import saved, scan

LIMITS = Limits(size=64 * 1024 * 1024, timeout_s=20, memory=1024 * 1024 * 1024, ocr=Ocr(page_s=5, item_s=10))
PICTURES = ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP", "AVIF", "JPEG2000")
FOLDER = Path(__file__).parent
LARGEST = 300_000
"""Bytes of a sample; a larger one would be slow to spoil and read thousands of times."""
_MAGIC = (
    b"\0\0\0\0",
    b"\xff\xff\xff\xff",
    b"\x7f\xff\xff\xff",
    b"\0\0\0\x80",
    b"\xff\xfe",
    b"\0",
    b"9" * 12,
    b"<" * 40,
)


def samples() -> dict[str, bytes]:
    """Each extractor's sample by the name of its tests, files that tests keep in a table ``FILES``, and pictures."""
    found = {f"picture.{kind.lower()}": saved(scan(["Åse"], dpi=100), kind) for kind in PICTURES}
    found["pdf.scan"] = pdf(scanned)
    found |= {f"packed.{path.stem}": path.read_bytes() for path in sorted(FOLDER.glob("data/*.rar"))}
    for path in sorted(FOLDER.glob("test_*.py")):
        module, label = import_module(f"tests.extract.{path.stem}"), path.stem.removeprefix("test_")
        for name, value in vars(module).items():
            if name == "FILES" and isinstance(value, dict):
                found |= {f"{label}.{key}": data for key, data in value.items() if isinstance(data, bytes)}
            elif isinstance(value, type) and issubclass(value, ExtractorContract) and value is not ExtractorContract:
                sample = _sample(value)
                if sample is not None:
                    found[label if label not in found else f"{label}.{name.removeprefix('Test').lower()}"] = sample
    return {name: data for name, data in found.items() if len(data) <= LARGEST}


def _sample(contract: type[ExtractorContract]) -> bytes | None:
    """What the fixture ``sample`` gives, if it asks for nothing else and nothing is missing on this machine."""
    function = contract.__dict__["sample"]._get_wrapped_function()
    if function.__code__.co_argcount != 1:
        return None
    try:
        return bytes(function(contract()))
    except BaseException as missing:  # pytest.skip raises outside of Exception
        if type(missing).__name__ != "Skipped":
            raise
        return None


def spoiled(data: bytes, dice: random.Random, others: list[bytes]) -> bytes:
    """The file after one to eight accidents."""
    spoilt = bytearray(data)
    for _ in range(dice.choice((1, 1, 2, 3, 8))):
        at = dice.randrange(len(spoilt) + 1)
        length = min(len(spoilt) - at, dice.choice((1, 2, 8, 64, 1024)))
        match dice.randrange(9):
            case 0 | 1 if at < len(spoilt):
                spoilt[at] ^= 1 << dice.randrange(8)
            case 2 if at < len(spoilt):
                spoilt[at] = dice.randrange(256)
            case 3:
                spoilt[at : at + length] = dice.choice(_MAGIC)
            case 4:
                del spoilt[at : at + length]
            case 5:
                spoilt[at:at] = spoilt[at : at + length] * dice.choice((1, 2, 50))
            case 6:
                del spoilt[max(at, len(spoilt) // 8) :]
            case 7:
                other = dice.choice(others)
                begin = dice.randrange(len(other))
                spoilt[at:at] = other[begin : begin + length]
            case _:
                spoilt[at : at + length] = bytes(length)
        spoilt = spoilt or bytearray(b"x")
    return bytes(spoilt)


def inputs(seed: int, count: int) -> Iterator[tuple[str, bytes]]:
    """So many spoiled files, format after format in turn."""
    known = samples()
    names, others = list(known), list(known.values())
    for number in range(count):
        name = names[number % len(names)]
        yield name, spoiled(known[name], random.Random(f"{seed}/{number}"), others)


def outcome(sandbox: Sandbox, data: bytes, name: str) -> str:
    """``read``, ``gap``, ``both``, ``blank``, ``timeout``, or what must not be: ``nothing`` and ``crash``.

    ``blank`` is a sheet of light paper or a text of white space, of which nothing is the right outcome;
    ``nothing`` says nothing of what may hold something; at a ``crash`` the reader failed or its process died.
    """
    kinds = Counter[str]()
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.flush()
        os.lseek(file.fileno(), 0, os.SEEK_SET)
        for located in sandbox.read(file.fileno(), name):
            if isinstance(located.value, Passage):
                kinds["read"] += 1
            elif located.value.code is GapCode.CRASHED:
                kinds[f"crash: {located.value.reason}"] += 1
            else:
                kinds["timeout" if located.value.code is GapCode.TIMEOUT else "gap"] += 1
    worst = [kind for kind in kinds if kind.startswith("crash")] or [kind for kind in ("timeout",) if kind in kinds]
    if worst:
        return worst[0]
    if not kinds:
        return "blank" if _is_blank(data) else "nothing"
    return "both" if len(kinds) == 2 else next(iter(kinds))


def _is_blank(data: bytes) -> bool:
    """Whether a file is white space only, or a picture that is all light and of one shade, seen without dsar's eyes."""
    if not data.decode("utf-8-sig", "replace").strip():
        return True
    try:
        with Image.open(io.BytesIO(data)) as picture:
            darkest, lightest = picture.convert("L").resize((16, 16), Image.Resampling.BOX).getextrema()
    except (OSError, ValueError, SyntaxError):
        return False
    return bool(lightest >= 160 and lightest - darkest < 40)
