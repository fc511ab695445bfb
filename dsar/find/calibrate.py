"""How likely a name alone is the subject's, after who else is seen to bear it: fitted on labelled municipalities.

Weighed against all within reach, a common name says next to nothing. What the stores
themselves show of its bearers says more: the subject's own number beside it and nobody
else's, or the numbers of others. Fitted, this tells how sure "possible" is. It never moves
an item to another level: names that no number stands by are a person's to decide.

Sources: Platt, Probabilistic outputs for support vector machines (1999), for the logistic
on a logit; the figures of the fit are in dsar/docs/find.md.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache
from importlib.resources import files

from dsar.find.evidence import Named, Reading
from dsar.find.judge import surest
from dsar.find.mentions import AS_IN_THE_FILE
from dsar.find.namesakes import Namesakes
from dsar.model import Clue, Level

WITHIN = {Level.POSSIBLE: (0.05, 0.7999), Level.LIKELY: (0.80, 0.9899)}
"""Where a probability may end, by the level that it had."""


class Seen(StrEnum):
    """Who is seen in the stores with the name; the codes are part of the output."""

    ALONE = "seen.alone"
    """The subject, by an own number or home, and nobody else."""
    OTHERS = "seen.others"
    SILENT = "seen.silent"
    """No number by the name tells who it is: there is none, or the subject file has none to compare with."""


def calibrated(probability: float, readings: Sequence[Reading], known: Namesakes) -> tuple[float, Clue | None]:
    """A probability that comes from a name alone, after who bears the name, and the clue for it; others as they are."""
    name = _name_alone(readings)
    if name is None or Level.of(probability) not in WITHIN:
        return probability, None
    said = features(probability, name, known)
    odds = math.fsum(weight * said[rule] for rule, weight in _weights().items())
    low, high = WITHIN[Level.of(probability)]
    after = min(max(0.5 + 0.5 * math.tanh(odds / 2), low), high)
    return after, Clue(seen(name, known).value, _logit(after) - _logit(probability))


def features(probability: float, name: Named, known: Namesakes) -> dict[str, float]:
    """What the fit knows of a name alone, by the names that its weights have."""
    bearers = seen(name, known)
    return {
        "intercept": 1.0,
        "slope": _logit(probability),
        "alone": float(bearers is Seen.ALONE),
        "others": float(bearers is Seen.OTHERS),
        "otherwise": float(name.mention.rule not in AS_IN_THE_FILE),
    }


def seen(name: Named, known: Namesakes) -> Seen:
    """Who is seen in the stores with this name."""
    if known.of(name):
        return Seen.OTHERS
    return Seen.ALONE if known.own else Seen.SILENT


def _name_alone(readings: Sequence[Reading]) -> Named | None:
    """The surest full name of texts that have nothing else of the subject, where nothing speaks against it."""
    named = [n for reading in readings for n in reading.named]
    if any(reading.loose for reading in readings) or any(n.supports for n in named):
        return None
    name = surest([n for n in named if not n.contradicted and not n.mention.bare])
    return None if name is None or name.against else name


@cache
def _weights() -> Mapping[str, float]:
    text = (files("dsar") / "data" / "calibration.toml").read_text("utf-8")
    return {rule: float(weight) for rule, weight in tomllib.loads(text)["names"].items()}


def _logit(probability: float) -> float:
    return math.log(probability / (1 - probability))
