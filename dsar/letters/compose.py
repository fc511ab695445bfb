"""From facts to a letter: fill the template, read its blocks, explain its words. Pure but for reading templates."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

from jinja2 import FunctionLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from dsar.audit import HIDDEN, masked
from dsar.cases.rights import KLE
from dsar.letters.document import Block, Glossary, Letter, Terms
from dsar.letters.facts import Facts, Language, LetterKind
from dsar.letters.glossary import explained
from dsar.letters.markup import blocks, protect, title_of
from dsar.letters.required import refuse_if_incomplete
from dsar.letters.vocabulary import Vocabulary

_FENCE = "+++\n"
_FILTERS = ("word", "day", "number", "counted", "joined", "numbers", "retention", "tight", "cap", "sentence")


def compose(facts: Facts) -> Letter:
    """The letter.

    Raises:
        SetupError: something that this kind of letter must have is empty, or it may not be sent (any more).
    """
    refuse_if_incomplete(facts)
    environment, vocabulary = _environment(facts.language)
    head, _ = _template(facts.language, facts.kind.value)
    source = environment.get_template(facts.kind.value).render(f=facts, s=facts.sender, c=facts.case)
    forms = vocabulary.tables["letter"]
    reference = tuple(_reference(facts, vocabulary))
    return Letter(
        kind=facts.kind,
        language=facts.language,
        template=f"{facts.kind.value}.{facts.language.value} {head['version']}",
        title=title_of(source),
        made=facts.made,
        sender=facts.sender,
        addressee=facts.addressee,
        reference=reference,
        blocks=tuple(_explained(list(blocks(source)), reference, facts.language)),
        footer=" · ".join(part for part in (facts.sender.name, facts.sender.address, facts.sender.website) if part),
        page_of=forms["page_of"],
        rules=facts.rules if facts.withheld else "",
    )


def versions(language: Language) -> dict[str, str]:
    """Each template's version."""
    folder = files("dsar.letters").joinpath("templates", language.value)
    names = sorted(path.name.removesuffix(".md") for path in folder.iterdir() if path.name.endswith(".md"))
    return {name: _template(language, name)[0]["version"] for name in names if not name.startswith("_")}


def _reference(facts: Facts, vocabulary: Vocabulary) -> list[tuple[str, str]]:
    forms, case, sender = vocabulary.tables["letter"], facts.case, facts.sender
    citizen = facts.kind is not LetterKind.NOTICE  # others are told no more of the case than they need
    shown = [
        ("date", vocabulary.day(facts.made)),
        ("case", case.id),
        ("kle", KLE[case.kind] if citizen else ""),
        ("received", vocabulary.day(case.received) if citizen else ""),
        ("due", vocabulary.day(case.extended_due if case.extended else case.due) if citizen else ""),
        ("unit", sender.unit),
        ("caseworker", sender.caseworker),
        ("phone", sender.phone),
    ]
    return [(forms[label], value) for label, value in shown if value]


def _explained(
    found: Sequence[Block | Glossary], reference: tuple[tuple[str, str], ...], language: Language
) -> Iterator[Block]:
    """The blocks with the explanations in their place."""
    told = [block for block in found if not isinstance(block, Glossary)]
    for block in found:
        if isinstance(block, Glossary):
            yield Terms(explained([*told, Terms(reference)], language))
        else:
            yield block


@lru_cache(maxsize=len(Language))
def _environment(language: Language) -> tuple[ImmutableSandboxedEnvironment, Vocabulary]:
    vocabulary = Vocabulary(language)
    environment = ImmutableSandboxedEnvironment(  # the letter is no HTML; finalize protects every value
        loader=FunctionLoader(lambda name: _template(language, name)[1]),
        undefined=StrictUndefined,
        finalize=_safe,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    environment.filters.update({name: getattr(vocabulary, name) for name in _FILTERS})
    return environment, vocabulary


def _safe(value: Any) -> str:
    """A value as it may stand in a letter: never a CPR number, never markup."""
    return protect(masked(str(value)).replace(HIDDEN, "[CPR]"))


@lru_cache(maxsize=64)
def _template(language: Language, name: str) -> tuple[dict[str, str], str]:
    """A template's head and body."""
    path = files("dsar.letters").joinpath("templates", language.value, f"{name}.md")
    _, head, body = path.read_text(encoding="utf-8").split(_FENCE, 2)
    return tomllib.loads(head), body
