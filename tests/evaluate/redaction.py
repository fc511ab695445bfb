"""What of others is left in copies, before and after the proof, and what of the rest is lost.

Every kind of document is made some times (:mod:`tests.evaluate._redaction_documents`); the truth is
what was written, not what a detector says. *Left* counts strings of others that can be read in the
copy: in its text by pdfminer.six, in any of its bytes' strings by pikepdf, or in its picture by Tesseract. *Before* is
what the plan alone would leave in the passages' text. *Lost* is the share of all other words (the subject's own and
nobody's) that the copy's text lacks; of scans, only the subject's own names and numbers are counted, as recognition
misreads words of its own accord.
"""

from __future__ import annotations

import io
import os
import re
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from dsar.detect import Detectors
from dsar.extract.extractor import Limits
from dsar.extract.reading import read_item
from dsar.extract.registry import Registry
from dsar.model import Passage
from dsar.redact.copies import Redaction, Redactor
from dsar.redact.own import own_identifiers
from dsar.redact.plan import plan_passages
from dsar.redact.text_copy import without
from tests.evaluate._redaction_documents import OWN_NAME, SELF, SUBJECT, Document, Piece, documents, write

TODAY = date(2026, 11, 21)
SCANS = frozenset({"scanned", "scanned_with_text", "photograph"})
_MARKER = re.compile(r"\[fjernet:[^\[\]]{1,80}\]")


def run() -> None:
    """Print the figures; ``REDACTION_ROUNDS`` (documents of each kind) and ``REDACTION_SHOW`` (misses to print)."""
    rounds, shown = int(os.environ.get("REDACTION_ROUNDS", "4")), int(os.environ.get("REDACTION_SHOW", "12"))
    tallies: dict[str, Counter[str]] = {}
    misses: list[str] = []
    only = os.environ.get("REDACTION_ONLY", "").split()
    with tempfile.TemporaryDirectory() as folder, Redactor(SUBJECT, today=TODAY) as redactor:
        for number, (held_out, document) in enumerate(documents(rounds)):
            if only and document.kind not in only:
                continue
            tally = tallies.setdefault(f"{'held out' if held_out else 'seen'}: {document.kind}", Counter())
            _weigh(document, write(document, Path(folder), number), redactor, Path(folder), tally, misses)
    print("kind                          pages  others  before  left  withheld  words  lost   own lost  pages/s")
    for side in ("seen", "held out"):
        _report(side, {name: tally for name, tally in tallies.items() if name.startswith(side)})
    _report("all", {"all": sum(tallies.values(), Counter())})
    for miss in misses[:shown]:
        print(f"  {miss}")


def _report(side: str, tallies: dict[str, Counter[str]]) -> None:
    for name, t in [*tallies.items(), (f"{side}: together", sum(tallies.values(), Counter()))]:
        lost = 100 * t["lost"] / max(1, t["words"])
        own = 100 * t["own lost"] / max(1, t["own"])
        rate = t["pages"] / max(0.001, t["ms"] / 1000)
        print(
            f"{name:30}{t['pages']:5}{t['others']:8}{t['before']:8}{t['left']:6}{t['withheld']:10}{t['words']:7}"
            f"{lost:6.2f}%{own:9.2f}%{rate:9.2f}"
        )


def _weigh(
    document: Document, path: Path, redactor: Redactor, folder: Path, tally: Counter[str], misses: list[str]
) -> None:
    out = folder / f"out-{path.parent.name}"
    out.mkdir()
    started = time.perf_counter()
    copies = [result.output for result in redactor.redact(path, document.name, out) if isinstance(result, Redaction)]
    tally["ms"] += round(1000 * (time.perf_counter() - started))
    needles = {needle for piece in document.others for needle in _needles(piece)}
    tally["others"] += len(needles)
    planned = _squeezed(_planned(document))
    tally["before"] += sum(_holds(planned, needle) for needle in needles)
    if not copies:
        tally["withheld"] += 1
        tally["pages"] += 1
        misses.append(f"{document.kind}: no copy")
        return
    text = "\n".join(_text(copy) for copy in copies)
    everything = [text, *(part for copy in copies for part in (_picture_text(copy), _strings(copy))), str(copies)]
    tally["pages"] += max(1, sum(_pages(copy) for copy in copies) - 1)  # the sheet about the copy is not counted
    for needle in needles:
        if any(_holds(_squeezed(_MARKER.sub(" ", part)), needle) for part in everything):
            tally["left"] += 1
            misses.append(f"{document.kind} ({path.parent.name}): left {needle[0]} {needle[1]!r}")
    _count_lost(document, text, tally, misses)


