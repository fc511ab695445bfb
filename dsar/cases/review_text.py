"""The review as objects for programs, and as Danish text for a caseworker. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from dsar.cases.decisions import Entry, Review
from dsar.cases.grounds import Grounds
from dsar.cases.hits import Search
from dsar.cases.originals import WHOLE
from dsar.cases.proposals import Proposal
from dsar.cases.review import Problem, Released, Verdict, moment
from dsar.cases.review_words import ACTIONS, ACTS, FATES, LABELS, PRESENCE, PROBLEMS, PROPOSED, STRUCK
from dsar.cases.values import Decision
from dsar.find.output import hit_object, stated_lines
from dsar.find.stack import ROLE
from dsar.find.table import where
from dsar.model import Hit, HitPassage, Level
from dsar.shown import printable
from dsar.words import CLUES, FAMILY, HIT_ROLES, LEVELS, RESTRICTED

_SHOWN = 12
"""Numbers of hits that a line names."""
_NO_MARKS: Mapping[int, str] = {}
_STYLES = {Level.CERTAIN: "bold green", Level.LIKELY: "green", Level.POSSIBLE: "yellow", Level.OTHER: "dim"}


def reviewed_hit_object(
    hit: Hit, verdict: Verdict, *, restricted: bool = False, crowded: str | None = None
) -> dict[str, Any]:
    """A line of ``dsar case hits --json``: the hit as from ``find``, its number, its decision, and how it stands."""
    kept = verdict.hit
    return hit_object(replace(hit, restricted=restricted)) | {
        "number": kept.number,
        "decision": decision_object(verdict.decision) if verdict.decision else None,
        "decided_places": [{"place": d.place} | decision_object(d) for d in verdict.places],
        "fate": verdict.fate.value,
        "role": verdict.role,
        "changed": verdict.changed,
        "presence": kept.presence.value,
        "held": kept.held,
        "thread": kept.thread,
        "crowded": crowded,
    }


def decision_object(decision: Decision) -> dict[str, Any]:
    """A decision as CONTRACT.md has it."""
    return {
        "action": decision.action.value,
        "ground": decision.ground,
        "reason": decision.reason or None,
        "by": decision.by,
        "at": decision.at.isoformat(),
    }


def entry_object(entry: Entry, review: Review) -> dict[str, Any]:
    """A line of ``dsar case history --json``."""
    return {
        "type": "entry",
        "number": entry.number,
        "batch": entry.batch,
        "act": entry.act.value,
        "hit": entry.hit,
        "place": entry.place,
        "action": entry.action.value if entry.action else None,
        "ground": entry.ground,
        "reason": entry.reason or None,
        "role": entry.role,
        "by": entry.by,
        "at": entry.at.isoformat(),
        "supersedes": entry.supersedes,
        "undoes": entry.undoes,
        "undone": entry.batch in review.undone,
    }


def status_object(
    case: str, search: Search | None, review: Review, released: Released, problems: Iterable[Problem]
) -> dict[str, Any]:
    """``dsar case status --json``."""
    left = [{"code": p.code, "hits": list(p.hits), "text": PROBLEMS[p.code]} for p in problems]
    approval = review.approval
    return {
        "type": "review",
        "case": case,
        "version": review.version,
        "search": None
        if search is None
        else {"number": search.number, "by": search.by, "at": search.at.isoformat(), "done": search.done},
        "hits": len(released.all),
        "fates": {fate.value: [v.hit.number for v in released.all if v.fate is fate] for fate in FATES},
        "problems": left,
        "ready": not left,
        "approval": {"by": approval.by, "at": approval.at.isoformat()} if approval else None,
    }


def status_lines(case: str, search: Search | None, released: Released, problems: Iterable[Problem]) -> Iterator[str]:
    """How far the review has come, and what is left."""
    if search is None:
        yield LABELS["never"].format(case=case)
        return
    counts = {fate: sum(v.fate is fate for v in released.all) for fate in FATES}
    yield ", ".join(f"{n} {FATES[fate]}" for fate, n in counts.items() if n) or LABELS["none"]
    if not search.done:
        yield LABELS["cut"].format(case=case)
    left = [f"  {PROBLEMS[p.code]}{': ' * bool(p.hits)}{numbers(p.hits)}" for p in problems]
    yield from [LABELS["left"], *left] if left else [LABELS["ready"]]


def table(
    verdicts: Iterable[Verdict], restricted: Collection[int] = (), crowded: Mapping[int, str] = _NO_MARKS
) -> RenderableType:
    """The hits as a table: how sure, where, whether many others are in it, and what was decided."""
    shown = Table(show_lines=True, expand=True)
    shown.add_column(LABELS["number"], justify="right", no_wrap=True)
    shown.add_column(LABELS["sure"], overflow="fold")
    shown.add_column(LABELS["where"], ratio=3, overflow="fold")
    shown.add_column(LABELS["decision"], ratio=2, overflow="fold")
    for verdict in verdicts:
        hit = verdict.hit
        sure = Text(LEVELS[hit.level], style=_STYLES[hit.level])
        sure.append(_role(verdict, "\n{}"), style="dim")
        where = _where(verdict, restricted)
        where.append(_marked(hit.number, crowded), style="bold yellow")
        shown.add_row(str(hit.number), sure, where, "\n".join(_decided(verdict)))
    return shown


def hit_lines(
    hit: Hit, verdict: Verdict, *, grounds: Grounds, today: date, restricted: bool = False, crowded: str | None = None
) -> Iterator[str]:
    """One hit for reading: each text whole, what was found marked »…«, and why; then what was decided."""
    kept = verdict.hit
    yield f"{LABELS['number']} {kept.number}  {printable(kept.address)}"
    yield from (f"  {LABELS['also']}: {printable(copy)}" for copy in kept.duplicates)
    yield f"  {LABELS['sure']}: {LEVELS[kept.level]}.{_role(verdict, '  ' + LABELS['role'] + ': {}')}"
    yield from (f"  {line[:1].upper()}{line[1:]}." for line in stated_lines(kept.date, kept.author))
    if kept.family not in ("", kept.address):
        yield f"  {FAMILY}: {printable(kept.family)}"
    if restricted:
        yield f"  {RESTRICTED}"
    if crowded:
        yield f"  {crowded[:1].upper()}{crowded[1:]}."
    yield f"  {LABELS['held'] if kept.held == WHOLE else LABELS['held_not']}."
    at = {place: number for number, place in enumerate(kept.places, 1)}
    for passage in hit.passages:
        numbered = f"{at[passage.place]}: " if passage.place in at else ""
        yield from ["", f"-- {numbered}{printable(passage.place)} --", marked(passage)]
        said = dict.fromkeys(CLUES.get(c.rule, c.rule) for c in passage.clues if not c.rule.startswith(f"{ROLE}."))
        if said:
            yield f"   {LABELS['why']}: {', '.join(said)}"
    yield ""
    yield from _decided(verdict)
    for decision in verdict.withheld:
        ground = grounds.get(decision.ground or "", today)
        if ground:
            yield f"{LABELS['ground']}: {ground.law}."
            if ground.caution:
                yield f"{LABELS['caution']}: {ground.caution}"


def proposal_lines(case: str, hit: int, proposed: Sequence[Proposal], struck: Collection[str]) -> Iterator[str]:
    """Sentences about others that may be struck from a hit, numbered as ``dsar case strike`` takes them."""
    if proposed:
        yield f"\n{PROPOSED}  dsar case strike {case} {hit} …"
    for number, one in enumerate(proposed, 1):
        gone = f"  [{STRUCK}]" if one.text in struck else ""
        yield f"{number:>4}  {printable(one.place)}: {printable(one.text)}{gone}"
    shown = {one.text for one in proposed}
    yield from (f"   –  {printable(text)}  [{STRUCK}]" for text in struck if text not in shown)


def history_line(entry: Entry, review: Review) -> str:
    """An entry in one line."""
    about = f" {entry.hit}" if entry.hit else ""
    place = f" ({entry.place})" if entry.place else ""
    what = f": {ACTIONS[entry.action]}" if entry.action else ""
    details = "".join(f", {value}" for value in (entry.ground, entry.role and HIT_ROLES[entry.role]) if value)
    undone = f"  [{LABELS['undone']}]" if entry.batch in review.undone else ""
    reason = f"\n      {LABELS['reason']}: {entry.reason}" if entry.reason else ""
    head = f"{entry.number:>4}  {moment(entry.at)}  {entry.by}  {ACTS[entry.act]}"
    return f"{head}{about}{place}{what}{details}{undone}{reason}"


def marked(passage: HitPassage) -> str:
    """The text, with what the evidence stands on between » and «."""
    spans = sorted({clue.span for clue in passage.clues if clue.span})
    pieces, at = [], 0
    for span in spans:
        if span.start < at:
            continue  # inside one that is marked already
        pieces += [passage.text[at : span.start], "»", span.of(passage.text), "«"]
        at = span.end
    return printable("".join([*pieces, passage.text[at:]]), keep="\n\t")


def numbers(hits: Iterable[int]) -> str:
    """Numbers of hits as a person writes them: ``1-4, 7``."""
    runs: list[list[int]] = []
    for number in sorted(hits):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    said = [str(first) if first == last else f"{first}-{last}" for first, last in runs[:_SHOWN]]
    return ", ".join(said) + ", …" * (len(runs) > _SHOWN)


def _role(verdict: Verdict, form: str) -> str:
    """What the subject is in the hit; nothing where the hit speaks for somebody else."""
    return "" if verdict.hit.level is Level.OTHER else form.format(HIT_ROLES[verdict.role])


def _marked(number: int, crowded: Mapping[int, str]) -> str:
    return f"\n{crowded[number]}" if number in crowded else ""


def _where(verdict: Verdict, restricted: Collection[int]) -> Text:
    hit = verdict.hit
    found = Hit(
        store=hit.store,
        item=hit.item,
        title=hit.title,
        probability=hit.probability,
        activity=hit.activity,
        duplicates=hit.duplicates,
        passages=(),
        restricted=hit.number in restricted,
        family=hit.family or None,
        date=hit.date,
        author=hit.author,
    )
    return where(found)


def _decided(verdict: Verdict) -> Iterator[str]:
    yield FATES[verdict.fate]
    if verdict.changed:
        yield LABELS["changed"]
    if PRESENCE[verdict.hit.presence]:
        yield PRESENCE[verdict.hit.presence]
    made: Mapping[str, Decision | None] = {"": verdict.decision, **{d.place or "": d for d in verdict.places}}
    for place, decision in made.items():
        if decision is not None:
            where = f"{place}: " if place else ""
            ground = f" ({decision.ground})" if decision.ground else ""
            yield f"{where}{ACTIONS[decision.action]}{ground}, {decision.by} {moment(decision.at)}"
