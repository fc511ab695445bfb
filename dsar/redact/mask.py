"""What of a passage may be shown without a caseworker's review: the subject's surroundings, others masked. Pure.

The rule is conservative, since nobody has looked yet. Shown is what surrounds the
subject's own number, name, mail or telephone; an address alone may speak of a
relative. Every finding that is not beyond doubt the subject's own is replaced by a
marker; a sentence that names somebody else and not the subject goes altogether;
names that were masked once are masked wherever they recur; and what is left is
read again until the detector finds nobody else in it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from unicodedata import category

from dsar import words as danish
from dsar.model import Finding, HitPassage, Kind, Span
from dsar.redact.fold import folded_words
from dsar.redact.own import Detect, Own, split_by_owner

WHOLE_PARAGRAPH = 1_500
"""Characters: a paragraph up to this long is shown whole, of a longer one what lies about the subject."""
AROUND = 400
"""Characters on either side of the subject in a long paragraph, and then on to the sentence's end."""
ROUNDS = 5
IMPERSONAL = frozenset({Kind.CVR, Kind.CASE_NUMBER, Kind.MATRIKEL})
"""Kinds whose mention does not make a sentence one about somebody else."""
SHARED = frozenset({Kind.ADDRESS, Kind.BIRTH_DATE, Kind.MATRIKEL, Kind.PLATE})
"""Kinds that others may share with the subject, so that a text with nothing else of theirs may be about others."""
HIDDEN_BY_SEPARATORS = frozenset({Kind.NAME, Kind.CPR, Kind.ADDRESS})

_WRAPPED = re.compile(
    r"[0-9A-ZÆØÅ@._-][ ]{0,2}\n[ >]{0,4}[0-9A-Za-zæøå]{1,4}(?![^\W0-9_])"
    r"|[a-zæøåéü.][ ]{0,2}\n[ >]{0,4}(?:nr\.?[ ]{1,2})?[0-9]{1,3}[ ]?[A-Z]?(?!\w)"
    r"|-\n[ >]{0,4}[a-zæøåéü]{2,30}[ ]{1,2}(?:nr\.?[ ])?[0-9]{1,3}[ ]?[A-Z]?(?!\w)"
    r"|@[ ]{0,2}\n[ >]{0,4}[\w-]{2,60}\."
)
"""A number, a road before its number, a road within its name, or a mail address that goes on in the next line."""
_NEAR_WRAP = 60

_ENDING = re.compile(
    r"(?<=.)\.(?:docx?|xlsx?|pptx?|pdf|od[tsp]|rtf|txt|csv|eml|msg|html?|xml|json|zip|jpe?g|png|tiff?|heic)\Z",
    re.IGNORECASE,
)
_MARKER = re.escape(danish.REMOVED_OTHER)
_REPEATED = re.compile(rf"{_MARKER}(?:[ _-]{{0,3}}{_MARKER})+")
_LIKE_NAME = re.compile(r"(?<!\w)(?:[A-ZÆØÅ]\.[ ]?){1,3}[A-ZÆØÅ][^\W0-9_]{1,30}(?:-[A-ZÆØÅ][^\W0-9_]{1,30})?")
_CAPITAL_BEFORE = re.compile(r"[^\W_][,;]? ([A-ZÆØÅ][^\W0-9_]{1,30}[ -])\Z")
_CAPITAL_AFTER = re.compile(r"[ -][A-ZÆØÅ][^\W0-9_]{1,30}")
_LIKE_EMAIL = re.compile(r"[^\s<>()\[\],;:@\"]{1,64}@[^\s<>()\[\],;:@\"]{1,100}(?<![.!?])")
_SENTENCE = re.compile(
    r"""(?: [^\n.!?]
          | \n(?=[a-zæøå])                  # a line that was merely wrapped
          | (?<=(?<!\w)[A-ZÆØÅ])\.          # an initial
          | [.!?](?!\s)                     # 14.30
          | [.!?](?=[ ]{1,3}[^\sA-ZÆØÅ])    # 12, 2. tv
        )* [.!?]? \s*""",
    re.VERBOSE,
)
BY_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}-[0-9]{3,6}(?![0-9-])")
"""Two years, or a case number that begins with its year; a telephone number may look so too."""
_WORD = re.compile(r"[^\W_]+")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_LABEL = re.compile(r"[^:\n]{1,40}:[ \t]+")
_SEPARATORS = str.maketrans(dict.fromkeys("_-+./!\\()[]&=", " "))


