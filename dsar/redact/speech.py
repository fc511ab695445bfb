"""The words by which a text speaks of somebody without a name: you, she, the mother, the applicant. Pure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

from dsar.model import Span
from dsar.redact.sexes import Sex


class Word(StrEnum):
    """What kind of word speaks of somebody."""

    YOU = "you"
    I = "i"  # noqa: E741 - that is the word
    HE = "he"
    SHE = "she"
    KIN = "kin"
    """A relative or neighbour of somebody's."""
    PARTY = "party"
    """Somebody by their part in a case, which may be anybody's."""
    MAIN = "main"
    """Whom a file is about, where it does not say otherwise."""


@dataclass(frozen=True, slots=True)
class Said:
    """A word for somebody; ``stem`` is the same for all its forms, ``owner`` whose relative it is ("my", "his")."""

    span: Span
    word: Word
    stem: str = ""
    owner: Word | None = None


@dataclass(frozen=True, slots=True)
class Role:
    """A word for somebody by what they are: how it stands before a name, how it speaks of somebody alone."""

    word: Word
    stem: str
    sex: Sex | None
    label: frozenset[str]
    alone: frozenset[str]


_OWNERS = {
    **dict.fromkeys(("min", "mit", "mine"), Word.I),
    **dict.fromkeys(("din", "dit", "dine", "jeres"), Word.YOU),
    **dict.fromkeys(("hans",), Word.HE),
    **dict.fromkeys(("hendes",), Word.SHE),
    **dict.fromkeys(("sin", "sit", "sine", "deres", "dennes", "vores"), Word.MAIN),
}
_PRONOUNS = {
    **dict.fromkeys(("du", "dig", "din", "dit", "dine"), Word.YOU),
    **dict.fromkeys(("jeg", "mig", "min", "mit", "mine"), Word.I),
    **dict.fromkeys(("han", "ham", "hans"), Word.HE),
    **dict.fromkeys(("hun", "hende", "hendes"), Word.SHE),
}
_GENITIVE = r"(?:['’]?s)?"
_BEGINS_WITH_A_VERB = re.compile(
    r"""[\W_]{0,10}(?:har|havde|er|var|vil|ville|kan|kunne|skal|skulle|må|måtte|bør|bor|får|fik|går|gik|tager|tog|spiser|sover
    |mangler|manglede|ønsker|ønskede|ansøger|ansøgte|søger|søgte|modtager|modtog|oplyser|oplyste|fortæller|fortalte|siger|sagde
    |føler|følte|faldt|ses|virker|virkede|arbejder|arbejdede|kommer|kom|bruger|brugte|klarer|klarede|deltager|deltog|bevilges
    |bevilget|henvist|visiteret|tilbydes|indlagt|udskrevet|overtager|passer|klager|klagede|accepterer|afviser|afslår
    |blev|bliver)[ ](?!(?:der|det|du|dig|jeg|vi|han|hun|de|man|i)(?![^\W_]))""",
    re.VERBOSE | re.IGNORECASE,
)
"""A log's sentence without a subject: "Has eaten little"."""
_GAP = r"(?:s|ens|ets|ns)?(?:[ ]navn)?[ ]{0,2}[:,(–-]?[ ]{0,2}\n?[ ]{0,2}(?:er[ ]|hedder[ ])?"


def said_in(text: str, within: Span) -> Iterator[Said]:
    """The words for people in a stretch, in its order; a possessive with its relative is one."""
    for found in _words().finditer(text, within.start, within.end):
        if (pronoun := _PRONOUNS.get((found["pronoun"] or "").lower())) is not None:
            yield Said(Span(*found.span()), pronoun)
        elif (role := _role(found["alone"] or found["kin"])) is not None:
            yield Said(Span(*found.span()), role.word, role.stem, _OWNERS.get((found["owner"] or "").lower()))


def lacks_subject(text: str, sentence: Span) -> bool:
    """Whether a sentence begins with its verb, as notes about one person do."""
    return _BEGINS_WITH_A_VERB.match(text, sentence.start, sentence.end) is not None


def role_before(text: str, name: Span) -> Role | None:
    """What a label right before a name says that its bearer is."""
    found = _before().search(text, max(0, name.start - 60), name.start)
    return _role(found["label"]) if found else None


def relative_of(text: str, name: Span) -> Word | None:
    """Whose relative a name's bearer is called right before it: "your son Bo"."""
    found = _owned().search(text, max(0, name.start - 60), name.start)
    return _OWNERS.get(found["owner"].lower()) if found else None


def role_behind(text: str, name: Span) -> Role | None:
    """What is said of a name's bearer right behind it: "(mother)", ", brother"."""
    found = _behind().match(text, name.end, name.end + 40)
    return _role(found["label"]) if found else None


@lru_cache(maxsize=1)
def roles() -> dict[str, Role]:
    """Every role by its stem."""
    tables = tomllib.loads((files("dsar.redact") / "data" / "people.toml").read_text(encoding="utf-8"))
    return {
        stem: Role(Word(word), stem, Sex(sex) if sex else None, frozenset(label.split()), frozenset(alone.split()))
        for word, table in tables.items()
        for stem, (sex, label, alone) in table.items()
    }


def _role(form: str | None) -> Role | None:
    """The role of a form; None of letters that merely match without regard to case."""
    return _labels().get((form or "").lower())


@lru_cache(maxsize=1)
def _labels() -> dict[str, Role]:
    return {form: role for role in roles().values() for form in role.label | role.alone}


@lru_cache(maxsize=1)
def _words() -> re.Pattern[str]:
    alone = [form for role in roles().values() for form in role.alone]
    kin = [form for role in roles().values() if role.word is Word.KIN for form in role.label | role.alone]
    return re.compile(
        rf"""(?<![^\W_])(?<!(?<![^\W_])en[ ])(?<!(?<![^\W_])et[ ])(?:
            (?P<owner>{_any(_OWNERS)})[ \n](?:[^\W0-9_]{{2,15}}[ \n]){{0,2}}?(?P<kin>{_any(kin)}){_GENITIVE}
          | (?P<alone>{_any(alone)}){_GENITIVE}
          | (?P<pronoun>{_any(_PRONOUNS)})
        )(?![^\W_]|-[^\W_])""",
        re.VERBOSE | re.IGNORECASE,
    )


@lru_cache(maxsize=1)
def _before() -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_])(?P<label>{_any(_labels())}){_GAP}\Z", re.IGNORECASE)


@lru_cache(maxsize=1)
def _owned() -> re.Pattern[str]:
    kin = [form for role in roles().values() if role.word is Word.KIN for form in role.label]
    return re.compile(rf"(?<![^\W_])(?P<owner>min|din)[ \n](?:{_any(kin)}),?[ \n]\Z", re.IGNORECASE)


@lru_cache(maxsize=1)
def _behind() -> re.Pattern[str]:
    return re.compile(rf"[ ]?[,(][ ]?(?P<label>{_any(_labels())})(?=[).,\n ])", re.IGNORECASE)


def _any(forms: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, forms), key=len, reverse=True))
