"""An extractor that does what a file tells it to, as the worst files do with the real ones."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from typing import BinaryIO

from dsar.errors import ItemError
from dsar.extract import wire
from dsar.extract.extractor import Extractor, Limits
from dsar.extract.registry import Entry
from dsar.model import Gap, GapCode, Part, Passage


class Hostile:
    """Yields each line as a passage, or does what the line says."""

    def match(self, media_type: str, name: str) -> int:
        del media_type, name
        return 1

    def read(self, source: BinaryIO, limits: Limits) -> Iterator[Passage | Part | Gap]:
        del limits
        for line in source.read().decode().split("\n"):
            word, _, argument = line.partition(" ")
            _raise(word)
            _misbehave(word, argument)
            if word in LIES:
                _say(LIES[word])
            else:
                yield from _passages(word, argument)


LIES = {
    "garbage": wire.HEADER.pack(b"?", 1, 1, 1) + b"abc",
    "boast": wire.HEADER.pack(b"p", 0, 0, 1 << 31),
    "lie": wire.HEADER.pack(b"g", 0, 7, 1) + b"no suchx",
    "ask": wire.pack(wire.Request("a", names=False)),
    "mojibake": wire.HEADER.pack(b"p", 0, 0, 1) + b"\xff",
}


def _raise(word: str) -> None:
    match word:
        case "fail":
            raise KeyError(word)
        case "recurse":
            raise RecursionError
        case "memory":
            raise MemoryError
        case "item":
            raise ItemError(GapCode.DAMAGED, "it is damaged.")


def _misbehave(word: str, argument: str) -> None:
    match word:
        case "hang":
            time.sleep(3600)
        case "spin":
            while True:
                pass
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case "segfault":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "exit":
            os._exit(int(argument))


def _passages(word: str, argument: str) -> Iterator[Passage]:
    match word:
        case "hog":
            yield Passage("hog", str(len(bytearray(int(argument)))))
        case "flood":
            yield from (Passage("flood", "x" * 1000) for _ in range(int(argument)))
        case "pid":
            yield Passage("pid", str(os.getpid()))
        case "environment":
            yield Passage("environment", "\n".join(os.environ))
        case "surrogates":
            yield Passage("\udce6", "\ud800 \udfff \ud83d\ude00 \0")
        case _:
            yield Passage("linje", f"{word} {argument}".strip())


def _say(message: bytes) -> None:
    """Write to the parent past the protocol, as a child in a file's power would."""
    for number in sorted(int(name) for name in os.listdir("/proc/self/fd") if int(name) > 2):
        try:
            is_socket = os.readlink(f"/proc/self/fd/{number}").startswith("socket:")
        except OSError:
            continue
        if is_socket:
            os.write(number, message)


ENTRIES = (
    Entry("tests.extract.hostile:Hostile", ("text/",)),
    Entry("dsar.extract.zip:ZipExtractor", ("application/zip",)),
)
_checked: type[Extractor] = Hostile
