"""What a search covered, kept with the case: the stores searched and not, and every gap, as of that day."""

from __future__ import annotations

import json
import zlib
from datetime import datetime

from dsar.model import Answer, Gap, GapCode, NotSearched, Searched, StoreGap


def encoded_summary(answer: Answer) -> bytes:
    """All of an answer but its hits."""
    plain = {
        "searched": [
            [one.store, one.items, one.indexed_at.isoformat() if one.indexed_at else None] for one in answer.searched
        ],
        "not_searched": [[one.store, one.reason] for one in answer.not_searched],
        "gaps": [[g.store, g.gap.locator, g.gap.code.value, g.gap.reason, g.since.isoformat()] for g in answer.gaps],
        "seconds": answer.seconds,
    }
    return zlib.compress(json.dumps(plain, separators=(",", ":")).encode("ascii"))


def decoded_summary(data: bytes) -> Answer:
    """Undo :func:`encoded_summary`; the answer has no hits."""
    plain = json.loads(zlib.decompress(data))
    return Answer(
        hits=(),
        searched=tuple(Searched(store, items, _when(at)) for store, items, at in plain["searched"]),
        not_searched=tuple(NotSearched(store, reason) for store, reason in plain["not_searched"]),
        gaps=tuple(
            StoreGap(store, Gap(locator, GapCode(code), reason), datetime.fromisoformat(since))
            for store, locator, code, reason, since in plain["gaps"]
        ),
        seconds=plain["seconds"],
    )


def _when(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
