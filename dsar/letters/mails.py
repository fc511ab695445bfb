"""Who a mail came from and who outside the house got it, read from its headers: art. 15(1)(c) and (g). Pure.

An address that is of an authority, or of its or another body's common mailbox, is told by its domain. Any other
may be a person's: its domain may be a name, so what is told is only that somebody outside got the mail.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from dsar.activities import SourceType
from dsar.cases.review import CaseHit
from dsar.letters.facts import Disclosure
from dsar.redact.office import PRIVATE_MAIL, works_at
from dsar.settings import Organisation
from dsar.stated import day_of

PRIVATE, UNNAMED = "private", "unnamed"
"""Who is not told by a domain: somebody with a private mailbox, and anybody else outside the house."""

_HEADER = re.compile(r"^(From|Sender|To|Cc|Bcc)[ \t]*:[ \t]*(.*(?:\n[ \t].*)*)", re.IGNORECASE | re.MULTILINE)
_ADDRESS = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_COMMON = re.compile(r"(?:post|info|kontakt|kontor|mail|sekretariat|hovedpost|sikkerpost|reception)[\w.-]{0,20}@")


@dataclass(frozen=True, slots=True)
class House:
    """What tells our own mail addresses and the citizen's.

    Attributes:
        domains: the organisation's; none where its settings name neither a website nor a mail address.
        subject: the citizen's addresses, in small letters.
    """

    domains: frozenset[str]
    subject: frozenset[str] = field(repr=False)

    @classmethod
    def of(cls, organisation: Organisation, emails: Iterable[str]) -> House:
        """The house of an organisation, for a citizen with these mail addresses."""
        site = re.sub(r"^(?:[a-z]{1,8}://)?(?:www\.)?", "", organisation.website.strip().lower()).partition("/")[0]
        named = {site, organisation.dpo_email.strip().lower().rpartition("@")[2]}
        return cls(frozenset(name for name in named if "." in name), frozenset(map(str.lower, emails)))

    def holds(self, address: str) -> bool:
        """Whether the address is one of our own."""
        domain = address.rpartition("@")[2]
        return any(domain == own or domain.endswith(f".{own}") for own in self.domains)


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail's sender and recipients, as addresses in small letters; the sender is "" where there is none."""

    sender: str = field(repr=False)
    recipients: tuple[str, ...] = field(repr=False)


def read_head(head: str) -> Mail | None:
    """The parties of a mail with these headers; None where they name nobody."""
    found: dict[str, list[str]] = {}
    for name, value in _HEADER.findall(head):
        found.setdefault(name.lower(), []).extend(address.lower() for address in _ADDRESS.findall(value))
    senders = [*found.pop("from", ()), *found.pop("sender", ())]
    recipients = tuple(dict.fromkeys(address for addresses in found.values() for address in addresses))
    return Mail(senders[0] if senders else "", recipients) if senders or recipients else None


def source(mail: Mail, house: House) -> SourceType | None:
    """Who a mail comes from, by the closed list of sources; None where its sender does not tell."""
    if not mail.sender:
        return None
    if mail.sender in house.subject:
        return SourceType.SUBJECT
    if house.holds(mail.sender):
        return SourceType.EMPLOYEES
    if PRIVATE_MAIL.search(mail.sender):
        return SourceType.OTHER_CITIZENS
    return SourceType.ORGANISATIONS if _told(mail.sender) else None


def outside(mail: Mail, house: House) -> tuple[str, ...]:
    """Who outside the house got a mail that left it, each once: a domain, or PRIVATE or UNNAMED."""
    if not house.holds(mail.sender):
        return ()
    others = [one for one in mail.recipients if not house.holds(one) and one not in house.subject]
    return tuple(dict.fromkeys(shown(one) for one in others))


def shown(address: str) -> str:
    """What may be told of an address outside the house."""
    if PRIVATE_MAIL.search(address):
        return PRIVATE
    return address.rpartition("@")[2] if _told(address) else UNNAMED


def mailed(hits: Iterable[CaseHit], house: House) -> tuple[Disclosure, ...]:
    """To whom the house mailed what is given, the earliest recipient first; mails to the citizen are none."""
    numbers: dict[str, list[int]] = {}
    days: dict[str, list[date]] = {}
    for hit in hits:
        for recipient in recipients(hit, house):
            numbers.setdefault(recipient, []).append(hit.number)
            days.setdefault(recipient, []).extend([day_of(hit.date.value)] if hit.date else [])
    return tuple(_disclosures(numbers, days))


def recipients(hit: CaseHit, house: House) -> Collection[str]:
    """Who outside the house got the mail that a hit is, or lies in."""
    mail = read_head(hit.mail)
    return outside(mail, house) if mail else ()


def _disclosures(numbers: dict[str, list[int]], days: dict[str, list[date]]) -> Iterator[Disclosure]:
    for who, mine in sorted(numbers.items(), key=lambda pair: (min(days[pair[0]], default=date.max), pair[0])):
        yield Disclosure(recipient=who, on=max(days[who], default=None), numbers=tuple(sorted(mine)), mails=len(mine))


def _told(address: str) -> bool:
    return works_at("", address) or _COMMON.match(address) is not None
