"""``dsar scan``: the personal data in files or folders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dsar.cli.output import INCOMPLETE, emit, json_option, number, say, show_gap
from dsar.model import Evidence, Finding, Gap, Kind, Span

if TYPE_CHECKING:
    from dsar.detect.categories import Label
    from dsar.settings import DetectSettings

MASK = "█"
Show = Callable[[Mapping[str, Any]], None]


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--kind", "kinds", multiple=True, type=click.Choice([k.value for k in Kind]), help="Only this kind.")
@click.option("--min-score", type=click.FloatRange(0, 1), default=0.0, show_default=True, help="Only from here up.")
@click.option("--mask", is_flag=True, help="Hide the values: show where they are, and not what.")
@click.option("--categories", is_flag=True, help="Also label passages: health, debt, union membership and more.")
@json_option
@click.pass_context
def scan(
    ctx: click.Context,
    *,
    paths: tuple[Path, ...],
    kinds: tuple[str, ...],
    min_score: float,
    mask: bool,
    categories: bool,
    as_json: bool,
) -> None:
    """Print the personal data found in files or folders, with the reasons.

    Needs no workspace; of the one that is named or stands around, it knows the lists of [detect] and the passwords.

    Example: dsar scan --kind cpr --min-score 0.5 mappe/
    """
    from dsar.cli.documents import passwords_of, read_paths, settings_around
    from dsar.settings import DetectSettings

    around = settings_around(ctx.find_root().obj)
    own = around.detect if around else DetectSettings()
    look = _looker(frozenset(map(Kind, kinds)), categories=categories, own=own)
    show = emit if as_json else _printer()
    counts: Counter[str] = Counter()
    incomplete = False
    for item, located in read_paths(paths, passwords_of(around)):
        value = located.value
        if isinstance(value, Gap):
            incomplete = True
            show_gap(item, value, as_json=as_json)
            continue
        for found in look(value.text):
            if found["score"] >= min_score:
                counts[str(found.get("kind") or found["category"])] += 1
                show({"type": found["type"], "item": item, "place": value.place} | (_masked(found) if mask else found))
    if not as_json:
        listed = ", ".join(f"{number(n)} {kind}" for kind, n in counts.most_common())
        say(f"{number(counts.total())} findings" + (f": {listed}" if listed else "") + ".")
    if incomplete:
        ctx.exit(INCOMPLETE)


def _looker(
    kinds: frozenset[Kind], *, categories: bool, own: DetectSettings
) -> Callable[[str], Iterable[dict[str, Any]]]:
    """What finds everything that was asked for in a text, as objects of CONTRACT.md without their place."""
    from dsar.detect import Detectors
    from dsar.detect.categories import Categories

    detectors = Detectors(today=datetime.now(UTC).date(), kinds=kinds or None, thorough=True, names=own.names)
    labels = Categories(own.cues) if categories else None

    def look(text: str) -> Iterable[dict[str, Any]]:
        findings = detectors.detect(text)
        yield from (_finding(finding, text, findings) for finding in findings)
        if labels is not None:
            yield from (_label(label, text) for label in labels.label(text, findings))

    return look


def _finding(finding: Finding, text: str, findings: Sequence[Finding]) -> dict[str, Any]:
    return (
        {"type": "finding", "kind": finding.kind.value}
        | _where(finding.span, text)
        | {"key": finding.key, "score": finding.score, "evidence": _evidence(finding.evidence)}
        | (_concerned(finding, text, findings) if finding.kind is Kind.PROTECTED else {})
    )


def _concerned(marker: Finding, text: str, findings: Sequence[Finding]) -> dict[str, Any]:
    """Whom a marker of protection concerns: where that person's finding is, not what it says."""
    from dsar.detect.protected import concerned

    person = concerned(marker, findings, text)
    where = {"kind": person.kind.value, "start": person.span.start, "end": person.span.end} if person else None
    return {"concerns": where}


def _label(label: Label, text: str) -> dict[str, Any]:
    return (
        {"type": "label", "category": label.category.value, "class": label.data_class.value}
        | _where(label.span, text)
        | {"score": label.score, "needs_confirmation": label.needs_confirmation, "evidence": _evidence(label.evidence)}
    )


def _where(span: Span, text: str) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": span.of(text)}


def _evidence(evidence: Sequence[Evidence]) -> list[dict[str, Any]]:
    return [{"rule": one.rule, "weight": one.weight} for one in evidence]


def _masked(found: Mapping[str, Any]) -> dict[str, Any]:
    """The same without the value; a label's cue is a word of ours, but may stand in a name."""
    return {k: MASK * len(v) if k in ("text", "key") else v for k, v in found.items()}


def _printer() -> Show:
    """What prints a finding or label as a line for people, in Danish."""
    from rich.console import Console
    from rich.text import Text

    from dsar.words import CATEGORIES, CATEGORY_EVIDENCE, CONCERNS, DATA_CLASSES, EVIDENCE, KINDS

    console = Console(highlight=False, soft_wrap=True)
    phrases = EVIDENCE | CATEGORY_EVIDENCE

    def show(found: Mapping[str, Any]) -> None:
        score = found["score"]
        colour = "green" if score >= 0.8 else "yellow" if score >= 0.5 else "bright_black"
        if found["type"] == "label":
            what = f"{CATEGORIES[found['category']]} ({DATA_CLASSES[found['class']]})"
        else:
            what = KINDS[Kind(found["kind"])]
        reasons = dict.fromkeys(phrases.get(one["rule"], one["rule"]) for one in found["evidence"])
        line = Text(f"{found['item']}, {found['place']}, tegn {found['start']}-{found['end']}: ")
        line.append(what, style="bold")
        line.append(" " + " ".join(found["text"].split()), style=colour)
        line.append(f" {score:.0%}", style=colour)
        if concerns := found.get("concerns"):
            line.append(f" {CONCERNS.format(**concerns)}")
        line.append(f"  ({', '.join(reasons)})", style="dim")
        console.print(line)

    return show
