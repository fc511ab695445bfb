"""Detection: personal data in a passage's text, each with its evidence. Pure: values in, values out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dsar.detect.detectors import Detectors, detect

__all__ = ["Detectors", "detect"]


def __getattr__(name: str) -> Any:
    """The detectors, imported when they are asked for: who needs a list of words alone does not wait for them."""
    if name not in __all__:
        raise AttributeError(name)
    from dsar.detect import detectors

    return getattr(detectors, name)
