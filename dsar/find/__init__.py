"""Find: from a subject to everything about them, with evidence."""

from __future__ import annotations

from dsar.find.search import find

__all__ = ["find"]