@dataclass(frozen=True, slots=True)
class Masked:
    """A text that may be shown, the kinds of the subject's data in it, and how much was removed."""

    text: str = field(repr=False)
    kinds: frozenset[Kind]
    removed: int
    others: frozenset[str] = field(repr=False)
    """Words of others' names, to be masked beside this text as well (in the title, say)."""


def excerpt(passage: HitPassage, own: Own, detect: Detect) -> Masked:
    """What of the passage is about the subject, with others masked; empty where nothing shows that it is."""
    text = shown(passage.text)
    mine, others = split_by_owner(findings_in(text, detect), own)
    found = any(clue.weight > 0 and clue.span is not None for clue in passage.clues)
    anchors = sorted(f.span for f in mine if f.kind not in SHARED) if found else []
    named = [f.span.of(text) for f in others if f.kind is Kind.NAME and f.score >= 0.5]
    names = frozenset(word for name in named for word in _WORD.findall(name.casefold()) if _tells(word, own))
    cuts = [cut for part in _parts(text, anchors) for cut in _cuts(text, part, anchors, others)]
    kept = _kept(text, cuts, _parts(text, anchors))
    masked, more = _until_clean(_mask_words(kept, names, anycase=False), own, lambda t: findings_in(t, detect))
    return Masked(masked, frozenset(f.kind for f in mine), len(cuts) + more, names)


def _tells(word: str, own: Own) -> bool:
    """Whether a word of another's name is to be masked wherever it stands: not if it is the subject's too."""
    return len(word) > 2 and not own.name_words.issuperset(folded_words(word))


def line(text: str, own: Own, detect: Detect, *, others: Iterable[str] = (), numbered: bool = False) -> str:
    """A title, a place or an address in a store, with others masked.

    Such names write people in ways of their own (``mette_hansen-010190.pdf``), so
    it is read with separators as blanks too, and in capitals where it has none.
    ``numbered`` lets numbers that begin with a year stay: years, and the case's.
    """
    text, ending = without_ending(text)
    text = _mask_words(shown(text), others, anycase=True)

    def read(now: str) -> Iterator[Finding]:
        found = _read_as_name(now, detect)
        return (f for f in found if not (numbered and BY_YEAR.fullmatch(f.span.of(now))))

    return _until_clean(text, own, read)[0] + ending


def without_ending(name: str) -> tuple[str, str]:
    """A file's name, and the ending that only tells of what kind it is and may be read as a part of a name."""
    ending = _ENDING.search(name)
    return (name[: ending.start()], ending[0]) if ending else (name, "")


def shown(text: str) -> str:
    """The text with characters that no reader can see replaced, one for one, so that spans still fit."""
    return "".join(c if c.isprintable() or c in "\n\t" else _SEEN_AS.get(category(c), "\ufffd") for c in text)


_SEEN_AS = {"Zs": " ", "Zl": "\n", "Zp": "\n"}


