"""Everything about X: recall, precision, namesakes, roles and calibration of ``find`` over the sample municipality.

Nothing was trained on it. ``DSAR_SAMPLE_SEED`` draws another municipality, or several
(``"7 8 9"``); ``DSAR_PICTURE`` names a file for a picture of the calibration.
"""

from __future__ import annotations

import os
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from dsar.app import Workspace
from dsar.find import find
from dsar.find.subject import subject_from
from dsar.model import Answer, Hit, Level
from sample_data.expected import PROFILES
from sample_data.people import TODAY
from tests.evaluate._calibration import Judged, picture, table
from tests.evaluate._sample import indexed

SURE = (Level.CERTAIN, Level.LIKELY)
ORDER = {"certain": 3, "likely": 2, "possible": 1, "other": 0}
SHOWN = 12


def run() -> None:
    """Print the figures of each municipality, and how the probabilities of all of them are calibrated."""
    judged: list[Judged] = []
    seeds = os.environ.get("DSAR_SAMPLE_SEED", "1").split()
    for seed in seeds:
        print(f"seed {seed}")
        with indexed(int(seed)) as (space, expected):
            judged += measure(space, expected)
    print(*table(judged), sep="\n")
    if file := os.environ.get("DSAR_PICTURE"):
        Path(file).write_text(picture(judged, f"find: {len(judged)} hits, seeds {', '.join(seeds)}"), encoding="utf-8")


def measure(space: Workspace, expected: dict[str, Any]) -> list[Judged]:
    """Ask for every subject, compare and print; what was said of each hit, and whether it was so."""
    count: Counter[str] = Counter()
    missed: defaultdict[str, list[str]] = defaultdict(list)
    seconds = []
    judged: list[Judged] = []
    for entry in expected["subjects"]:
        started = time.perf_counter()
        answer = find(
            subject_from(entry["subject"], "sample"),
            engine=space.engine,
            library=space.library,
            keys=space.keys,
            today=TODAY,
        )
        seconds.append(time.perf_counter() - started)
        compare(entry, answer, count, missed)
        judged += _judged(entry, answer)
    _print(count, missed, seconds)
    return judged


def _judged(entry: dict[str, Any], answer: Answer) -> list[Judged]:
    own = {(h["store"], h["item"]) for h in (*entry["hits"], *entry["unreached"])}
    return [(hit.probability, bool(_places(hit) & own)) for hit in answer.hits]


def compare(entry: dict[str, Any], answer: Answer, count: Counter[str], missed: defaultdict[str, list[str]]) -> None:
    """Count one subject's answer."""
    found = {place: hit for hit in answer.hits for place in _places(hit)}
    who = f"{entry['id']} {entry['profile']}"
    for want in entry["hits"]:
        hit = found.get((want["store"], want["item"]))
        count["expected"] += 1
        count[f"strength {want['strength']}"] += 1
        groups = f"profile {entry['profile']}", f"form {want['form']}", f"least {want['level_at_least']}"
        count.update(groups)
        if hit is not None:
            count.update(f"found in {group}" for group in groups)
            count.update(
                f"level in {group}" for group in groups if ORDER[hit.level.value] >= ORDER[want["level_at_least"]]
            )
        if hit is None:
            count[f"missed {want['strength']}"] += 1
            missed["missed"].append(f"{who}: {want['store']}:{want['item']} {want['planted']} {want['form']}")
            continue
        count["found"] += 1
        count["role right"] += _role(hit) == want["role"]
        if ORDER[hit.level.value] >= ORDER[want["level_at_least"]]:
            count["level right"] += 1
        else:
            key = f"level {want['level_at_least']}->{hit.level.value} {want['strength']}"
            count[key] += 1
            missed["too low"].append(f"{who}: {want['item']} {hit.probability:.3f} {want['planted']} {_rules(hit)}")
    right = {(h["store"], h["item"]) for h in entry["hits"]}
    known = right | {(h["store"], h["item"]) for h in entry["unreached"]}
    strangers = {(h["store"], h["item"]) for h in entry["namesake_items"]}
    count["namesake items"] += len(strangers)
    for hit in answer.hits:
        count[f"hits {hit.level.value}"] += 1
        places = _places(hit)
        if places & strangers:
            count[f"namesake {hit.level.value}"] += 1
        if hit.level in SURE:
            count["sure"] += 1
            count[f"sure {entry['profile']}"] += 1
            count[f"sure right {entry['profile']}"] += bool(places & known)
            count["sure right"] += bool(places & right)
            if not places & known:
                missed["wrong"].append(f"{who}: {hit.store}:{hit.item} {hit.probability:.3f} {_rules(hit)}")
            else:
                count["sure right or not reached"] += 1
    _rows(entry, found, count, missed)


