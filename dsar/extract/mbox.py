"""Mailboxes in one file (mbox): every mail is a part.

Source: RFC 4155, appendix A: a mail begins at a line "From " after an empty line or at the
file's start; such lines inside a mail are written with a ">" in front.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from dsar.extract.extractor import Extractor, Limits
from dsar.model import Part

_IN_MEMORY = 8 * 1024 * 1024
_LINE = 1 << 20
_START = re.compile(rb"From [^\n]{0,400}[0-9]{2}:[0-9]{2}")
_QUOTED_FROM = re.compile(rb">+From ")


class MboxExtractor:
    """Yields each mail as a part, numbered from 1."""

    def match(self, media_type: str, name: str) -> int:
        """Mailboxes."""
        del name
        return 1 if media_type == "application/mbox" else 0

    def read(self, source: BinaryIO, limits: Limits) -> Iterator[Part]:
        """Yield the mails."""
        del limits
        for number, mail in enumerate(_mails(source), start=1):
            with mail:
                mail.seek(0)
                yield Part(f"mail {number}.eml", mail)


def _mails(source: BinaryIO) -> Iterator[BinaryIO]:
    mail: BinaryIO | None = None
    after_empty = True
    while line := source.readline(_LINE):
        if after_empty and _START.match(line):
            if mail is not None:
                yield mail
            mail = _empty()
        elif mail is not None:
            mail.write(line[1:] if _QUOTED_FROM.match(line) else line)
        after_empty = line in (b"\n", b"\r\n")
    if mail is not None:
        yield mail


def _empty() -> BinaryIO:
    return cast("BinaryIO", SpooledTemporaryFile(max_size=_IN_MEMORY))


_checked: type[Extractor] = MboxExtractor