def findings_in(text: str, detect: Detect) -> Iterator[Finding]:
    """What the detector finds, and whatever else looks like a mail address or like initials and a name."""
    found_so = [_whole_name(f, text) for f in detect(text)]
    homes = [f.span.start for f in found_so if f.kind is Kind.ADDRESS]
    found_so = [_before_home(f, text, homes) for f in found_so]
    yield from found_so
    for wrapped in _WRAPPED.finditer(text):
        start = max(0, wrapped.start() - _NEAR_WRAP)
        near = text[start : wrapped.end() + _NEAR_WRAP]
        kept = _unwrapped(near)
        for found in detect("".join(near[at] for at in kept).replace("\n", " ")):
            span = Span(kept[found.span.start], kept[found.span.end - 1] + 1)
            if found.kind is not Kind.NAME and "\n" in span.of(near):  # the detector joins names itself
                yield replace(found, span=Span(span.start + start, span.end + start))
    yield from (Finding(Kind.EMAIL, Span(*m.span()), m[0].lower(), ()) for m in _LIKE_EMAIL.finditer(text))
    begun = {at for f in found_so if f.kind is Kind.NAME for at in range(f.span.start + 1, f.span.end)}
    for like in _LIKE_NAME.finditer(text):  # "Nr. A. Anders Bo Jensen" is no A. Anders
        if like.end() not in begun and like.start() not in begun:
            yield Finding(Kind.NAME, Span(*like.span()), like[0].lower(), ())


def _unwrapped(text: str) -> list[int]:
    """The places of the characters that are left when lines are joined: a blank for each end, and nothing in a word."""
    kept: list[int] = []
    begins = False
    for at, c in enumerate(text):
        if c in " >" and begins:
            continue
        last = text[kept[-1]] if kept else ""
        begins = c == "\n"
        if begins and last == "-" and text[at + 1 :].lstrip(" >")[:1].islower():
            kept.pop()
        elif (begins and last == "@") or (c in " \n" and last in {" ", "\n"}):
            continue
        else:
            kept.append(at)
    return kept


def _whole_name(finding: Finding, text: str) -> Finding:
    """A name of one word with the capitalised word beside it: of "Kirsen Jensen" a list may know only the surname."""
    if finding.kind is not Kind.NAME or len(folded_words(finding.key)) != 1 or finding.span.of(text)[:2].isupper():
        return finding
    before = _CAPITAL_BEFORE.search(text, max(0, finding.span.start - 40), finding.span.start)
    after = _CAPITAL_AFTER.match(text, finding.span.end)
    if before is None and after is None:
        return finding
    span = Span(before.start(1) if before else finding.span.start, after.end() if after else finding.span.end)
    return replace(finding, span=span, key=span.of(text).lower())


def _before_home(finding: Finding, text: str, homes: Iterable[int]) -> Finding:
    """A name without the road behind its comma, where an address begins: "M. A. Nielsen, Skovvej 98"."""
    start, end = finding.span.start, finding.span.end
    home = next((at for at in homes if start < at < end), None) if finding.kind is Kind.NAME else None
    written = text[start:home].rstrip(" ,\n")
    if home is None or not written:
        return finding
    return replace(finding, span=Span(start, start + len(written)), key=written.lower())


def _read_as_name(text: str, detect: Detect) -> Iterator[Finding]:
    yield from findings_in(text, detect)
    yield from detect(text.replace("_", " "))
    spaced = text.translate(_SEPARATORS)
    capital = spaced.title() if not any(c.isupper() for c in spaced) else spaced
    for reading in {spaced, capital}:
        if len(reading) == len(text):
            yield from (f for f in detect(reading) if f.kind in HIDDEN_BY_SEPARATORS)


def _parts(text: str, anchors: Sequence[Span]) -> list[Span]:
    """The stretches to show: paragraphs with the subject in them, or what is around them in a long one."""
    parts: list[Span] = []
    for part in sorted(_part(text, anchor) for anchor in anchors):
        if parts and part.start <= parts[-1].end:
            parts[-1] = Span(parts[-1].start, max(parts[-1].end, part.end))
        else:
            parts.append(part)
    return parts


def _part(text: str, anchor: Span) -> Span:
    low, high = max(0, anchor.start - WHOLE_PARAGRAPH), min(len(text), anchor.end + WHOLE_PARAGRAPH)
    start = max((m.end() for m in _BLANK_LINE.finditer(text, low, anchor.start)), default=low)
    after = _BLANK_LINE.search(text, anchor.end, high)
    end = after.start() if after else high
    if end - start <= WHOLE_PARAGRAPH and (start == 0 or start > low) and (end == len(text) or end < high):
        return Span(start, end)
    spans = list(sentences(text, Span(start, end)))
    near = Span(anchor.start - AROUND, anchor.end + AROUND)
    inside = [s for s in spans if (near.start <= s.start and s.end <= near.end) or s.overlaps(anchor)]
    return Span(max(inside[0].start, near.start), min(inside[-1].end, near.end)) if inside else anchor


