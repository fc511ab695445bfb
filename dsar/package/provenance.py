"""Of one item: where it comes from, who outside the house has got it, and when it is deleted. Pure.

Art. 15(1)(c), (d) and (g) ask it of the data, not of a task: what the item itself tells goes
before what the record says of all its task's data.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from dsar import words
from dsar.activities import Activities, Activity
from dsar.activities.deletion import Deletion, deletions
from dsar.letters.facts import Disclosure, Language
from dsar.letters.mails import House, read_head, shown, source
from dsar.letters.vocabulary import Vocabulary
from dsar.package import data
from dsar.package.told import Told
from dsar.package.words import DELETION, FROM_DOMAIN, FROM_TASK, MAIL_FROM, MAILED, UNKNOWN_SENDER
from dsar.stated import StatedKind, day_of


def source_of(one: Told, activity: Activity | None, house: House) -> data.Term:
    """Where an item comes from: its mail's sender, else its task's only source, else that only the task tells."""
    mail = read_head(one.mail)
    if mail is not None and mail.sender:
        kind = source(mail, house)
        if kind is None:
            return data.Term(code="", text=UNKNOWN_SENDER)
        domain = shown(mail.sender)
        text = FROM_DOMAIN.format(domain) if kind == "organisations" and "." in domain else MAIL_FROM[kind]
        return data.Term(code=kind, text=text)
    if activity is not None and len(activity.sources) == 1:
        return data.Term(code=activity.sources[0], text=words.SOURCES[activity.sources[0]])
    return data.Term(code="", text=FROM_TASK)


def recipients_of(one: Told, disclosures: Iterable[Disclosure]) -> Iterator[data.RecipientEntry]:
    """Who got an item, as the letter names them, the earliest first where the days are known."""
    vocabulary = Vocabulary(Language.DANISH)
    for each in disclosures:
        if one.number in each.numbers:
            day = _day(one) if each.mails else each.on
            occasion = each.occasion or MAILED
            yield data.RecipientEntry(name=vocabulary.word(each.recipient, "outside"), on=day, occasion=occasion)


def deletion_of(one: Told, activity: Activity | None, today: date) -> data.DeletionEntry:
    """When an item is deleted, as far as its task's rules and its own dates tell; a day that is past is no earliest."""
    found = _deletions(one, activity, today)
    days, earliest = {each.on for each in found}, [each.on or each.earliest for each in found]
    first = min((day for day in earliest if day), default=None) if all(earliest) else None
    return data.DeletionEntry(
        on=next(iter(days)) if len(days) == 1 else None,
        earliest=first if first and (first >= today or None not in days) else None,
        text=_in_words(found, first, today),
    )


def overdue(told: Iterable[Told], activities: Activities, today: date) -> list[int]:
    """The numbers of items whose period has ended by each rule of their task."""
    dated = ((one.number, _deletions(one, activities.get(one.hit.activity), today)) for one in told)
    return [number for number, found in dated if found and all(each.on and each.on < today for each in found)]


def _deletions(one: Told, activity: Activity | None, today: date) -> tuple[Deletion, ...]:
    texts = [*(passage.text for passage in one.hit.passages), one.register]
    return deletions(activity.retention if activity else (), texts, dated=_day(one), today=today)


def _day(one: Told) -> date | None:
    """When the item is of; its file's own time says too little, as copying changes it."""
    stated = one.hit.date
    return day_of(stated.value) if stated is not None and stated.kind is not StatedKind.STORED else None


def _in_words(found: Sequence[Deletion], earliest: date | None, today: date) -> str:
    """Each rule where one of them gives a day; else the earliest day, or what is not known."""
    periods = [each for each in found if each.rule.years is not None]
    if not periods:
        return DELETION["open"]
    if any(each.on for each in periods):
        return "; ".join(_rule(each, today, several=len(found) > 1) for each in found)
    if earliest and earliest >= today:
        return DELETION["earliest"].format(day=Vocabulary(Language.DANISH).day(earliest))
    return DELETION["unknown"].format(trigger=" eller ".join(dict.fromkeys(each.rule.trigger for each in periods)))


def _rule(each: Deletion, today: date, *, several: bool) -> str:
    rule, day = each.rule, Vocabulary(Language.DANISH).day
    covers = f"{rule.covers}: " if several and rule.covers else ""
    if each.on is None or each.since is None:
        return covers + (DELETION["open"] if rule.years is None else DELETION["unknown"].format(trigger=rule.trigger))
    code = "past" if each.on < today else "on"
    text = DELETION[code].format(day=day(each.on), since=day(each.since), years=rule.years, trigger=rule.trigger)
    kept = words.PRESERVATION[rule.preservation]
    return f"{covers}{text}{f'; {kept}' if kept else ''}"
