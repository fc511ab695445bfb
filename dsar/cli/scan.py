"""``dsar scan``: the personal data in files or folders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dsar.cli.output import INCOMPLETE, emit, json_option, number, say
from dsar.model import Finding, Gap, Kind

if TYPE_CHECKING:
    from rich.console import Console

MASK = "█"


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--kind", "kinds", multiple=True, type=click.Choice([kind.value for kind in Kind]), help="Only this kind."
)
@click.option(
    "--min-score", type=click.FloatRange(0, 1), default=0.0, show_default=True, help="Only from this score up."
)
@click.option("--mask", is_flag=True, help="Hide the values: show where they are, and not what.")
@json_option
@click.pass_context
def scan(
    ctx: click.Context, *, paths: tuple[Path, ...], kinds: tuple[str, ...], min_score: float, mask: bool, as_json: bool
) -> None:
    """Print the personal data found in files or folders, with the reasons.

    Example: dsar scan --kind cpr --min-score 0.5 mappe/
    """
    from rich.console import Console

    from dsar.cli.documents import read_paths
    from dsar.detect import Detectors

    detectors = Detectors(today=datetime.now(UTC).date(), kinds=frozenset(map(Kind, kinds)) or None, thorough=True)
    console = Console(highlight=False, soft_wrap=True)
    counts: Counter[str] = Counter()
    incomplete = False
    for item, located in read_paths(paths):
        value = located.value
        if isinstance(value, Gap):
            incomplete = True
            if as_json:
                emit({"type": "gap", "item": item, "code": value.code.value, "reason": value.reason})
            else:
                say(f"{item}: {value.code.value}: {value.reason}")
            continue
        for finding in detectors.detect(value.text):
            if finding.score < min_score:
                continue
            counts[finding.kind.value] += 1
            described = _described(finding, value.text, item, value.place, mask=mask)
            if as_json:
                emit(described)
            else:
                _show(console, described)
    if not as_json:
        found = ", ".join(f"{number(n)} {kind}" for kind, n in counts.most_common())
        say(f"{number(counts.total())} findings" + (f": {found}" if found else "") + ".")
    if incomplete:
        ctx.exit(INCOMPLETE)


def _described(finding: Finding, text: str, item: str, place: str, *, mask: bool) -> dict[str, Any]:
    """The finding as CONTRACT.md has it."""
    covered = finding.span.of(text)
    return {
        "type": "finding",
        "item": item,
        "place": place,
        "kind": finding.kind.value,
        "start": finding.span.start,
        "end": finding.span.end,
        "text": MASK * len(covered) if mask else covered,
        "key": MASK * len(finding.key) if mask else finding.key,
        "score": finding.score,
        "evidence": [{"rule": e.rule, "weight": e.weight} for e in finding.evidence],
    }


def _show(console: Console, described: Mapping[str, Any]) -> None:
    from rich.text import Text

    from dsar.words import EVIDENCE, KINDS

    reasons = (EVIDENCE.get(e["rule"], e["rule"]) for e in described["evidence"])
    score = described["score"]
    colour = "green" if score >= 0.8 else "yellow" if score >= 0.5 else "bright_black"
    line = Text()
    line.append(f"{described['item']}, {described['place']}, tegn {described['start']}-{described['end']}: ")
    line.append(KINDS[Kind(described["kind"])], style="bold")
    line.append(" " + " ".join(described["text"].split()), style=colour)
    line.append(f" {score:.0%}", style=colour)
    line.append(f"  ({', '.join(reasons)})", style="dim")
    console.print(line)
