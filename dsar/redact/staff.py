"""Who works for the organisation, and where it is reached, by its own settings, where a text leaves it in doubt.

A list is of names, and a citizen may bear one of them. So who is on it is no employee for that alone: the text must
say that they act in office too, though it need not say so beyond doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from dsar.errors import SetupError
from dsar.model import Finding, Kind, Span
from dsar.redact.fold import folded_words

MOST_NAMES = 200_000
_OF_OFFICES = frozenset({Kind.ADDRESS, Kind.PHONE})
_MAIL_BEHIND = re.compile(
    r"[ ]?(?:,[^\n,@]{0,40})?[,(\n<][ \n]{0,2}(?:(?:mail|e-mail|e-post):?[ ])?<?"
    r"(?P<address>[\w.+-]{1,64}@[\w.-]{3,100}\w)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Staff:
    """The organisation's employees.

    Attributes:
        names: of each, as folded words.
        domains: of the organisation's mail, in small letters; a domain below one of them is not the organisation's.
        offices: keys of the addresses and telephones that are the organisation's own.
    """

    names: frozenset[tuple[str, ...]] = field(default=frozenset(), repr=False)
    domains: frozenset[str] = frozenset()
    offices: frozenset[str] = frozenset()

    @classmethod
    def of(cls, names: Iterable[str], domains: Iterable[str], offices: Iterable[Finding] = ()) -> Staff:
        """Those with these names, as they are written, whose mail is at these domains, in these offices."""
        folded = (folded_words(name) for name in names)
        return cls(
            frozenset(name for name in folded if len(name) > 1),
            frozenset(map(str.lower, domains)),
            frozenset(one.key for one in offices if one.kind in _OF_OFFICES),
        )

    def is_at(self, finding: Finding) -> bool:
        """Whether an address or a telephone is an office's; an address also where its town is left out."""
        if finding.kind is not Kind.ADDRESS:
            return finding.kind in _OF_OFFICES and finding.key in self.offices
        road, number, town, *_ = (*finding.key.split("|"), "", "")
        return any(
            (road, number) == (office[0], office[1]) and town in {"", office[2]}
            for office in (tuple(key.split("|")) for key in self.offices)
            if len(office) > len("rn")  # a telephone has no road and number
        )

    def lists(self, name: str) -> bool:
        """Whether the name, or what it is the genitive of, is on the list, in its order or with the last word first."""
        written = folded_words(name)
        ended = (*written[:-1], written[-1].removesuffix("s")) if written else ()
        return any(one in self.names or (*one[1:], *one[:1]) in self.names for one in (written, ended))

    def has_mail(self, address: str) -> bool:
        """Whether a mail address is at the organisation."""
        return address.rpartition("@")[2].lower().strip(".") in self.domains

    def signs_with_mail(self, text: str, name: Span) -> bool:
        """Whether the name is followed by a mail address at the organisation, as in a signature."""
        behind = _MAIL_BEHIND.match(text, name.end) if self.domains else None
        return behind is not None and self.has_mail(behind["address"])


NOBODY = Staff()


def read_names(path: Path) -> tuple[str, ...]:
    """The names of a list: one a line, ``#`` before what is none.

    Raises:
        SetupError: it cannot be read, is not UTF-8, or is far too long for a list of employees.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise SetupError(f"{path}: cannot be read ({error.strerror}). Check [redaction] employees.") from error
    except UnicodeDecodeError as error:
        raise SetupError(f"{path}: is not UTF-8. Save the list of employees as UTF-8, one name a line.") from error
    names = tuple(line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#"))
    if len(names) > MOST_NAMES:
        raise SetupError(f"{path}: has {len(names)} lines. A list of employees has one name a line.")
    return names
