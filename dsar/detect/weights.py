"""Rule ids become evidence: the weights that were fitted to labelled text (data/identifiers/SOURCE.md)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from dsar.model import Evidence

WEIGHTS = Path(__file__).parent / "data" / "identifiers" / "weights.json"


class Weigher:
    """Turns the rules that hold for a finding into its evidence."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._evidence = {rule: Evidence(rule, weight) for rule, weight in weights.items()}

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
        return tuple([self._evidence.get(rule) or Evidence(rule, 0.0) for rule in rules])
