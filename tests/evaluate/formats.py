"""What is read of each format: planted words found, damaged files survived, and how other programs do on the old ones.

``FUZZ=10000 make evaluate ONLY=formats`` sends so many damaged files through the sandbox in all (600 if not said).
``FILES=folder make evaluate ONLY=formats`` reads a folder of real files as well and counts outcomes by ending.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from dsar.extract.extractor import Limits, Ocr
from dsar.extract.reading import Located
from dsar.extract.sandbox import Sandbox
from dsar.model import Gap, GapCode
from tests.extract import planted
from tests.extract.planted import FILES

_OUTCOMES = ("read", "gap", "crashed", "timeout", "memory", "silent")
LIMITS = Limits(timeout_s=20, ocr=Ocr(when="never"))
OTHERS = {
    "doc": (("antiword", "-m", "UTF-8.txt"), ("catdoc", "-d", "utf-8")),
    "ppt": (("catppt", "-d", "utf-8"),),
    "rtf": (("catdoc", "-d", "utf-8"),),
}


def run() -> None:
    with Sandbox(LIMITS) as sandbox:
        _planted(sandbox)
        _damaged(sandbox, int(os.environ.get("FUZZ", "600")))
        if folder := os.environ.get("FILES"):
            _real(sandbox, Path(folder))
    _others()


def _planted(sandbox: Sandbox) -> None:
    print(f"{'format':12} {'words':>5} {'found':>6} {'gaps':>5} {'ms':>7}")
    for ending, (make, words) in FILES.items():
        started = time.perf_counter()
        located = _read(sandbox, make(), ending if "." in ending else f"planted.{ending}")
        took_ms = (time.perf_counter() - started) * 1000
        found = sum(word in _text(located) for word in words)
        gaps = sum(isinstance(one.value, Gap) for one in located)
        print(f"{ending:12} {len(words):5} {found / len(words):6.3f} {gaps:5} {took_ms:7.1f}")


def _damaged(sandbox: Sandbox, count: int) -> None:
    """Files with bytes changed, cut or repeated, the same each time."""
    dice = random.Random(1)
    print(f"\n{count} damaged files")
    print(f"{'format':12} {'files':>6} " + " ".join(f"{name:>7}" for name in _OUTCOMES))
    for ending, (make, _) in FILES.items():
        whole, outcomes = make(), Counter[str]()
        files = -(-count // len(FILES))
        for _ in range(files):
            located = _read(sandbox, _broken(whole, dice), f"x.{ending}")
            outcomes[_outcome(located)] += 1
        print(f"{ending:12} {files:6} " + " ".join(f"{outcomes[name]:7}" for name in _OUTCOMES))


def _broken(data: bytes, dice: random.Random) -> bytes:
    broken = bytearray(data)
    for _ in range(dice.randint(1, 12)):
        at = dice.randrange(max(1, len(broken)))
        match dice.randrange(4):
            case 0:
                broken[at : at + 1] = dice.randbytes(1)
            case 1:
                del broken[at : at + dice.randint(1, 400)]
            case 2:
                broken[at:at] = broken[at : at + dice.randint(1, 400)]
            case _:
                broken[at : at + 4] = dice.choice((b"\xff\xff\xff\xff", bytes(4), b"\x7f\xff\xff\xff", b"\0\0\0\x80"))
    return bytes(broken) or b"x"


def _outcome(located: list[Located]) -> str:
    codes = {one.value.code for one in located if isinstance(one.value, Gap)}
    for code in (GapCode.CRASHED, GapCode.TIMEOUT, GapCode.MEMORY):
        if code in codes:
            return code.value
    if codes:
        return "gap"
    return "read" if located else "silent"


def _real(sandbox: Sandbox, folder: Path) -> None:
    outcomes: dict[str, Counter[str]] = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        located = _read(sandbox, path.read_bytes(), path.name)
        outcomes.setdefault(path.suffix.lower(), Counter())[_outcome(located)] += 1
    print(f"\n{folder}")
    for ending, counted in sorted(outcomes.items()):
        print(f"{ending:12} {sum(counted.values()):6} {dict(counted)}")


def _others() -> None:
    """The same old files through the programs that read them elsewhere."""
    print(f"\n{'file':12} {'program':12} {'found':>6} {'ms':>7}")
    for ending, programs in OTHERS.items():
        make, words = FILES[ending]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"planted.{ending}"
            path.write_bytes(make())
            for program in programs:
                if shutil.which(program[0]):
                    started = time.perf_counter()
                    text = subprocess.run([*program, str(path)], capture_output=True, check=False).stdout.decode(
                        "utf-8", "replace"
                    )
                    _line(ending, program[0], text, words, started)
            if shutil.which("soffice"):
                started = time.perf_counter()
                into = "txt" if ending != "ppt" else "pdf"
                raw = planted.converted(make(), ending, into)
                text = raw.decode("utf-8", "replace") if into == "txt" else _pdf_text(raw)
                _line(ending, "LibreOffice", text, words, started)


def _line(ending: str, program: str, text: str, words: tuple[str, ...], started: float) -> None:
    flat = " ".join(text.split())
    found = sum(" ".join(word.split()) in flat for word in words)
    print(f"{ending:12} {program:12} {found / len(words):6.3f} {(time.perf_counter() - started) * 1000:7.1f}")


def _pdf_text(data: bytes) -> str:
    with Sandbox(LIMITS) as sandbox:
        return _text(_read(sandbox, data, "a.pdf"))


def _read(sandbox: Sandbox, data: bytes, name: str) -> list[Located]:
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.flush()
        return list(sandbox.read(file.fileno(), name))


def _text(located: list[Located]) -> str:
    return "\n".join(_lines(located))


def _lines(located: list[Located]) -> Iterator[str]:
    for one in located:
        yield "/".join(one.steps)
        if not isinstance(one.value, Gap):
            yield one.value.text
