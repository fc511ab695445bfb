"""Who and what stands near a place in a text: in its sentence or table row, right before it, above it. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from dsar.detect.kin import NEAREST, SPOUSES, WIDER
from dsar.model import Finding, Kind, Span
from dsar.redact.fold import folded_words
from dsar.redact.mask import sentences
from dsar.redact.office import letterhead, privately
from dsar.redact.own import Own, letters_and_digits


class Side(StrEnum):
    """Whom a finding belongs to."""

    SUBJECT = "subject"
    EMPLOYEE = "employee"
    ORGANISATION = "organisation"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding, and whom it belongs to."""

    finding: Finding
    side: Side


_ORGANISATION = re.compile(
    r"(?<![^\W_])(?:[^\W_]{0,30}kommunen?s?|region|rådhuset?|borgerservice|jobcenter(?:et)?|forvaltning(?:en)?"
    r"|[^\W_]{2,30}forvaltning(?:en)?|[^\W_]{2,30}center(?:et)?|[^\W_]{1,30}skolen?|styrelsen|[^\W_]{2,30}styrelsen"
    r"|datatilsynet|ankestyrelsen|udbetaling danmark|familieretshuset|skat|politiet?|retten|ministeriet|nævnenes hus"
    r"|biblioteket?|børnehaven?|sygehus(?:et)?|hospital(?:et)?|klinik(?:ken)?|lægehus(?:et)?"
    r"|a/s|aps|i/s|p/s|k/s|amba|ivs|fonden?|foreningen?|bank(?:en)?|sparekasse|cvr(?:-?nr\.?)?|ean(?:-?nr\.?)?"
    r"|hovednummer|omstilling(?:en)?)(?![^\W_])",
    re.IGNORECASE,
)
BESIDE = re.compile(
    r"[\s,;:()/|·–-]{0,8}(?:(?:cpr|cpr-?nr|tlf|tlf-?nr|telefon|mobil|adresse|bopæl|boende|bor|født|f|fødselsdato|nr|mob)"
    r"[\s.:]{0,4}){0,3}",
    re.IGNORECASE,
)
_REACHED = re.compile(
    r"""[ ]?,?[ ](?:(?:og|som|der)[ ])?(?:
        (?:er|blev|bliver|bedes|kan|kunne|vil|skal|må|har|ønsker[ ]at|ønskes)
        (?:[ ](?:også|helst|bedst|altid|blive|været|gerne|igen|forgæves|forsøgt)){0,2}
        [ ](?:ringet[ ]op|ringes[ ]op|kontaktet|kontaktes|træffes|truffet|nås|fanges|fanget)
        (?:[ ](?:telefonisk|bedst|helst|dagligt)){0,2}[ ]på
      | (?:ringede|ringer|har[ ]ringet|skriver|har[ ]skrevet)[ ]fra
    )(?:[ ](?:sin[ ])?(?:tlf|telefon|telefonnummer|mobil|mobiltelefon|nummer|nr)\.?:?){0,2}[ ]""",
    re.VERBOSE | re.IGNORECASE,
)
"""Behind the name of who is called, or calls, at the number that follows."""
_HIS = re.compile(
    r"(?<![^\W_])(?:hans|hendes|dennes|vedkommendes|pågældendes|borgerens|ansøgerens|ansøgers)"
    r"(?:[ ][^\W_]{2,20}\.?){1,4}[ ]?:?[ ]\Z",
    re.IGNORECASE,
)
"""Before what is of who was spoken of last."""
_BEHIND_A_NUMBER = re.compile(
    r"(?<![\w-])(?P<number>\w[\w-]{3,20})(?:[\s.,:;()/|-]{1,4}"
    r"(?:(?:nem|løn)?konto(?:nr|nummer)?|reg(?:istreringsn(?:r|ummer))?|nr|bank|udbetales|til)){0,5}[\s.,:;()/|-]{1,4}\Z",
    re.IGNORECASE,
)
"""An account's labels behind a number: of a person, an employee, a customer."""
_ROW_LINE = re.compile(r"[^:\n]{1,60}:(?:[ \t][^\n]*)?")
_RELATIVE = re.compile(
    rf"(?<![^\W_])(?:(?:eks)?(?:{SPOUSES}|kæreste)|{NEAREST}|{WIDER}|svigerinde|svigermor|svigerfar"
    r"|værge|ven|veninde|nabo)"
    r"(?:en|n|s|ens|ns|et|ets|nes|e|er)?(?![^\W_])",
    re.IGNORECASE,
)
_FORM_LINES = 12
_FORM_LINE = re.compile(r"[ \t]{0,40}[^\W0-9_][^\n]{0,88}[^\n.!?]")
_BESIDES = re.compile(
    r"(?<![^\W_])(?:biperson|pårørende|kontaktpers(?:on)?|fuldmagt|partner|udlejer|arbejdsgiver|bank|læge|sagsbehandler"
    r"|ansvarlig|behandler)(?:en|s|ens|ets)?(?![^\W_])",
    re.IGNORECASE,
)
"""Labels of somebody else in a form."""
_BLOCK = 160
"""Characters after an employee's name in which a signature gives telephone and mail."""


