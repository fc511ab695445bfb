"""The citizen's overview as tagged PDF files (PDF/UA-1): ``oversigt.pdf``, and by themselves excerpts that are many.

Same data, same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files

from dsar.package.data import Data, ItemEntry, PassageEntry
from dsar.typeset import typeset

MOST = 400_000
"""Characters of excerpts in one file: about 130 pages, which take 150 MB while they are set."""


def overviews(data: Data, most: int = MOST) -> Iterator[tuple[str, bytes]]:
    """The files by name, one made at a time; ``uddrag-001.pdf`` and so on where the overview cannot hold them."""
    shares = list(_shares(data.items, most))
    names = [f"uddrag-{number:03d}.pdf" for number in range(1, len(shares) + 1)] if len(shares) > 1 else []
    listed = [{"name": name, "numbers": _numbers(share)} for name, share in zip(names, shares, strict=False)]
    told = data.model_dump()
    shown = [] if names else told["items"]
    yield "oversigt.pdf", _set(data, told | {"shown": shown, "part": None, "parts": listed})
    for name, share in zip(names, shares, strict=False):
        items = [item.model_dump() for item in share]
        yield name, _set(data, told | {"items": [], "shown": items, "part": _numbers(share), "parts": []})


def _set(data: Data, content: dict[str, object]) -> bytes:
    return typeset(files("dsar.package") / "oversigt.typ", content, made=data.made)


def _shares(items: Iterable[ItemEntry], most: int) -> Iterator[Sequence[ItemEntry]]:
    """The items in shares of about so many characters of excerpts; of a long item each share holds some passages."""
    share, room = list[ItemEntry](), most
    for item in items:
        passages = list[PassageEntry]()
        for passage in item.passages:
            if len(passage.excerpt) > room and (share or passages):
                yield [*share, *_with(item, passages)]
                share, passages, room = [], [], most
            passages.append(passage)
            room -= len(passage.excerpt)
        share += _with(item, passages)
    if share:
        yield share


def _with(item: ItemEntry, passages: Sequence[PassageEntry]) -> list[ItemEntry]:
    return [item.model_copy(update={"passages": tuple(passages)})] if passages else []


def _numbers(share: Sequence[ItemEntry]) -> str:
    first, last = share[0].number, share[-1].number
    return f"{first}–{last}" if last > first else str(first)
