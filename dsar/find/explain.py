"""Why a hit is as sure as it is: a waterfall of weights that ends at its probability, in a caseworker's words.

Pure: a hit in, steps out; :mod:`dsar.find.waterfall` writes them. Log-odds are added line by line, from how likely any
document is about the subject to how likely this one is. What the judge says of a
document as a whole stands in no clue; that part is a line of its own, so that the
lines always add up.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from dsar.find.calibrate import Seen
from dsar.find.evidence import ANOTHER_FIRST, CONTRADICTS
from dsar.find.judge import FAMILY_ODDS, UNDECIDED
from dsar.find.person import POPULATION, Part, Person, Role
from dsar.find.rarity import PRIOR
from dsar.find.reading import words_of
from dsar.find.spelling import Fit
from dsar.model import Clue, Hit, Level
from dsar.shown import percent
from dsar.words import ANSWERS, CLUES, thousands

NOTHING = 1e-6
"""A difference of probabilities that no rounding shows."""
SHOWN_LAST = 30.0
"""Log-odds beyond which a probability cannot be told from one."""
MOST_NAMESAKES = 1000
MOST_STRAYS = 20
ONE = 1.5
"""Fewer expected bearers than this are the subject alone."""

NOT_EVIDENCE = "role."
"""Begins rules of clues that say what the subject is in a hit, not whether it is about them."""

_SAY, _SHORT = ANSWERS["explain"], ANSWERS["short"]
_OF_THE_WHOLE = frozenset({"rest.contradicted", "rest.one_house", "rest.nameless", "rest.weighed"})
_WITHOUT_COUNT = frozenset(
    {f"name.{how}" for how in ("part", "initials", "extra", "misspelled", "couple", "thing", "cut", "called")}
)


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the waterfall.

    Attributes:
        rule: the clue's id; ``prior``, or ``rest.…`` for what the judge says of the document as a whole.
        weight: log-odds that it adds.
        total: log-odds so far.
        said: what it says, in Danish.
        place: where in the item; "" for what stands nowhere.
    """

    rule: str
    weight: float
    total: float
    said: str
    place: str = ""

    @property
    def probability(self) -> float:
        """How likely the item is about the subject, so far."""
        return probability_of(self.total)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a hit is as sure as it is.

    Attributes:
        steps: from the prior to the hit's probability.
        uncounted: what the evidence lists besides, and why it adds nothing; each rule once.
        bearers: how many people are expected to bear the name as written; None where that says nothing.
        against: for what is probably about somebody else: the reasons, each once.
    """

    steps: tuple[Step, ...]
    uncounted: tuple[Step, ...]
    bearers: int | None
    against: tuple[str, ...]
    probability: float
    sentence: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Stated:
    """A clue with its place and the words that it stands on."""

    clue: Clue
    place: str
    written: str

    @property
    def weight(self) -> float:
        return self.clue.weight

    @property
    def is_name(self) -> bool:
        return self.clue.rule.startswith("name.")

    @property
    def kind(self) -> str:
        return self.clue.rule.partition(".")[0]


def explain(whole: Hit, person: Person) -> Explanation:
    """Explain a hit of an answer about this person."""
    hit, seen = _before_calibration(whole)
    reason = _reason(hit)
    steps = [Step("prior", PRIOR, PRIOR, _SAY["prior"])]
    for one in reason:
        said = CLUES.get(one.clue.rule, one.clue.rule)
        steps.append(Step(one.clue.rule, one.weight, steps[-1].total + one.weight, said, one.place))
    rest = _rest(reason, hit.probability)
    if rest:
        rule, said = _why_rest(hit, reason, rest)
        steps.append(Step(rule, rest, steps[-1].total + rest, said))
    if seen is not None:
        steps.append(Step(seen.rule, seen.weight, steps[-1].total + seen.weight, _SAY[seen.rule]))
    name = next((one for one in reason if one.is_name), None)
    count = None if name is None or name.clue.rule in _WITHOUT_COUNT else bearers(name.written, person)
    against = tuple(_against(reason, steps)) if hit.level is Level.OTHER else ()
    likely = whole.probability
    said_of_names = [_SHORT[seen.rule]] if seen else []
    sentence = " · ".join([*_sentence(reason, count, other=bool(against)), *said_of_names, *_ending(likely, against)])
    return Explanation(tuple(steps), tuple(_uncounted(hit, reason, steps)), count, against, likely, sentence)


def _uncounted(hit: Hit, reason: Sequence[_Stated], steps: Sequence[Step]) -> Iterator[Step]:
    """What is listed as evidence and has no line in the sum, and why: each rule once."""
    as_a_whole = any(step.rule in _OF_THE_WHOLE for step in steps)
    told, kinds = {one.clue.rule for one in reason}, {one.kind for one in reason}
    for passage in hit.passages:
        for clue in passage.clues:
            if clue.rule in told or clue.rule.startswith(NOT_EVIDENCE):
                continue
            told.add(clue.rule)
            key = "beside" if clue.rule.partition(".")[0] not in kinds else "weaker"
            key = "within" if as_a_whole else "elsewhere" if clue.weight < 0 else key
            said = _SAY[f"uncounted.{key}"].format(said=CLUES.get(clue.rule, clue.rule))
            yield Step(clue.rule, 0.0, steps[-1].total, said, passage.place)


def _before_calibration(hit: Hit) -> tuple[Hit, Clue | None]:
    """The hit as the clues in its texts make it, and the clue of who is seen with the name, if it has one."""
    passages = []
    seen = None
    for passage in hit.passages:
        seen = next((clue for clue in passage.clues if clue.rule in tuple(Seen)), seen)
        passages.append(replace(passage, clues=tuple(clue for clue in passage.clues if clue.rule not in tuple(Seen))))
    if seen is None:
        return hit, None
    odds = math.log(hit.probability / (1 - hit.probability)) - seen.weight
    return replace(hit, probability=probability_of(odds), passages=tuple(passages)), seen


def bearers(written: str, person: Person) -> int | None:
    """How many people in Denmark are expected to bear a name: the bearers of each word, as if chosen apart.

    The shares are those by which find weighs names; None where the words are not of the subject's name.
    """
    shares: dict[Role, float] = {}
    for word in words_of(written):
        parts = person.read(word.normal)
        part = min((p for p in parts if p.role not in shares or p.role is Role.MIDDLE), key=_by_fit, default=None)
        if part is not None:
            share = person.commonness(part.role, part.name, Part(part.role, part.name, Fit.EXACT))
            shares[part.role] = shares.get(part.role, 1.0) * share
    if Role.GIVEN not in shares or Role.LAST not in shares:
        return None
    return round(POPULATION * math.prod(shares.values()))


def probability_of(odds: float) -> float:
    """The logistic, without overflow."""
    return 0.5 + 0.5 * math.tanh(odds / 2)


def _by_fit(part: Part) -> tuple[Fit, bool]:
    return part.fit, part.role is Role.MIDDLE


def _readings(hit: Hit) -> Iterator[tuple[_Stated, ...]]:
    """What may have made the hit: the item as a whole, or one passage; with a name in it, or without any."""
    passages = [
        _mentions([_Stated(c, p.place, c.span.of(p.text) if c.span else "") for c in p.clues if c.weight])
        for p in hit.passages
    ]
    mentions = [mention for passage in passages for mention in passage]
    # Of what stands in a passage without a name; in a register of thousands of rows only so much of it.
    strays = _reasons(None, [one for mention in mentions if not mention[0].is_name for one in mention])[:MOST_STRAYS]
    yield _whole(mentions)
    yield _whole(mentions, [one for one in strays if one.weight < 0])
    for passage in passages:
        yield _whole(passage)
        for name, *others in (mention for mention in passage if mention[0].is_name):
            yield _reasons(name, others)
            yield _reasons(name, [*others, *strays])
    yield _reasons(None, [one for mention in mentions for one in mention if not one.is_name and one.weight > 0])


def _reason(hit: Hit) -> tuple[_Stated, ...]:
    """The reading that made the hit: one that adds up, else one whose rest has a name, else the nearest."""
    doubts: list[tuple[int, float, tuple[_Stated, ...]]] = []
    for stated in _readings(hit):
        rest = _rest(stated, hit.probability)
        if not rest:
            return stated
        doubts.append((0, rest, stated) if _named_rest(hit, rest) else (1, abs(rest), stated))
    return min(doubts, key=lambda doubt: doubt[:2])[2]


def _mentions(stated: Sequence[_Stated]) -> list[list[_Stated]]:
    """The clues cut into mentions: each name with what stands behind it until the next.

    Another's first name is never of a full name, but of a surname alone, which weighs nothing and is not here.
    """
    found: list[list[_Stated]] = []
    for one in stated:
        strange = one.clue.rule == ANOTHER_FIRST.rule and found and found[-1][0].clue.rule != "name.part"
        if one.is_name or strange or not found:
            found.append([])
        found[-1].append(one)
    return found


def _whole(mentions: Sequence[Sequence[_Stated]], strays: Sequence[_Stated] = ()) -> tuple[_Stated, ...]:
    """The best name that nothing contradicts, what stands against it, and every support beside it or without a name."""
    clear = [mention for mention in mentions if not _contradicted(mention)]
    named = [m for m in clear if m[0].is_name and m[0].clue.rule != "name.part"]
    best = max(named, key=lambda m: m[0].weight + sum(c.weight for c in m[1:] if c.weight < 0), default=None)
    against = [one for one in best[1:] if one.weight < 0] if best else []
    supports = [one for mention in clear for one in mention if not one.is_name and one.weight > 0]
    return _reasons(best[0] if best else None, [*supports, *against, *strays])


def _reasons(name: _Stated | None, others: Sequence[_Stated]) -> tuple[_Stated, ...]:
    """A name, what supports it, each kind once, and all that stands against it."""
    best: dict[str, _Stated] = {}
    for one in sorted(others, key=lambda o: -o.weight):
        if one.weight > 0 and not one.is_name:
            best.setdefault(one.kind, one)
    against = sorted((one for one in others if one.weight < 0), key=lambda o: o.weight)
    return (*((name,) if name else ()), *best.values(), *against)


def _contradicted(mention: Sequence[_Stated]) -> bool:
    rules = {one.clue.rule for one in mention if one.weight > 0}
    return sum(one.weight for one in mention[1:] if one.weight < 0) <= CONTRADICTS and not rules & {
        "cpr.equal",
        "cpr.split",
    }


def _rest(stated: Sequence[_Stated], probability: float) -> float:
    """The log-odds that the clues leave open; 0 where they make the probability."""
    total = PRIOR + math.fsum(one.weight for one in stated)
    if abs(probability_of(total) - probability) < NOTHING * min(probability, 1 - probability, 0.5) + 1e-12:
        return 0.0
    edge = math.exp(-SHOWN_LAST)
    inside = min(max(probability, edge), 1 - edge)
    return math.log(inside / (1 - inside)) - total


def _why_rest(hit: Hit, stated: Sequence[_Stated], rest: float) -> tuple[str, str]:
    """The name of what the judge says of the document as a whole, as far as the hit tells."""
    named = _named_rest(hit, rest)
    if named is not None:
        return named
    rule = "rest.weighed"
    if rest < 0 and not any(one.is_name for one in stated):
        rule = "rest.nameless"
    elif rest < 0 and any(c.weight <= CONTRADICTS for passage in hit.passages for c in passage.clues):
        rule = "rest.contradicted"
    return rule, _SAY[rule]


def _named_rest(hit: Hit, rest: float) -> tuple[str, str] | None:
    """What the probability itself tells: the least that a full name has, or one of so many namesakes."""
    if abs(hit.probability - probability_of(UNDECIDED)) < NOTHING:
        return "rest.shown", _SAY["rest.shown"]
    if rest < 0 and abs(hit.probability - probability_of(FAMILY_ODDS)) < NOTHING and _is_of_one_house(hit):
        return "rest.one_house", _SAY["rest.one_house"]
    others = 1 / hit.probability - 1 if hit.probability else math.inf
    if rest < 0 and others < MOST_NAMESAKES and round(others) >= 1 and abs(others - round(others)) < NOTHING * 1000:
        said = _SAY["rest.namesakes"] if round(others) > 1 else _SAY["rest.namesakes.one"]
        return "rest.namesakes", said.format(count=round(others))
    return None


def _is_of_one_house(hit: Hit) -> bool:
    """Whether a full name and an address stand in it, and nothing that makes the name another's."""
    clues = [clue for passage in hit.passages for clue in passage.clues]
    named = any(clue.rule.startswith("name.") and clue.rule != "name.part" for clue in clues)
    return named and all(clue.weight > CONTRADICTS for clue in clues)


