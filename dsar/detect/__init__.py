"""Detection: personal data in a passage's text, each with its evidence. Pure: values in, values out."""

from __future__ import annotations

from dsar.detect.detectors import Detectors, detect

__all__ = ["Detectors", "detect"]
