"""How often Python looks for objects that hold only each other: seldom, where very many are made and hardly any do so.

Its usual measure is a few hundred new objects. Reading makes hundreds of thousands, nearly all of which are freed as
soon as nobody holds them, and each look at those that live takes time: a tenth of a question, an eighth of indexing.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

OBJECTS = 100_000
"""So many more objects must live than when it looked last: some tens of megabytes, if all of them are small."""


@contextmanager
def seldom_sought() -> Iterator[None]:
    """Look seldom meanwhile; what was set before holds again at the end."""
    before = gc.get_threshold()
    gc.set_threshold(OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