def _against(stated: Sequence[_Stated], steps: Sequence[Step]) -> Iterator[str]:
    for one in stated:
        if one.weight < 0:
            yield f"{CLUES.get(one.clue.rule, one.clue.rule)} ({one.place})"
    if steps[-1].rule.startswith("rest.") and steps[-1].weight < 0:
        yield steps[-1].said


def _sentence(stated: Sequence[_Stated], count: int | None, *, other: bool) -> Iterator[str]:
    for one in stated:
        if one.weight < 0 and other:
            continue  # the reasons why it is another come last
        if one.is_name and count is not None:
            few = count < ONE
            yield _SAY["bearers.few"] if few else _SAY["bearers"].format(count=thousands(_rounded(count)))
        elif one.is_name:
            yield CLUES.get(one.clue.rule, one.clue.rule)
        else:
            yield _SHORT.get(one.clue.rule, CLUES.get(one.clue.rule, one.clue.rule))


def _ending(probability: float, against: Sequence[str]) -> Iterator[str]:
    yield _SAY["probability"].format(percent=percent(probability))
    if against:
        yield _SAY["other"].format(reasons=", ".join(against))


def _rounded(count: int) -> int:
    """Two digits that tell something: 1234 is about 1200."""
    return round(count, min(0, 2 - len(str(count))))
