"""Everything about a person, from files to answer: recall, precision, namesakes, register rows and gaps.

The invented municipality is generated, indexed through the product, and asked
for each of its subjects; ``expected.json`` says what must come out. Nothing in
the product was trained or tuned on its texts.

An item counts as *found* at the levels certain, likely and possible; as *sure*
at certain and likely. A copy of the same bytes that a hit names is found with it.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dsar.app import Workspace, open_workspace, worker_processes
from dsar.find.subject import subject_from
from dsar.model import Answer, Level
from dsar.workspace import make_workspace
from sample_data import Sample, generate

Place = tuple[str, str]
ORDER = {Level.OTHER: 0, Level.POSSIBLE: 1, Level.LIKELY: 2, Level.CERTAIN: 3}
SURE = (Level.CERTAIN, Level.LIKELY)
SHOWN_MISSES = 12


@dataclass(slots=True)
class Tally:
    """How many of a group were to be found, were found, and were found as surely as they should be."""

    wanted: int = 0
    found: int = 0
    sure_enough: int = 0


@dataclass(slots=True)
class Scores:
    """What the answers of all subjects add up to."""

    by_strength: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    by_form: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    by_profile: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    by_cpr_form: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    found_wrong: Counter[str] = field(default_factory=Counter)
    sure_right: Counter[str] = field(default_factory=Counter)
    sure_wrong: Counter[str] = field(default_factory=Counter)
    namesakes: int = 0
    namesakes_sure: int = 0
    rows_wanted: int = 0
    rows_right: int = 0
    rows_shown: int = 0
    rows_of_namesakes: int = 0
    as_other: int = 0
    misses: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def tables(self) -> tuple[tuple[str, dict[str, Tally]], ...]:
        """What is printed group by group, with the tables' titles."""
        return (
            ("profile", self.by_profile),
            ("strength", self.by_strength),
            ("CPR number written as", self.by_cpr_form),
            ("form", self.by_form),
        )


def run() -> None:
    """Print the figures; ``ANSWERS_SEED``, ``ANSWERS_SCALE`` and ``ANSWERS_MISSES`` (how many to show) change them."""
    seed, scale = int(os.environ.get("ANSWERS_SEED", "1")), int(os.environ.get("ANSWERS_SCALE", "1"))
    with tempfile.TemporaryDirectory() as folder:
        sample = generate(Path(folder) / "fjordlev", seed=seed, scale=scale)
        make_workspace(sample.folder)
        with open_workspace(sample.folder) as space:
            _index(space)
            scores = Scores()
            for subject in sample.expected["subjects"]:
                answer = space.find(subject_from(subject["subject"], subject["id"]), purpose="evaluation")
                _weigh(subject, answer, scores)
            _report(scores, sample)
            _gaps(sample, {(g.store, g.gap.locator, g.gap.code.value) for g in space.gaps()})


def _index(space: Workspace) -> None:
    started = time.perf_counter()
    items = passages = 0
    with worker_processes(2) as workers:
        for store in space.named(()):
            summary = space.index(store, workers=workers, progress=lambda state: None)
            items, passages = items + summary.items, passages + summary.passages
    print(f"indexed {items} items, {passages} passages in {time.perf_counter() - started:.1f} s")


def _weigh(subject: dict[str, Any], answer: Answer, scores: Scores) -> None:
    """Add one subject's answer to the scores."""
    scores.seconds.append(answer.seconds)
    levels: dict[Place, Level] = {}
    for hit in answer.hits:
        twins = (tuple(d.split(":", 1)) for d in hit.duplicates)
        for place in ((hit.store, hit.item), *((s, i) for s, i in twins)):
            levels[place] = max(levels.get(place, Level.OTHER), hit.level, key=ORDER.__getitem__)
    for expected in subject["hits"]:
        _count(expected, levels.get((expected["store"], expected["item"])), subject, scores)
    own = {(h["store"], h["item"]) for h in (*subject["hits"], *subject["unreached"])}
    profile = subject["profile"]
    for place, level in levels.items():
        if level in SURE:
            (scores.sure_right if place in own else scores.sure_wrong)[profile] += 1
            if place not in own:
                scores.wrong.append(f"{subject['id']} {level.value}: {place[0]}:{place[1]}")
        elif level is Level.POSSIBLE and place not in own:
            scores.found_wrong[profile] += 1
    strangers = [levels.get((n["store"], n["item"])) for n in subject["namesake_items"]]
    scores.namesakes += len(strangers)
    scores.namesakes_sure += sum(level in SURE for level in strangers)
    _rows(subject, answer, scores)


