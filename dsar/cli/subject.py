"""The subject that a command is given: a file, or JSON on standard input."""

from __future__ import annotations

import sys
from pathlib import Path

from dsar.cli.output import say
from dsar.errors import SetupError
from dsar.model import Subject


def read_subject(file: str) -> Subject:
    """The subject in a file, or on standard input where it is ``-``; what is doubtful in it is said.

    Raises:
        SetupError: it cannot be read, or holds a wrong key or value.
    """
    from dsar.find.subject import are_of_several, load_subject, subject_from_json

    subject = subject_from_json(_input()) if file == "-" else load_subject(Path(file))
    if are_of_several(subject):
        say(
            "subject: cpr: the numbers tell different birth dates or sexes. All are searched for: "
            "if they are not one person's, take out those that are not."
        )
    return subject


def _input() -> str:
    try:
        given = sys.stdin.buffer.read() if sys.stdin else None
    except OSError:
        given = None
    if given is None:
        raise SetupError("standard input: cannot be read. Give the path of a subject file, or JSON on it.")
    try:
        return given.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SetupError("standard input: is not UTF-8 text. Save it as UTF-8.") from None
