"""What stands around a number: its label, its table column, what touches it. The same for all kinds."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import regex

from dsar.detect.labels import Labels
from dsar.model import Span

KEPT = 4096
"""Different surroundings of numbers that are remembered."""
CONTACT = 40
"""Characters on either side that are searched for an e-mail address."""

_NAME = r"\p{Lu}[\p{Ll}.'-]{1,30}+"
_NAME_BEFORE = regex.compile(rf"(?r){_NAME} {_NAME}[,;:|( \t-]{{1,4}}")
_NAME_AFTER = regex.compile(rf"[,;:|) \t-]{{1,4}}{_NAME} {_NAME}")
_BEFORE_NAME = frozenset(",;:|) \t-")
_DIGITS = frozenset("0123456789")
_JOINTS = frozenset(".,/:+*=-")
_SPACES = frozenset(" \u00a0")


def label_rules(labels: Labels, text: str, span: Span, *, kind: str, own: frozenset[str]) -> Iterator[str]:
    """The rule ids ``<kind>.label…`` for a number whose own labels are ``own``."""
    label = labels.of(text, span.start)
    if label is not None and label.adjacent and label.kind not in own and _in_brackets(text, span):
        behind = labels.after(text, span.end)
        if behind is not None and behind.kind in own and behind.adjacent:
            yield f"{kind}.label.bracket"
            return
    if label is None or not label.adjacent:
        behind = labels.after(text, span.end)
        if behind is not None and behind.kind in own:
            yield f"{kind}.label.after"
        if behind is not None and behind.kind == "amount":
            yield f"{kind}.amount"
    if label is not None and label.kind == "number":
        if kind == "phone":
            yield "phone.number"
    elif label is not None:
        rule = f"{kind}.label" if label.kind in own else f"{kind}.label.other"
        yield rule if label.adjacent else f"{rule}.{label.reach}"


def _in_brackets(text: str, span: Span) -> bool:
    """Whether a bracket opens right behind a number, as for what it is: ``Lånernr. 0101901234 (cpr)``."""
    return text.startswith(("(", " ("), span.end)


def has_contact(text: str, span: Span) -> bool:
    """Whether a name or an e-mail address stands beside a number on its line or the next."""
    near = max(0, span.start - CONTACT)
    return (
        text.find("@", near, span.start) >= 0
        or text.find("@", span.end, span.end + CONTACT) >= 0
        or has_name(text, span)
    )


def has_name(text: str, span: Span) -> bool:
    """Whether two words with capitals stand right before or right after."""
    return _NAME_BEFORE.match(text, max(0, span.start - 2 * CONTACT), span.start) is not None or (
        text[span.end : span.end + 1] in _BEFORE_NAME and _NAME_AFTER.match(text, span.end) is not None
    )


def touching(text: str, span: Span, *, kind: str) -> list[str]:
    """The rule ids for letters and digits that touch a number."""
    glued, beside = _before(text[max(0, span.start - 3) : span.start])
    glued_after, beside_after = _after(text[span.end : span.end + 3])
    rules = [f"{kind}.glued"] if glued or glued_after else []
    if beside or beside_after:
        rules.append(f"{kind}.joined" if "joined" in (beside, beside_after) else f"{kind}.row")
    return rules


@lru_cache(maxsize=KEPT)
def _after(near: str) -> tuple[bool, str]:
    """Whether a letter comes next, going away from a number; and ``joined`` where a sign and a digit do (a space may
    come first), ``row`` where a space and a digit do."""
    apart = near.removeprefix(" ")
    if len(apart) > 1 and apart[0] in _JOINTS and apart[1] in _DIGITS:
        return near[0].isalpha(), "joined"
    return near[:1].isalpha(), "row" if len(near) > 1 and near[0] in _SPACES and near[1] in _DIGITS else ""


@lru_cache(maxsize=KEPT)
def _before(near: str) -> tuple[bool, str]:
    return _after(near[::-1])
