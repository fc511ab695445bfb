"""How much of others gets into the citizen's part of a package, and how much of the subject does.

The invented municipality is generated and indexed; for each of some people a case is opened,
searched, decided about (sure hits are given) and packed. ``expected.json`` says which words of
which person were put into which item. *Another's* are those of everybody but the subject; words
that the subject is written with too (a shared address, a namesake's name) are left out, and so is
what stands in the subject's own row of a register without the other.
What is counted is whether those words, as they were written, can be read in what is told of
that item: its title, its address in the store, its excerpts, and the text of its copies.
Employees acting in office are kept on purpose; where a planted person is one, they are counted apart.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from dsar.app import Workspace, open_workspace, worker_processes
from dsar.cli.demo import answered
from dsar.errors import SetupError
from dsar.extract.rows import is_row
from dsar.find.subject import subject_from
from dsar.package import verify
from dsar.package.data import Data, ItemEntry
from dsar.redact.proof import readings
from dsar.workspace import make_workspace
from sample_data import generate

Place = tuple[str, str]
Planted = dict[Place, dict[tuple[Any, str], set[str]]]
_MARKER = re.compile(r"\[fjernet:[^\[\]]{1,80}\]")


def run() -> None:
    """Print the figures; ``PACKAGE_SUBJECTS`` (to ask for) and ``PACKAGE_SHOW`` (leaks to print) change how many."""
    subjects, shown = int(os.environ.get("PACKAGE_SUBJECTS", "12")), int(os.environ.get("PACKAGE_SHOW", "10"))
    with tempfile.TemporaryDirectory() as folder:
        sample = generate(Path(folder) / "fjordlev")
        make_workspace(sample.folder)
        planted = _planted(sample.expected["subjects"])
        tally: Counter[str] = Counter()
        leaks: list[str] = []
        with open_workspace(sample.folder) as space:
            _index(space)
            everybody = sample.expected["subjects"]
            for subject in everybody[:: max(1, len(everybody) // subjects)]:
                _weigh(space, subject, planted, tally=tally, leaks=leaks)
    _report(tally, leaks[:shown])


def _planted(subjects: Iterable[Mapping[str, Any]]) -> Planted:
    """What was written of whom, and as what, by item."""
    planted: Planted = defaultdict(lambda: defaultdict(set))
    for subject in subjects:
        for hit in subject["hits"]:
            planted[hit["store"], hit["item"]][subject["person"], hit["role"]].update(hit["planted"])
    return planted


def _index(space: Workspace) -> None:
    with worker_processes(2) as workers:
        for store in space.named(()):
            space.index(store, workers=workers, progress=lambda state: None)


def _weigh(
    space: Workspace,
    expected: Mapping[str, Any],
    planted: Planted,
    *,
    tally: Counter[str],
    leaks: list[str],
) -> None:
    out = space.settings.root / f"pakke-{expected['id']}"
    homes = {_plain(address) for address in expected["subject"].get("addresses", ())}
    tally["subjects"] += 1
    try:
        case = answered(space, subject_from(expected["subject"], expected["id"]), out)
    except SetupError as error:
        tally["stopped"] += 1
        leaks.append(f"{expected['id']}: no package: {str(error).splitlines()[0]}")
        return
    tally["intact"] += verify(out).intact
    data = Data.model_validate_json((out / "citizen/data.json").read_bytes())
    hits = {hit.number: hit for hit in space.review.hits.all(case)}
    for item in data.items:
        hit = hits[item.number]
        tally["items"] += 1
        passages = space.review.hits.open(case, item.number).passages
        whole = _plain(" ".join(p.text for p in passages) + hit.title)
        copies = [text for name in item.files for _, text in readings(out / "citizen" / name)]
        tally["pages"] += len(copies) // 2
        text = _plain(" ".join([_told(item), *copies]).replace("\u200b", ""))
        people = planted.get((hit.store, hit.item), {})
        own = {_plain(words) for (who, _), written in people.items() if who == expected["person"] for words in written}
        for words in own:
            tally["own"] += words in whole
            tally["own shown"] += words in whole and _stands(words, text)
        rows = [row for row in (_plain(p.text) for p in passages if is_row(p)) if any(words in row for words in own)]
        for (who, role), written in people.items():
            if who != expected["person"]:
                shown = _count_others(_strange(written, own | homes, rows), text, role, tally)
                leaks += [f"{expected['id']} {hit.store}:{hit.item}: {words}" for words in shown]


def _strange(written: Iterable[str], own: Collection[str], rows: Collection[str]) -> Iterator[str]:
    """What is written of another and not of the subject too, nor, without the other, in the subject's own row."""
    theirs = {_plain(words) for words in written}
    for words in sorted(theirs):
        if any(words in mine or mine in words for mine in own):
            continue
        if not any(words in row and not any(other in row for other in theirs - {words}) for row in rows):
            yield words


def _count_others(written: Iterable[str], text: str, role: str, tally: Counter[str]) -> Iterator[str]:
    """Count what of another is shown; yield it, where it should not be."""
    side = "employees" if role == "employee" else "others"
    for words in written:
        tally[side] += 1
        if _stands(words, text):
            tally[f"{side} shown"] += 1
            if side == "others":
                yield words


def _stands(words: str, text: str) -> bool:
    """Whether the words can be read, also where a narrow column broke them."""
    if words.replace(" ", "") not in text.replace(" ", ""):
        return False
    letters = " ?".join(re.escape(letter) for letter in words if letter != " ")
    return re.search(rf"(?<![^\W_]){letters}(?![^\W_])", text) is not None


def _told(item: ItemEntry) -> str:
    return " ".join((item.title, item.locator, *(passage.excerpt for passage in item.passages)))


def _plain(text: str) -> str:
    return " ".join(_MARKER.sub(" … ", text).casefold().split())


def _report(tally: Mapping[str, int], leaks: Iterable[str]) -> None:
    others, own = tally["others"] or 1, tally["own"] or 1
    print(f"{tally['subjects']} subjects, {tally['items']} items given in {tally['pages']} pages of copies")
    print(f"packages that were stopped: {tally['stopped']}; found intact by dsar verify: {tally['intact']}")
    print(f"others written in those items: {tally['others']}, shown: {tally['others shown']}")
    print(f"  leaked {tally['others shown'] / others:.3%}")
    print(f"employees at work in them: {tally['employees']} writings, shown {tally['employees shown']}")
    print(f"the subjects themselves: {tally['own']} writings, shown {tally['own shown'] / own:.1%}")
    for leak in leaks:
        print(f"  {leak}")
