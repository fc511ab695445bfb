"""The same thing at several places is one hit: the same bytes, the same text otherwise, a mail that a reply quotes.

Works on the hits of one answer, so it costs what these few texts cost. Nothing is
hidden: every place is named, and a copy that holds anything more about the subject,
or lies under somebody else's number, stays a hit of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from unicodedata import normalize

from dsar.detect.cpr_number import birth_date
from dsar.find.items import Examined
from dsar.find.threads import Head, head_of
from dsar.model import Clue, Hit, Level, Subject
from dsar.words import PLACES

PLACE_OF_ANOTHER = "place.other"
"""The rule of the clue that says that an item's path or file name carries somebody else's CPR number."""
SHORTEST = 40
"""Letters and digits from which a text is told from another by what it says; shorter ones are alike by chance."""
NEAREST = 50
"""So many longer mails of a thread are looked through for one that quotes a mail."""

_PAGE_NUMBER = re.compile(
    r"^[ \t]{0,40}(?:side[ ])?[-–]?[ ]?[0-9]{1,3}(?:[ ]?(?:af|/)[ ]?[0-9]{1,3})?[ ]?[-–]?[ \t]{0,40}$",
    re.IGNORECASE | re.MULTILINE,
)
_NOT_OF_THE_TEXT = frozenset(PLACES[part] for part in ("name", "mail_head", "properties", "metadata"))
_NOT_SAID = re.compile(r"[\W_]+")
_NOT_SAID_IN_BYTES = bytes(n for n in range(256) if _NOT_SAID.fullmatch(bytes([n]).decode("cp1252", "replace")))
CPR_SHAPED = re.compile(r"(?<![0-9])[0-9]{6}[- ]?[0-9]{4}(?![0-9])")

Place = tuple[str, str]


@dataclass(frozen=True, eq=False)
class Weighed:
    """A hit with what is compared of the item (or part) that it was read from.

    Attributes:
        number: the item and its first passage, as :class:`dsar.find.library.Shelved` has them.
        digest: the hash of the item's bytes.
        said: what the item says, in letters and digits; "" where it was not read whole, or says little.
        head: the head of a mail; None where the item is none.
        mail: all of a mail in small letters, "" where the item is none.
    """

    hit: Hit
    number: tuple[int, int]
    digest: str | None = None
    said: str = field(default="", repr=False)
    head: Head | None = field(default=None, repr=False)
    mail: str = field(default="", repr=False)

    @classmethod
    def of(cls, hit: Hit, item: Examined) -> Weighed:
        """The hit of an item."""
        where, passages = item.shelved, item.text.passages if item.text else ()
        head = head_of(passages)
        mail = "\n".join(passage.text for passage in passages).lower() if head else ""
        return cls(hit, (where.item, where.first), where.digest, _said(item), head, mail)

    @property
    def place(self) -> Place:
        """The store and the item."""
        return self.hit.store, self.hit.item

    @cached_property
    def told(self) -> frozenset[tuple[str, str]]:
        """What of the subject is in it: kinds of identifiers and names, as written."""
        return frozenset(self._told(of_name=True))

    @cached_property
    def by_name(self) -> bool:
        """Whether the file name tells something of the subject that the content does not."""
        return frozenset(self._told(of_name=False)) != self.told

    def _told(self, *, of_name: bool) -> Iterable[tuple[str, str]]:
        for passage in self.hit.passages:
            if of_name or passage.place != PLACES["name"]:
                for clue in passage.clues:
                    if clue.span is not None and (clue.weight > 0 or clue.rule.startswith("name.")):
                        yield clue.rule.partition(".")[0], _squeezed_clue(clue.span.of(passage.text))


def grouped(
    found: Iterable[Weighed],
    subject: Subject,
    *,
    twins: Mapping[str, Iterable[Place]],
    stores: frozenset[str] | None,
) -> list[Weighed]:
    """One of each, the most probable first, with the other places as its duplicates.

    Args:
        found: the hits, in the order in which they are to be shown.
        subject: whose numbers are no stranger's in a path.
        twins: every store and item where bytes lie that lie at more than one place, by their digest.
        stores: those that the asker may see (None: all).
    """
    marked = [_marked(one, subject) for one in found]
    kept = _same_bytes(marked, subject, twins=twins, stores=stores)
    return _quoted(_same_text(kept))


def _said(item: Examined) -> str:
    """What an item says, in letters and digits; "" where it was not read whole, or says little."""
    unit = item.text
    if unit is None or item.rows or len(unit.numbers) != item.shelved.count:
        return ""
    said = squeezed(p.text for p in unit.passages if p.place not in _NOT_OF_THE_TEXT)
    return said if len(said) >= SHORTEST else ""


def squeezed(texts: Iterable[str]) -> str:
    """Only what is said: letters and digits in lower case, whatever the line ends, quotation marks and page numbers."""
    said = normalize("NFKC", "\n".join(texts))
    said = _PAGE_NUMBER.sub("", said).lower()
    try:  # in Windows' letters, as most texts can be, in a tenth of the time
        return said.encode("cp1252").translate(None, _NOT_SAID_IN_BYTES).decode("cp1252")
    except UnicodeEncodeError:
        return _NOT_SAID.sub("", said)


@lru_cache(maxsize=1000)
def _squeezed_clue(written: str) -> str:
    """A name or a number; most hits have the same ones."""
    return squeezed([written])


def of_another(locator: str, subject: Subject) -> bool:
    """Whether a path carries a CPR number that is not the subject's."""
    numbers = (re.sub("[^0-9]", "", match[0]) for match in CPR_SHAPED.finditer(locator))
    dated = ((number, birth_date(number)) for number in numbers)
    if subject.cpr:
        return any(born is not None and number not in subject.cpr for number, born in dated)
    return subject.birth_date is not None and any(born not in (None, subject.birth_date) for _, born in dated)


