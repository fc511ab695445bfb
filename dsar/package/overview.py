"""``oversigt.pdf``: the citizen's overview, as a tagged PDF (PDF/UA-1). Same data, same bytes."""

from __future__ import annotations

from importlib.resources import files

from dsar.package.data import Data
from dsar.typeset import typeset


def overview(data: Data) -> bytes:
    """The PDF's bytes."""
    return typeset(files("dsar.package") / "oversigt.typ", data.model_dump(), made=data.made)
