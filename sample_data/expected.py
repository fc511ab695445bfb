"""What must be found for whom, worked out from what was put on the shelf.

A *profile* says which identifiers of a person the searcher knows. A mention
counts only by the kinds that the profile has: somebody who gave name and CPR
number cannot be found by a telephone number alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sample_data.document import Mention
from sample_data.people import Person
from sample_data.shelf import Placed

PROFILES: dict[str, frozenset[str]] = {
    "full": frozenset({"cpr", "name", "former", "birth", "address", "email", "phone", "case", "plate"}),
    "cpr+name": frozenset({"cpr", "name", "birth"}),
    "cpr": frozenset({"cpr", "birth"}),
    "name+address": frozenset({"name", "address"}),
    "name+birth": frozenset({"name", "birth"}),
    "name": frozenset({"name"}),
    "former": frozenset({"name", "former", "birth"}),
    "contact": frozenset({"name", "email", "phone"}),
    "cpr+former": frozenset({"cpr", "name", "former", "birth"}),
}
"""Which kinds of mention each profile reaches; a CPR number brings the birth date with it."""

STRONG_ALONE = ("email", "phone", "case", "plate")
TELLS_NOBODY = {"birth", "account"}
"""Kinds that say nothing of who somebody is when they stand alone."""
CLEAR_NAMES = ("full", "reversed", "upper", "lower")
SURE_CPR = ("dash", "plain", "space", "wide", "dashed", "hard-hyphen")
ROLE_ORDER = ("subject", "household", "mentioned", "employee")


@dataclass(frozen=True, slots=True)
class Asked:
    """A subject of the evaluation: a person, by what is known of them, and the file that says so ("" for none)."""

    person: Person
    profile: str
    file: str = ""


def answer_for(asked: Asked, index: dict[str, list[Placed]], alike: dict[str, list[str]]) -> dict[str, Any]:
    """The expectations for one subject.

    ``index`` has the placed items by the id of each person mentioned in them; ``alike`` has for
    a person's id those of everybody who bears the same name, or nearly the same.
    """
    person, reach = asked.person, PROFILES[asked.profile]
    hits, rows = _reached(person.id, reach, index)
    strangers: set[tuple[str, str, str]] = set()
    stranger_rows: set[tuple[str, str, str]] = set()
    for other in alike.get(person.id, ()):
        for placed in index.get(other, ()):
            if any(m.person == other and m.kind in ("name", "former", "cpr") for m in placed.mentions):
                target = stranger_rows if placed.place else strangers
                target.add((placed.store, placed.item, placed.place))
    own = {(h["store"], h["item"]) for h in hits}
    own_rows = {(r["store"], r["item"], r["place"]) for r in rows}
    unreached = {(p.store, p.item) for p in index.get(person.id, ())} - own
    return {
        "id": f"{person.id} {asked.profile}",
        "person": person.id,
        "file": asked.file,
        "profile": asked.profile,
        "subject": subject_of(person, asked.profile),
        "hits": hits,
        "namesake_items": [{"store": s, "item": i} for s, i, _ in sorted(strangers) if (s, i) not in own | unreached],
        "register_rows": rows,
        "namesake_rows": [{"store": s, "item": i, "place": p} for s, i, p in sorted(stranger_rows - own_rows)],
        "unreached": [{"store": s, "item": i} for s, i in sorted(unreached)],
    }


def _reached(
    who: str, reach: frozenset[str], index: dict[str, list[Placed]]
) -> tuple[list[dict[str, Any]], list[dict[str, str]]]:
    """The hits, one an item, and the register rows that a profile reaches."""
    by_item: dict[tuple[str, str], list[Placed]] = defaultdict(list)
    rows = []
    for placed in index.get(who, ()):
        if any(m.kind not in TELLS_NOBODY for m in _seen(who, reach, placed.mentions)):
            by_item[placed.store, placed.item].append(placed)
            if placed.place:
                rows.append({"store": placed.store, "item": placed.item, "place": placed.place})
    hits = []
    for (store, item), found in sorted(by_item.items()):
        per_passage = [_seen(who, reach, p.mentions) for p in found]
        strongest = max(per_passage, key=lambda ms: _rank(level(ms)))
        everything = [m for ms in per_passage for m in ms]
        role = min((m.role for m in everything), key=ROLE_ORDER.index)
        hits.append(
            {
                "store": store,
                "item": item,
                "form": found[0].form if role == "subject" and found[0].form else f"{role}:{strength(strongest)}",
                "strength": strength(strongest),
                "level_at_least": level(strongest),
                "role": role,
                "written": sorted({f"{m.kind}:{m.form}" for m in everything}),
                "planted": sorted({m.text for m in everything}),
            }
        )
    return hits, rows


def _seen(who: str, reach: frozenset[str], mentions: Iterable[Mention]) -> list[Mention]:
    """Somebody's mentions of the kinds that a profile reaches; an unknown CPR number still tells a known birth date."""
    mine = (m for m in mentions if m.person == who)
    dated = (replace(m, kind="birth") if m.kind == "cpr" and "cpr" not in reach else m for m in mine)
    return [m for m in dated if m.kind in reach]


def strength(mentions: Iterable[Mention]) -> str:
    """The kinds that speak for the person, the strongest alone where it is a CPR number."""
    kinds = {m.kind for m in mentions}
    if "cpr" in kinds:
        return "cpr"
    names = {m.form for m in mentions if m.kind == "name"}
    weak = bool(names) and not names & set(CLEAR_NAMES)
    order = ("name", "former", "birth", "address", "email", "phone", "case", "plate", "account")
    return "+".join(f"{min(names)}-name" if k == "name" and weak else k for k in order if k in kinds)


def level(mentions: Iterable[Mention]) -> str:
    """How sure an answer must at least be."""
    mentions = list(mentions)
    kinds = {m.kind for m in mentions}
    named = "name" in kinds or "former" in kinds
    if "cpr" in kinds:
        sure = named or any(m.kind == "cpr" and m.form in SURE_CPR for m in mentions)
        return "certain" if sure and all(m.form != "scanned" for m in mentions if m.kind == "cpr") else "likely"
    if kinds & set(STRONG_ALONE) or (named and kinds & {"birth", "address"}):
        return "likely"
    return "possible"


def _rank(name: str) -> int:
    return ("possible", "likely", "certain").index(name)


def subject_of(person: Person, profile: str) -> dict[str, Any]:
    """The subject as in a subject file: only what the profile knows."""
    kinds = PROFILES[profile]
    other = [*person.cases, *([person.plate] if person.plate else [])]
    fields: dict[str, Any] = {
        "cpr": [f"{person.cpr[:6]}-{person.cpr[6:]}"] if "cpr" in kinds else [],
        "names": [person.name] if "name" in kinds else [],
        "former_names": [person.former_name] if "former" in kinds and person.former_last else [],
        "birth_date": person.birth.isoformat() if "birth" in kinds and "cpr" not in kinds else None,
        "addresses": [person.address.text] if "address" in kinds else [],
        "emails": [person.email] if "email" in kinds and person.email else [],
        "phones": [person.phone] if "phone" in kinds and person.phone else [],
        "other": other if "case" in kinds else [],
    }
    return {key: value for key, value in fields.items() if value}