def _rows(
    entry: dict[str, Any],
    found: dict[tuple[str, str], Hit],
    count: Counter[str],
    missed: defaultdict[str, list[str]],
) -> None:
    own = {(r["store"], r["item"], r["place"]) for r in entry["register_rows"]}
    for store, item, place in own:
        hit = found.get((store, item))
        count["rows"] += 1
        shown = hit is not None and place in {p.place for p in hit.passages}
        count["rows found"] += shown
        if not shown:
            missed["row missed"].append(f"{entry['id']} {entry['profile']}: {item} {place}")
    for r in entry["namesake_rows"]:
        hit = found.get((r["store"], r["item"]))
        count["namesake rows"] += 1
        if hit is not None and hit.level in SURE and r["place"] in {p.place for p in hit.passages}:
            count["namesake rows shown"] += 1
            shown_clues = [c.rule for p in hit.passages if p.place == r["place"] for c in p.clues]
            missed["row of another"].append(f"{entry['id']} {entry['profile']}: {r['item']} {r['place']} {shown_clues}")
    for item in {(s, i) for s, i, _ in own}:
        hit = found.get(item)
        if hit is not None and hit.level in SURE:
            others = {p.place for p in hit.passages} - {p for s, i, p in own if (s, i) == item}
            count["other rows shown"] += len(others)
            if others:
                missed["another row"].append(f"{entry['id']} {entry['profile']}: {item[1]} {sorted(others)[:3]}")


def _places(hit: Hit) -> set[tuple[str, str]]:
    twins = {(place.partition(":")[0], place.partition(":")[2]) for place in hit.duplicates}
    return {(hit.store, hit.item), *twins}


def _rules(hit: Hit) -> list[str]:
    return [f"{c.rule}{c.weight:+.1f}" for p in hit.passages for c in p.clues][:8]


def _role(hit: Hit) -> str:
    from dsar.find.output import role_of

    return role_of(hit).value


def _print(count: Counter[str], missed: dict[str, list[str]], seconds: list[float]) -> None:
    def share(part: str, whole: str) -> str:
        return f"{count[part]}/{count[whole]} = {count[part] / max(1, count[whole]):.4f}"

    print(f"subjects {len(seconds)}, profiles {len(PROFILES)}")
    print(f"item recall, all levels            {share('found', 'expected')}   (bar 0.99)")
    print(f"precision at certain+likely        {share('sure right or not reached', 'sure')}   (bar 0.98)")
    print(f"  counting unreached as wrong      {share('sure right', 'sure')}")
    sure = count["namesake certain"] + count["namesake likely"]
    print(f"namesakes' items certain+likely    {sure}/{count['namesake items']}   (bar 0.002)")
    print(f"namesakes' items possible / other  {count['namesake possible']} / {count['namesake other']}")
    print(f"right register row                 {share('rows found', 'rows')}   (bar 0.999)")
    print(f"rows of namesakes / others shown   {count['namesake rows shown']} / {count['other rows shown']}   (bar 0)")
    print(f"level at least as expected         {share('level right', 'found')}")
    print(f"role as expected                   {share('role right', 'found')}")
    levels = ", ".join(f"{level} {count[f'hits {level}']}" for level in ORDER)
    ordered = sorted(seconds)
    p50, p95 = ordered[len(ordered) // 2], ordered[len(ordered) * 95 // 100]
    print(f"hits: {levels}; seconds p50 {p50:.3f} p95 {p95:.3f} max {ordered[-1]:.3f}")
    _groups(count)
    for name in _names(count, "missed "):
        print(f"  missed by {name}: {count['missed ' + name]} of {count['strength ' + name]}")
    for name in _names(count, "level "):
        if "->" in name:
            print(f"  {name}: {count['level ' + name]}")
    for kind, lines in missed.items():
        print(f"{kind}: {len(lines)}")
        for line in lines[:SHOWN]:
            print(f"    {line}")


def _groups(count: Counter[str]) -> None:
    """Recall, and level as expected, by profile, by expected level and by written form; precision by profile."""
    for kind in ("profile", "least", "form"):
        print(
            f"  {kind:<28} {'wanted':>6} {'recall':>7} {'level':>7}"
            + "  precision at certain+likely" * (kind == "profile")
        )
        for name in _names(count, f"{kind} "):
            group = f"{kind} {name}"
            wanted, found, level = (count[f"{part}{group}"] for part in ("", "found in ", "level in "))
            sure, right = count[f"sure {name}"], count[f"sure right {name}"]
            precision = f"  {right / sure:.4f} ({right}/{sure})" if kind == "profile" and sure else ""
            print(f"  {name:<28} {wanted:>6} {found / wanted:7.4f} {level / wanted:7.4f}{precision}")


def _names(count: Iterable[str], prefix: str) -> list[str]:
    return sorted(key.removeprefix(prefix) for key in count if key.startswith(prefix))
