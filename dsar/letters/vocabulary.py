"""The words of a letter's language: what codes are called, how dates, numbers and lists are written.

Danish words for the codes that other stages use are theirs (:mod:`dsar.words`);
English ones, and what only letters need, are in ``templates/<language>/words.toml``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from importlib.resources import files

from dsar import words as danish
from dsar.activities import Retention
from dsar.letters.facts import Language
from dsar.stated import DANISH_TIME


class Vocabulary:
    """One language's words. Each method is a filter of the templates by its own name."""

    def __init__(self, language: Language) -> None:
        text = files("dsar.letters").joinpath("templates", language, "words.toml").read_text(encoding="utf-8")
        self.tables: Mapping[str, Mapping[str, str]] = tomllib.loads(text)
        if language is Language.DANISH:
            self.tables = {**_danish(), **self.tables}
        self._months = self.tables["months"]

    def word(self, code: str, table: str) -> str:
        """What a code is called; the code itself where the table does not have it."""
        return self.tables[table].get(code, code)

    def day(self, value: date | datetime) -> str:
        """A date in words; a moment's date in Denmark."""
        if isinstance(value, datetime):
            value = value.astimezone(DANISH_TIME).date()
        return self.tables["forms"]["day"].format(day=value.day, month=self._months[str(value.month)], year=value.year)

    def number(self, value: int) -> str:
        """A number with its thousands apart."""
        return f"{value:,}".replace(",", self.tables["forms"]["thousands"])

    def counted(self, value: int, one: str, many: str) -> str:
        """A number of things: ``1 mail``, ``12 mails``."""
        return f"{self.number(value)} {one if value == 1 else many}"

    def joined(self, values: Iterable[str]) -> str:
        """Commas, and an *and* before the last."""
        *most, last = list(values) or [""]
        return f"{', '.join(most)} {self.tables['forms']['and']} {last}" if most else last

    def numbers(self, values: Sequence[int]) -> str:
        """Numbers as ranges: ``1–17, 19 og 23``."""
        spans: list[list[int]] = []
        for value in sorted(set(values)):
            if spans and value == spans[-1][1] + 1:
                spans[-1][1] = value
            else:
                spans.append([value, value])
        return self.joined(str(a) if a == b else f"{a}–{b}" for a, b in spans)

    def retention(self, rule: Retention) -> str:
        """A rule of retention as a sentence."""
        forms = self.tables["retention"]
        what = f"{self.cap(rule.covers)}: " if rule.covers else ""
        if rule.years is None:
            return what + forms["open"].format(trigger=rule.trigger)
        kept = forms[f"preservation_{rule.preservation.value}"] if rule.preservation.value else ""
        return what + forms["years"].format(years=rule.years, trigger=rule.trigger) + kept + "."

    def tight(self, text: str) -> str:
        """A telephone number, which stays on one line."""
        return text.replace(" ", "\u00a0")

    def cap(self, text: str) -> str:
        """The text with a capital first letter."""
        return text[:1].upper() + text[1:]

    def sentence(self, text: str) -> str:
        """The text with a capital first letter and a full stop."""
        text = self.cap(text.strip())
        return text if text.endswith((".", "!", "?")) or not text else text + "."


def _danish() -> dict[str, Mapping[str, str]]:
    return {
        "bases": danish.LEGAL_BASES,
        "categories": danish.CATEGORIES,
        "sources": danish.SOURCES,
        "identifiers": danish.IDENTIFIERS,
        "gaps": {code.value: text for code, text in danish.GAPS.items()},
        "not_searched": danish.NOT_SEARCHED,
        "ai": danish.AI_USES,
        "months": {str(n): name for n, name in enumerate(danish.MONTHS, 1)},
    }
