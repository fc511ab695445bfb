"""Rule ids become evidence: the weights that were fitted to labelled text (data/identifiers/SOURCE.md)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from dsar.model import Evidence

KEPT = 4096
"""Sets of rules whose evidence is remembered: most findings of a register have the same one."""
WEIGHTS = Path(__file__).parent / "data" / "identifiers" / "weights.json"


class Weigher:
    """Turns the rules that hold for a finding into its evidence."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._evidence = {rule: Evidence(rule, weight) for rule, weight in weights.items()}
        self._weighed = lru_cache(maxsize=KEPT)(self._look_up)

    @property
    def rules(self) -> frozenset[str]:
        """The rules that a weight was fitted to."""
        return frozenset(self._evidence)

    @classmethod
    def load(cls, path: Path = WEIGHTS) -> Weigher:
        """The weights that ship with dsar."""
        return cls(json.loads(path.read_text(encoding="utf-8")))

    def weigh(self, rules: Iterable[str]) -> tuple[Evidence, ...]:
        """Evidence for each rule, in the same order; a rule that no fit has seen weighs nothing."""
        return self._weighed(tuple(rules))

    def _look_up(self, rules: tuple[str, ...]) -> tuple[Evidence, ...]:
        return tuple([self._evidence.get(rule) or Evidence(rule, 0.0) for rule in rules])
