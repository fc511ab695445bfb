"""A passage's place as a citizen may read it: no more of it than dsar itself wrote.

The place of a row begins with its sheet's name, which somebody gave it, and which
may name anybody: ``Hansen opsagt række 4``. Where something is withheld, that would tell it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from dsar.extract.format_words import FORMAT_PLACES
from dsar.words import NEUTRAL_PLACES, PLACES

_NAMED = (
    "sheet_row",
    "sheet_column",
    "sheet_comment",
    "sheet_comments",
    "sheet_text",
    "sheet_print",
    "sheet_links",
    "sheet_form",
    "formulas",
)
"""Places that begin with the name of a sheet."""
_NUMBER, _CELL = "[0-9]{1,9}", "[A-Z]{1,3}[0-9]{1,7}"
_Named = tuple[re.Pattern[str], str]


def neutral_place(text: str) -> str:
    """The place with a sheet's own name left out; of a place that dsar did not word, only that it is a part."""
    ours, named = _forms()
    if not text or ours.fullmatch(text):
        return text
    for form, neutral in named:
        found = form.search(text)
        if found:
            return neutral.format(NEUTRAL_PLACES["sheet"], *found.groups())
    return NEUTRAL_PLACES["part"]


@lru_cache(maxsize=1)
def _forms() -> tuple[re.Pattern[str], tuple[_Named, ...]]:
    """What dsar words whole, alone or one after another with commas between; and the endings behind a sheet's name."""
    every: Mapping[str, str] = {**PLACES, **FORMAT_PLACES}
    whole = [form for form in every.values() if not form.startswith("{}") and not form.endswith(", {}")]
    plurals = [f"{PLACES['comment']}er", *(form.replace(" {}", "") for form in whole if "{}" in form)]
    heads = f"{PLACES['page_head']} og {PLACES['page_foot']}"
    one = "|".join(sorted({_pattern(form, _NUMBER) for form in (*whole, *plurals, heads)}, key=len, reverse=True))
    named = ((_ending(every[name]), every[name]) for name in _NAMED)
    return re.compile(rf"(?:{one})(?:, (?:{one})){{0,3}}"), tuple(named)


def _pattern(form: str, value: str) -> str:
    return value.join(map(re.escape, form.split("{}")))


def _ending(form: str) -> re.Pattern[str]:
    values = f"({_CELL})" if form == PLACES["sheet_comment"] else f"({_NUMBER})"
    return re.compile(_pattern(form.removeprefix("{}"), values) + r"\Z")
