"""How much the reasons for names and addresses count: a factor for each rule, fitted to labelled text.

A detector's rules add up what speaks for a finding by their own measure (bearers of a name,
how a street ends); the factors turn that into log-odds that mean what they say, and
``<kind>.prior`` is what is left when nothing is known. How they were fitted is told in
``data/SOURCE.md``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from dsar.model import Evidence

FACTORS = Path(__file__).parent / "data" / "factors.json"


class Factors:
    """Turns rules and their own weights into evidence; a rule that no fit has seen counts as it is."""

    def __init__(self, factors: Mapping[str, float], *, prior: str = "") -> None:
        """``prior`` names the rule of what counts for every finding."""
        self._factors = factors
        self._prior = (Evidence(prior, factors["prior"]),) if factors.get("prior") else ()
        self._one = lru_cache(maxsize=10_000)(self._weighed)

    @classmethod
    def load(cls, name: str, path: Path = FACTORS) -> Factors:
        """Those that ship with dsar: ``name``, ``name.thorough`` or ``address``."""
        return cls(json.loads(path.read_text(encoding="utf-8"))[name], prior=f"{name.partition('.')[0]}.prior")

    def evidence(self, reasons: Iterable[tuple[str, float]]) -> tuple[Evidence, ...]:
        """The reasons as evidence, in the same order, and what counts for every finding."""
        return (*map(self._one, reasons), *self._prior)

    def _weighed(self, reason: tuple[str, float]) -> Evidence:
        rule, weight = reason
        return Evidence(rule, round(weight * self._factors.get(rule, 1.0), 3))
