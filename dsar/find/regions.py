"""Where in a long text identifiers are looked for, and what was found there when it was indexed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dsar.detect.packed import unpack
from dsar.find.over_pages import Laid
from dsar.model import Finding, Span

AROUND = 400
"""Characters around a passage that the index found, where identifiers are looked for."""


def regions_of(text: str, within: Iterable[Span]) -> list[Span]:
    """Whole lines around the places, and where the text begins; all of it, without places."""
    wide = [(max(0, span.start - AROUND), min(len(text), span.end + AROUND)) for span in sorted(within)]
    if not wide:
        return [Span(0, len(text))]
    merged: list[tuple[int, int]] = []
    for first, last in [(0, min(AROUND, len(text))), *wide]:
        start, end = text.rfind("\n", 0, first) + 1, text.find("\n", last) + 1 or len(text)
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return [Span(*ends) for ends in merged]


def unpacked(regions: Sequence[Span], passages: Sequence[Laid]) -> list[Finding] | None:
    """What was found in the regions when they were indexed; None where one of the passages was not looked through."""
    found: list[Finding] = []
    for _, start, passage in passages:
        whole = Span(start, start + len(passage.text))
        touched = [region for region in regions if region.overlaps(whole)]
        if not touched:
            continue
        findings = unpack(passage.findings, offset=start)
        if findings is None:
            return None
        inside = any(region.start <= whole.start and whole.end <= region.end for region in touched)
        found += findings if inside else [f for f in findings if any(f.span.overlaps(region) for region in touched)]
    return found if passages else None