def sentences(text: str, part: Span) -> Iterator[Span]:
    """The part of the text, cut after sentences and where lines begin anew; nothing is left out."""
    for match in _SENTENCE.finditer(text, part.start, part.end):
        if match.end() > match.start():
            yield Span(*match.span())


def _cuts(text: str, part: Span, anchors: Sequence[Span], others: Sequence[Finding]) -> Iterator[Span]:
    """What to replace in a part: whole sentences about others, else their identifiers alone."""
    spans = list(sentences(text, part))
    about_subject = {number for span in anchors for number in _numbers(span, spans)}
    named: dict[int, list[Finding]] = {}
    for finding in others:
        for number in _numbers(finding.span, spans):
            named.setdefault(number, []).append(finding)
    for number, findings in named.items():
        if number in about_subject or all(f.kind in IMPERSONAL for f in findings):
            yield from (f.span for f in findings)
        else:
            yield _without_label(text, spans[number], findings)


def _numbers(span: Span, sentences: Sequence[Span]) -> range:
    """Which of the sentences, which follow each other without a hole, the span touches."""
    first = bisect_right(sentences, span.start, key=lambda s: s.end)
    return range(first, bisect_left(sentences, span.end, lo=first, key=lambda s: s.start))


def _without_label(text: str, sentence: Span, findings: Iterable[Finding]) -> Span:
    """The sentence without its white space and, where it begins with a column's name, without that."""
    end = sentence.start + len(sentence.of(text).rstrip())
    label = _LABEL.match(text, sentence.start, end)
    if label and all(f.span.start >= label.end() for f in findings):
        return Span(label.end(), end)
    return Span(sentence.start, end)


def _kept(text: str, cuts: Iterable[Span], parts: Sequence[Span]) -> str:
    return f" {danish.LEFT_OUT} ".join(_replace(text, cuts, within=part).strip() for part in parts)


def _replace(text: str, cuts: Iterable[Span], *, within: Span) -> str:
    """The part of the text with a marker for every cut; neighbouring cuts share one."""
    done, pieces = within.start, list[str]()
    for cut in sorted(cuts):
        start, end = max(cut.start, done), min(cut.end, within.end)
        if end <= start:
            continue
        between = text[done:start]
        if between.strip() or not pieces:
            pieces += [between, danish.REMOVED_OTHER]
        done = end
    return "".join([*pieces, text[done : within.end]])


def _mask_words(text: str, names: Iterable[str], *, anycase: bool) -> str:
    """Every word of others' names, also in the genitive; in a text only where it has a capital."""
    for name in sorted(names, key=len, reverse=True):
        word = re.compile(rf"(?<![^\W_]){re.escape(name)}(?:['’]?s)?(?![^\W_])", re.IGNORECASE)
        text = word.sub(lambda m: danish.REMOVED_OTHER if anycase or m[0][0].isupper() else m[0], text)
    return text


def _until_clean(text: str, own: Own, detect: Detect) -> tuple[str, int]:
    """Mask what the detector finds of others, and read again: a cut can bring to light what it hid."""
    removed = 0
    for _ in range(ROUNDS):
        _, others = split_by_owner(detect(text), own)
        cuts = [f.span for f in others if not _marker(f, text)]
        if not cuts:
            return _REPEATED.sub(danish.REMOVED_OTHER, text), removed
        text, removed = _replace(text, cuts, within=Span(0, len(text))), removed + len(cuts)
    return danish.REMOVED_OTHER, removed + 1


def _marker(finding: Finding, text: str) -> bool:
    """Whether the finding is nothing but our own markers."""
    return not finding.span.of(text).replace(danish.REMOVED_OTHER, "").strip()