def _count_lost(document: Document, text: str, tally: Counter[str], misses: list[str]) -> None:
    there = Counter(_words(_MARKER.sub(" ", text)))
    if document.kind not in SCANS:
        wanted = Counter(_words("".join(p.text if not p.other else " " for p in document.pieces)))
        lost = wanted - there
        tally["words"] += wanted.total()
        tally["lost"] += lost.total()
        if lost:
            misses.append(f"{document.kind}: lost {dict(lost)}")
    squeezed = _squeezed(text)
    written = "".join(piece.text for piece in document.pieces if not piece.other)
    for own in (own for own in (OWN_NAME, SELF.cpr) if own in written):
        tally["own"] += 1
        if _squeezed(own).strip() not in squeezed and "".join(own.lower().split()) not in squeezed.replace(" ", ""):
            tally["own lost"] += 1
            misses.append(f"{document.kind}: own lost {own}")


def _needles(piece: Piece) -> Iterator[tuple[str, str]]:
    """What of another's would give them away, each in the squeezed form; ``word`` as a word, else anywhere."""
    match piece.other:
        case "name" | "first" | "last":
            yield from (("word", word) for word in _words(piece.text) if len(word) > 1 and word != "bo")
        case "address":
            yield "word", " ".join(_words(piece.text)[:2])
        case "mail":
            yield "within", piece.text.lower()
        case _:
            yield "within", re.sub("[^a-z0-9]", "", piece.text.lower())


def _holds(squeezed: str, needle: tuple[str, str]) -> bool:
    how, text = needle
    if how == "word":
        return f" {text} " in squeezed or f" {text}s " in squeezed
    return text in squeezed.replace(" ", "") or text.replace("@", "").replace(".", "") in squeezed.replace(" ", "")


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())


def _squeezed(text: str) -> str:
    return f" {' '.join(_words(text))} "


def _planned(document: Document) -> str:
    """The passages' text as the plan alone would leave it."""
    detect = Detectors(today=TODAY, thorough=True).detect
    values = [each.value for each in read_item(io.BytesIO(document.data), document.name, Limits(), Registry())]
    passages = [value for value in values if isinstance(value, Passage)]
    plans = plan_passages(passages, own_identifiers(SUBJECT, detect), detect)
    texts = (without(passage.text, plan) for passage, plan in zip(passages, plans, strict=True))
    return _MARKER.sub(" ", "\n".join(texts))


def _text(copy: Path) -> str:
    from pdfminer.high_level import extract_text

    return str(extract_text(copy)).replace("\u200b", "").replace("\u00ad", "")


def _pages(copy: Path) -> int:
    import pypdfium2

    with pypdfium2.PdfDocument(copy) as document:
        return len(document)


def _picture_text(copy: Path) -> str:
    """What Tesseract reads in the pages as they are shown."""
    import pypdfium2
    import tesserocr

    from dsar.redact.ocr import data_folder

    folder = data_folder()
    if folder is None:
        return ""
    with (
        pypdfium2.PdfDocument(copy) as document,
        tesserocr.PyTessBaseAPI(path=str(folder), lang="dan", psm=tesserocr.PSM.SPARSE_TEXT) as engine,
    ):
        texts = []
        for page in document:
            engine.SetImage(page.render(scale=250 / 72, grayscale=True).to_pil())
            texts.append(engine.GetUTF8Text())
    return "\n".join(texts)


def _strings(copy: Path) -> str:
    """Every string of the file and every stream that is no picture or font, by a library the product does not use."""
    import pikepdf

    with pikepdf.open(copy) as opened:
        return "\n".join(text for thing in opened.objects for text in _parts(thing))


def _parts(value: object) -> Iterator[str]:
    import pikepdf

    match value:
        case pikepdf.Stream():
            if value.get("/Subtype") != "/Image" and "/Length1" not in value:
                yield value.read_bytes().decode("latin-1")
        case pikepdf.String():
            yield str(value)
        case pikepdf.Dictionary():
            yield from (text for key in value.keys() for text in _direct(value[key]))  # noqa: SIM118 - no dict
        case pikepdf.Array():
            yield from (text for entry in value for text in _direct(entry))


def _direct(value: object) -> Iterator[str]:
    import pikepdf

    if not (isinstance(value, pikepdf.Object) and value.is_indirect):  # those that are come in their own right
        yield from _parts(value)