class Around:
    """Who and what stands near a place in a passage.

    ``in_cells`` is whether the subject's name is in two of a row; ``mine`` is where what is surely theirs stands;
    ``lone`` are the kinds of which there is one identifier alone.
    """

    def __init__(
        self,
        text: str,
        people: Sequence[Judged],
        *,
        in_cells: bool = False,
        mine: Sequence[Span] = (),
        lone: Collection[Kind] = (),
    ) -> None:
        self.text, self.people = text, people
        self.in_cells, self.mine, self.lone = in_cells, mine, lone
        self._units = units(text)

    def people_in_unit(self, span: Span) -> Iterator[Judged]:
        """The people of the sentence or table row."""
        unit = self.unit(span)
        return (judged for judged in self.people if judged.finding.span.overlaps(unit))

    def unit(self, span: Span) -> Span:
        """The sentence or table row that it stands in."""
        at = bisect_right(self._units, span.start, key=lambda unit: unit.start) - 1
        return Span(self._units[at].start, max(self._units[at].end, span.end)) if at >= 0 else span

    def only_subject(self, span: Span) -> bool:
        """Whether the sentence or row is about the subject and nobody else."""
        sides = {judged.side for judged in self.people_in_unit(span)}
        return Side.SUBJECT in sides and Side.OTHER not in sides

    def of_relative(self, span: Span) -> bool:
        """Whether who is nearest before it in its sentence, or is there at all, is somebody's unnamed relative."""
        unit = self.unit(span)
        relatives = [found.end() for found in _RELATIVE.finditer(self.text, unit.start, unit.end)]
        last = self.before(span)
        if last is not None and last.finding.span.start >= unit.start:
            return any(last.finding.span.end < end <= span.start for end in relatives)
        return bool(relatives)

    def before(self, span: Span) -> Judged | None:
        """The last person before it."""
        return max(
            (judged for judged in self.people if judged.finding.span.end <= span.start),
            key=lambda judged: judged.finding.span.end,
            default=None,
        )

    def beside_subject(self, span: Span, own: Own) -> bool:
        """Whether nothing but a label stands between the subject, who is named whole, and it."""
        last = self.before(span)
        if last is None or last.side is not Side.SUBJECT or span.start - last.finding.span.end > _BLOCK:
            return False
        if self._of_namesake(span) or privately(self.text, last.finding.span):
            return False
        between = self._without_mine(last.finding.span.end, span.start)
        told = BESIDE.fullmatch(between) or _REACHED.fullmatch(between)
        return is_whole(last.finding, own) and told is not None

    def in_own_form(self, span: Span, own: Own) -> bool:
        """Whether it stands in a line of a form, below the subject's whole name or number, with nobody between."""
        end = self.text.find("\n", span.end)
        line = Span(self.text.rfind("\n", 0, span.start) + 1, end if end >= 0 else len(self.text))
        for above in range(_FORM_LINES):
            written = line.of(self.text)
            if not _FORM_LINE.fullmatch(written) or _RELATIVE.search(written) or _BESIDES.search(written):
                return False
            here = [judged for judged in self.people if judged.finding.span.overlaps(line)]
            if any(judged.side is not Side.SUBJECT for judged in here) or (here and not above):
                return False
            if any(is_whole(judged.finding, own) for judged in here):
                return True
            if line.start == 0:
                return False
            line = Span(self.text.rfind("\n", 0, line.start - 1) + 1, line.start - 1)
        return False

    def _without_mine(self, start: int, end: int) -> str:
        """What stands between two places, as a name and a telephone, without the subject's own home and the like."""
        kept, at = list[str](), start
        for own in self.mine:
            if at <= own.start and own.end <= end:
                kept.append(self.text[at : own.start])
                at = own.end
        return "".join([*kept, self.text[at:end]])

    def of_who_was_spoken_of(self, span: Span) -> bool:
        """Whether it is his or hers, in a sentence that names nobody behind one about the subject alone."""
        last, unit = self.before(span), self.unit(span)
        if last is None or any(True for _ in self.people_in_unit(span)) or self.of_relative(span):
            return False
        between = self.text[last.finding.span.end : unit.start]
        if "\n\n" in between or len(between) > _BLOCK or _RELATIVE.search(between):
            return False
        his = _HIS.search(self.text, max(unit.start, span.start - _BLOCK), span.start)
        return his is not None and self.only_subject(last.finding.span)

    def a_number_behind_another(self, span: Span) -> bool:
        """Whether eight digits behind another's name, with no label, are their telephone, not a company's number."""
        last = self.before(span)
        if last is None:
            return False
        namesake = last.side is Side.SUBJECT and privately(self.text, last.finding.span)
        if last.side is not Side.OTHER and not namesake:
            return False
        return re.fullmatch(r"[ ]?[,(/·–-]?[ ]{0,2}", self.text[last.finding.span.end : span.start]) is not None

    def behind_own_number(self, span: Span, own: Own) -> bool:
        """Whether nothing but an account's labels stands between a number of the subject's and it."""
        before = _BEHIND_A_NUMBER.search(self.text[max(0, span.start - _BLOCK) : span.start])
        number = letters_and_digits(before["number"]) if before else ""
        return number in own.loose or (Kind.CPR, number) in own.keys

    def _of_namesake(self, span: Span) -> bool:
        """Whether its sentence or row has another's CPR number and not the subject's: the name may be a namesake's."""
        sides = {judged.side for judged in self.people_in_unit(span) if judged.finding.kind is Kind.CPR}
        return Side.OTHER in sides and Side.SUBJECT not in sides

    def after_employee(self, span: Span) -> str | None:
        """What stands between it and an employee's name shortly before."""
        last = self.before(span)
        if last is None or last.side is not Side.EMPLOYEE or span.start - last.finding.span.end > _BLOCK:
            return None
        return self.text[last.finding.span.end : span.start]

    def of_organisation(self, span: Span) -> bool:
        """Whether an organisation stands before it in its line or the two above, with no person between."""
        line = self.text.rfind("\n", 0, span.start) + 1
        for _ in range(2):
            line = self.text.rfind("\n", 0, max(0, line - 1)) + 1
        last = self.before(span)
        start = max(line, span.start - 200, last.finding.span.end if last else 0)
        return any(
            letterhead(self.text[found.end() : span.start])
            for found in _ORGANISATION.finditer(self.text, start, span.start)
        )


def units(text: str) -> list[Span]:
    """Sentences, or the whole of a table row (``Header: value`` lines)."""
    lines = text.split("\n")
    if 2 <= len(lines) <= 200 and all(_ROW_LINE.fullmatch(line) for line in lines if line):
        return [Span(0, len(text))]
    return list(sentences(text, Span(0, len(text))))


def is_whole(finding: Finding, own: Own) -> bool:
    """Whether it is the subject's number or whole name; a part of it may be a namesake's."""
    return finding.kind is Kind.CPR or sorted(folded_words(finding.key)) in [sorted(name) for name in own.names]