def _marked(one: Weighed, subject: Subject) -> Weighed:
    """The hit that says so, if it lies under somebody else's number."""
    if not of_another(one.hit.item, subject):
        return one
    first, *rest = one.hit.passages
    first = replace(first, clues=(*first.clues, Clue(PLACE_OF_ANOTHER, 0.0)))
    return replace(one, hit=replace(one.hit, passages=(first, *rest)))


def _is_marked(one: Weighed) -> bool:
    return any(clue.rule == PLACE_OF_ANOTHER for clue in one.hit.passages[0].clues)


def _same_bytes(
    found: Sequence[Weighed],
    subject: Subject,
    *,
    twins: Mapping[str, Iterable[Place]],
    stores: frozenset[str] | None,
) -> list[Weighed]:
    """The same bytes at several places are one hit.

    A place that was not weighed itself is named too, unless the file name is what told of the subject.
    """
    kept: list[Weighed] = []
    weighed = {one.place for one in found}
    firsts: dict[str, list[Weighed]] = {}
    for one in found:
        others = firsts.setdefault(one.digest, []) if one.digest else []
        at = next((n for n, other in enumerate(others) if _stands_for(other, one)), None)
        if at is not None and not _is_marked(one):
            others[at] = _with(kept, others[at], one)
            continue
        alone = one
        if one.digest and not others and not one.by_name:
            places = [p for p in twins.get(one.digest, ()) if p not in weighed and (stores is None or p[0] in stores)]
            alone = _naming(one, [p for p in places if not of_another(p[1], subject)])
        if not _is_marked(one):
            others.append(alone)
        kept.append(alone)
    return kept


def _same_text(found: Sequence[Weighed]) -> list[Weighed]:
    """The same text in other bytes is one hit."""
    kept: list[Weighed] = []
    firsts: dict[str, list[Weighed]] = {}
    for one in found:
        if not one.said or one.hit.level is Level.OTHER or _is_marked(one):
            kept.append(one)
            continue
        others = firsts.setdefault(one.said, [])
        at = next((n for n, other in enumerate(others) if _stands_for(other, one) and _one_mail(other, one)), None)
        if at is None:
            others.append(one)
            kept.append(one)
        else:
            others[at] = _with(kept, others[at], one)
    return kept


def _quoted(found: Sequence[Weighed]) -> list[Weighed]:
    """A mail that a later one of its thread has in full is named with that one."""
    kept = list(found)
    threads: dict[str, list[Weighed]] = {}
    for one in found:
        if one.head and one.head.thread and one.said and one.hit.level is not Level.OTHER and not _is_marked(one):
            threads.setdefault(one.head.thread, []).append(one)
    for mails in threads.values():
        mails.sort(key=lambda mail: len(mail.said))
        for n, mail in enumerate(mails):
            for m in range(n + 1, min(n + 1 + NEAREST, len(mails))):
                if mail.said in mails[m].said and _quotes(mails[m], mail) and _stands_for(mails[m], mail):
                    mails[m] = _with(kept, mails[m], mail)
                    kept.remove(mail)
                    break
    return kept


def _stands_for(one: Weighed, other: Weighed) -> bool:
    """Whether all that the other item tells of the subject is told by this one, and as surely."""
    if one.hit.probability < other.hit.probability or not other.told <= one.told:
        return False
    return one.hit.level is other.hit.level or not one.by_name


def _one_mail(one: Weighed, other: Weighed) -> bool:
    """Whether the two are not two mails of two days, or from two senders: namesakes send the same form."""
    mine, theirs = one.head, other.head
    if mine is None or theirs is None:
        return True
    if mine.senders and theirs.senders and mine.senders.isdisjoint(theirs.senders):
        return False
    return None in (mine.sent, theirs.sent) or mine.sent == theirs.sent


def _quotes(one: Weighed, other: Weighed) -> bool:
    """Whether the mail is later than the other, and knows who sent it."""
    mine, theirs = one.head, other.head
    if mine is None or theirs is None or mine.sent is None or theirs.sent is None or mine.sent <= theirs.sent:
        return False
    return all(sender in mine.parties or sender in one.mail for sender in theirs.senders)


def _with(kept: list[Weighed], one: Weighed, other: Weighed) -> Weighed:
    """The hit that names the other one's places too, in its stead."""
    named = _naming(one, [other.place, *(_split(place) for place in other.hit.duplicates)])
    kept[kept.index(one)] = named
    return named


def _naming(one: Weighed, places: Iterable[Place]) -> Weighed:
    more = {f"{store}:{item}" for store, item in places if (store, item) != one.place}
    return replace(one, hit=replace(one.hit, duplicates=tuple(sorted(more.union(one.hit.duplicates)))))


def _split(place: str) -> Place:
    store, _, item = place.partition(":")
    return store, item