def _count(expected: dict[str, Any], level: Level | None, subject: dict[str, Any], scores: Scores) -> None:
    found = level is not None and level is not Level.OTHER
    enough = found and level is not None and ORDER[level] >= ORDER[Level(expected["level_at_least"])]
    scores.as_other += level is Level.OTHER
    cpr_forms = [w for w in expected["written"] if w.startswith("cpr:")] if expected["strength"] == "cpr" else []
    for tally in (
        *(scores.by_cpr_form[form] for form in cpr_forms),
        scores.by_strength[expected["strength"]],
        scores.by_form[expected["form"]],
        scores.by_profile[subject["profile"]],
    ):
        tally.wanted += 1
        tally.found += found
        tally.sure_enough += enough
    if not found:
        where = f"{expected['store']}:{expected['item']}"
        scores.misses.append(
            f"{subject['id']} {expected['form']} [{expected['strength']}] {where} {expected['planted']} ({level})"
        )


def _rows(subject: dict[str, Any], answer: Answer, scores: Scores) -> None:
    """Rows of registers, as shown in hits that are sure."""
    own = {(r["store"], r["item"], r["place"]) for r in subject["register_rows"]}
    others = {(r["store"], r["item"], r["place"]) for r in subject["namesake_rows"]}
    shown = {
        (hit.store, hit.item, passage.place)
        for hit in answer.hits
        if hit.store == "registre" and hit.level in SURE
        for passage in hit.passages
    }
    sure_items = {(store, item) for store, item, _ in shown}
    scores.rows_wanted += sum((store, item) in sure_items for store, item, _ in own)
    scores.rows_right += len(own & shown)
    scores.rows_shown += len(shown)
    scores.rows_of_namesakes += len(others & shown)


def _report(scores: Scores, sample: Sample) -> None:
    total, sure = _sum(scores.by_profile.values()), sum(scores.sure_right.values())
    wrong = sum(scores.sure_wrong.values())
    possible = sum(scores.found_wrong.values())
    subjects = sample.expected["subjects"]
    print(f"{sample.expected['people']} people, {sample.expected['items']} items, {len(subjects)} subjects")
    print(
        f"item recall, all levels      {_share(total.found, total.wanted)}  (kept as somebody else: {scores.as_other})"
    )
    print(f"found as surely as expected  {_share(total.sure_enough, total.wanted)}")
    print(f"precision, certain + likely  {_share(sure, sure + wrong)}")
    print(f"namesakes' items taken as certain or likely  {scores.namesakes_sure} of {scores.namesakes}")
    print(f"other people's items shown as possible       {possible} ({possible / len(subjects):.1f} a subject)")
    print(
        f"register rows: recall {_share(scores.rows_right, scores.rows_wanted)}, "
        f"precision {_share(scores.rows_right, scores.rows_shown)}, namesakes' rows shown {scores.rows_of_namesakes}"
    )
    ordered = sorted(scores.seconds)
    median, slow = ordered[len(ordered) // 2] * 1000, ordered[len(ordered) * 95 // 100] * 1000
    print(f"find: median {median:.0f} ms, p95 {slow:.0f} ms")
    for title, tallies in scores.tables():
        print(f"\n{title:28} {'wanted':>7} {'recall':>7} {'sure enough':>12}")
        for name, tally in sorted(tallies.items(), key=lambda nt: (-nt[1].wanted, nt[0])):
            recall, sure_enough = tally.found / tally.wanted, tally.sure_enough / tally.wanted
            print(f"{name:28} {tally.wanted:7} {recall:7.3f} {sure_enough:12.3f}")
    print("\nprecision at certain + likely by profile")
    for profile in scores.by_profile:
        right, other = scores.sure_right[profile], scores.sure_wrong[profile]
        print(f"{profile:28} {_share(right, right + other)}")
    shown = int(os.environ.get("ANSWERS_MISSES", SHOWN_MISSES))
    for title, lines in (("missed", scores.misses), ("wrongly sure", scores.wrong)):
        print(f"\n{title}: {len(lines)}", *sorted(lines)[:shown], sep="\n  ")


def _gaps(sample: Sample, found: set[tuple[str, str, str]]) -> None:
    """Gaps agree where store, locator and code do; a near miss has the file and the code."""
    expected = {(g["store"], g["item"], g["code"]) for g in sample.expected["gaps"]}
    files = {(s, i.split("!")[0], c) for s, i, c in found}
    near = {g for g in expected - found if (g[0], g[1].split("!")[0], g[2]) in files}
    print(f"\ngaps: {len(expected & found)} of {len(expected)} agree, {len(near)} by file and code only; "
          f"{len(found - expected)} not expected")  # fmt: skip
    for title, gaps in (("not reported", expected - found - near), ("not expected", found - expected)):
        print(f"{title}:", *sorted(" ".join(g) for g in gaps)[:SHOWN_MISSES], sep="\n  ")


def _sum(tallies: Iterable[Tally]) -> Tally:
    rows = list(tallies)
    return Tally(sum(t.wanted for t in rows), sum(t.found for t in rows), sum(t.sure_enough for t in rows))


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.4f} ({part} of {whole})" if whole else "– (none)"


if __name__ == "__main__":
    sys.exit(run())
