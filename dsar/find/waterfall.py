"""An explanation as an object for programs, and as lines for a caseworker."""

from __future__ import annotations

import math
from typing import Any

from dsar.find.explain import Explanation, explain
from dsar.find.output import rows_left_out
from dsar.find.person import Person
from dsar.model import Answer
from dsar.shown import percent, printable, signed


def explanation_object(found: Explanation) -> dict[str, Any]:
    """The explanation as a field of the hit in ``dsar find --explain --json``."""
    return {
        "sentence": found.sentence,
        "bearers": found.bearers,
        "against": list(found.against),
        "uncounted": [{"rule": one.rule, "place": one.place, "text": one.said} for one in found.uncounted],
        "steps": [
            {
                "rule": step.rule,
                "weight": round(step.weight, 2),
                "sum": round(step.total, 2),
                "probability": math.floor(step.probability * 10_000) / 10_000,
                "place": step.place,
                "text": step.said,
            }
            for step in found.steps
        ],
    }


def explanation_text(found: Explanation) -> str:
    """The waterfall as lines: the weight, the probability so far, and why."""
    lines = [found.sentence]
    for step in (*found.steps, *found.uncounted):
        where = f" ({step.place})" if step.place else ""
        lines.append(f"  {signed(step.weight):>6}  {percent(step.probability):>11}  {step.said}{where}")
    return "\n".join(lines)


def explanations_text(answer: Answer, person: Person) -> str:
    """Every hit explained, under its number, store and title as the table has them."""
    blocks = []
    for number, hit in enumerate(answer.hits, 1):
        title = printable(f"{number}. {hit.store}: {hit.title}")
        more = (f"  {line}" for line in rows_left_out(hit))
        blocks.append("\n".join([title, explanation_text(explain(hit, person)), *more]))
    return "\n\n".join(blocks)
