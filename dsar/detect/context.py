"""What stands around a number: its label, its table column, what touches it. The same for all kinds."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from dsar.detect.labels import Label, Labels
from dsar.model import Span

_JOINED_BEFORE = regex.compile(r"(?:[0-9][.,/:+*=_-][ ]?|[0-9]\u00ad)\Z")
_JOINED_AFTER = regex.compile(r"[ ]?[.,/:+*=_-][0-9]")
_ROW_BEFORE = regex.compile(r"[0-9][ \u00a0]\Z")
_ROW_AFTER = regex.compile(r"[ \u00a0][0-9]")


def label_of(labels: Labels, text: str, span: Span) -> Label | None:
    """The number's label: the words before it, else its column's header."""
    label = labels.before(text, span.start)
    if label is None or not label.adjacent:
        column = labels.column(text, span.start)
        if column is not None:
            return Label(column, adjacent=True)
    return label


def label_rules(labels: Labels, text: str, span: Span, *, kind: str, own: frozenset[str]) -> Iterator[str]:
    """The rule ids ``<kind>.label…`` for a number whose own labels are ``own``."""
    label = label_of(labels, text, span)
    if label is None or not label.adjacent:
        behind = labels.after(text, span.end)
        if behind is not None and behind.kind in own:
            yield f"{kind}.label.after"
        if behind is not None and behind.kind == "amount":
            yield f"{kind}.amount"
    if label is not None:
        yield f"{kind}.{label_rule(label, own)}"


def label_rule(label: Label, own: frozenset[str]) -> str:
    """``label``, ``label.near``, ``label.other`` or ``label.other.near``."""
    rule = "label" if label.kind in own else "label.other"
    return rule if label.adjacent else f"{rule}.near"


def touching(text: str, span: Span, *, kind: str) -> Iterator[str]:
    """The rule ids for letters and digits that touch a number."""
    before, after = text[max(0, span.start - 3) : span.start], text[span.end : span.end + 3]
    if before[-1:].isalpha() or after[:1].isalpha():
        yield f"{kind}.glued"
    if _JOINED_BEFORE.search(before) or _JOINED_AFTER.match(after):
        yield f"{kind}.joined"
    elif _ROW_BEFORE.search(before) or _ROW_AFTER.match(after):
        yield f"{kind}.row"
