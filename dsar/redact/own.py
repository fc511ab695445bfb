"""Whose data a finding is: the subject's own, or somebody else's. Pure, and in doubt somebody else's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from unicodedata import normalize

from dsar.model import Finding, Kind, Subject
from dsar.redact.fold import folded_words

Detect = Callable[[str], Iterable[Finding]]
"""Finds personal data in a text; :func:`dsar.detect.detect` is the real one."""


@dataclass(frozen=True, slots=True)
class Own:
    """The subject's identifiers, in the normal forms that findings have.

    Attributes:
        keys: a kind and a key.
        names: each name they bear or bore, as words.
        addresses: the parts of each address: street, number, postcode, then floor and door where known.
        loose: identifiers of whatever kind, as letters and digits only.
    """

    keys: frozenset[tuple[Kind, str]] = field(repr=False)
    names: tuple[tuple[str, ...], ...] = field(repr=False)
    addresses: tuple[tuple[str, ...], ...] = field(repr=False)
    loose: frozenset[str] = field(repr=False)

    @property
    def name_words(self) -> frozenset[str]:
        """Every word of every name."""
        return frozenset(word for name in self.names for word in name)

    def has(self, finding: Finding) -> bool:
        """Whether the finding is beyond doubt the subject's."""
        if (finding.kind, finding.key) in self.keys or letters_and_digits(finding.key) in self.loose:
            return True
        match finding.kind:
            case Kind.NAME:
                written = folded_words(finding.key)
                return any(_same_name(written, name) for name in self.names)
            case Kind.ADDRESS:
                return any(_same_address(tuple(finding.key.split("|")), own) for own in self.addresses)
            case Kind.BIRTH_DATE:
                return any(_born(finding.key) == key[:6] for kind, key in self.keys if kind is Kind.CPR)
            case _:
                return False


def own_identifiers(subject: Subject, detect: Detect) -> Own:
    """The subject's identifiers; those with many written forms are read as the detector reads them."""
    read = [f for text in (*subject.addresses, *subject.phones, *subject.other) for f in detect(text)]
    keys = {(f.kind, f.key) for f in read if f.kind is not Kind.NAME}
    keys |= {(Kind.CPR, letters_and_digits(cpr)) for cpr in subject.cpr}
    keys |= {(Kind.EMAIL, email.strip().lower()) for email in subject.emails}
    if subject.birth_date is not None:
        keys.add((Kind.BIRTH_DATE, subject.birth_date.isoformat()))
    return Own(
        keys=frozenset(keys),
        names=tuple(name for text in (*subject.names, *subject.former_names) if (name := folded_words(text))),
        addresses=tuple(tuple(key.split("|")) for kind, key in sorted(keys) if kind is Kind.ADDRESS),
        loose=frozenset(loose for text in subject.other if (loose := letters_and_digits(text))),
    )


def letters_and_digits(text: str) -> str:
    """The text without separators, in capitals: the form in which written variants meet."""
    return "".join(c for c in normalize("NFKC", text).upper() if c.isalnum())


def _same_name(found: Sequence[str], own: Sequence[str]) -> bool:
    """All words in any order; or first and last in full, with some middle ones, in order, in full or as initials."""
    if sorted(found) == sorted(own):
        return True
    if found[0] == own[-1]:  # "Jensen, Anders"
        found = (*found[1:], found[0])
    if len(found) < 2 or len(own) < 2 or (found[0], found[-1]) != (own[0], own[-1]):
        return False
    rest = iter(own[1:-1])
    return all(any(w == middle or w == middle[0] for middle in rest) for w in found[1:-1])


def _same_address(found: Sequence[str], own: Sequence[str]) -> bool:
    """Street and number agree, and nothing that both of them say differs."""
    return found[:2] == own[:2] and all(a == b for a, b in zip(found[2:], own[2:], strict=False) if a and b)


def _born(iso: str) -> str:
    """The six digits that a CPR number of this birth date begins with."""
    return iso[8:10] + iso[5:7] + iso[2:4]


def split_by_owner(findings: Iterable[Finding], own: Own) -> tuple[list[Finding], list[Finding]]:
    """The subject's findings, and everybody else's.

    Some words of the subject's name count as theirs where the text has their
    number or names them in full, and nobody else in it bears one of those words.
    """
    mine: list[Finding] = []
    others: list[Finding] = []
    for finding in findings:
        (mine if own.has(finding) else others).append(finding)
    short = set(_short_names(mine, others, own))
    return [*mine, *(f for f in others if f in short)], [f for f in others if f not in short]


def _short_names(mine: Iterable[Finding], others: Sequence[Finding], own: Own) -> Iterator[Finding]:
    if not any(f.kind in {Kind.NAME, Kind.CPR} for f in mine):
        return
    names = [(f, frozenset(folded_words(f.key))) for f in others if f.kind is Kind.NAME]
    theirs = frozenset[str]().union(*(name for _, name in names if not name <= own.name_words))
    yield from (f for f, name in names if name <= own.name_words - theirs)
