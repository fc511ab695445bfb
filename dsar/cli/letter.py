"""``dsar letter``: a case's letters, as docx to edit and as PDF to send."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dsar.cli.case_options import DAY
from dsar.cli.output import emit, json_option, say, workspace_option

if TYPE_CHECKING:
    from dsar.app import Workspace
    from dsar.letters.office import Office
    from dsar.redact.own import Detect
    from dsar.redact.staff import Staff
    from dsar.settings import Settings

KINDS = ("receipt", "identity", "clarification", "extension", "refusal", "partial", "no-data", "answer")
OTHER_KINDS = ("decision", "notice")


@click.command()
@click.argument("case_id", metavar="CASE")
@click.argument("kind", metavar="KIND", type=click.Choice([*KINDS, *OTHER_KINDS]))
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="The folder to write to.")
@click.option("--language", type=click.Choice(["da", "en"]), default="da", show_default=True, help="Of the letter.")
@click.option("--date", "made", type=DAY, metavar="DATE", help="The letter's day (YYYY-MM-DD); today if not given.")
@click.option(
    "--disclosures",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Who got data of this person: a TOML file of [[disclosure]] with recipient, on and occasion.",
)
@click.option("--replace", is_flag=True, help="Write over a letter that is there already.")
@json_option
@workspace_option
def letter(
    *,
    case_id: str,
    kind: str,
    out: Path,
    language: str,
    made: datetime | None,
    disclosures: Path | None,
    replace: bool,
    as_json: bool,
    workspace: Path,
) -> None:
    """Write a letter of the case CASE as docx and PDF.

    KIND is receipt, identity, clarification, extension, refusal, partial, no-data or
    answer; decision and notice (to recipients) for rights other than access. While
    something that the letter must have is missing, nothing is written, and all of it
    is named.

    Example: dsar letter 2026-0001 receipt --out breve
    """
    from dsar.app import open_workspace
    from dsar.letters.disclosures import read_disclosures
    from dsar.letters.facts import Language, LetterKind
    from dsar.letters.file import write_files
    from dsar.letters.pdf import pdf
    from dsar.letters.readability import lix
    from dsar.letters.word import docx

    given = read_disclosures(disclosures) if disclosures else ()
    with open_workspace(workspace) as space:
        found = office(space).letters(
            case_id,
            LetterKind(kind),
            made=made.date() if made else space.desk.today,
            language=Language(language),
            disclosures=given,
        )
    files: list[tuple[str, bytes]] = []
    for one in found:
        files += [(f"{one.name}.docx", docx(one.letter)), (f"{one.name}.pdf", pdf(one.letter))]
    paths = write_files(out, files, replace=replace)
    for one, word, print_ in zip(found, paths[::2], paths[1::2], strict=True):
        if not as_json:
            click.echo(f"{word}\n{print_}")
            for caution in one.cautions:
                say(f"  {caution}")
            continue
        fields = {"kind": kind, "language": language, "docx": str(word), "pdf": str(print_)}
        measured = {"template": one.letter.template, "lix": round(lix(one.letter.blocks), 1)}
        emit({"type": "letter", "case": case_id} | fields | measured | {"cautions": list(one.cautions)})


def office(space: Workspace) -> Office:
    """What letters are made with, from the workspace's parts."""
    from dsar.activities import load_activities
    from dsar.cases.deadlines import SuspensionPolicy
    from dsar.cases.who import person
    from dsar.detect import Detectors
    from dsar.letters.office import Office

    settings = space.settings
    detect = Detectors(today=space.desk.today, names=settings.detect.names).detect
    return Office(
        desk=space.desk,
        review=space.review,
        log=space.log,
        organisation=settings.organisation,
        activities=load_activities(settings.activities_file),
        policy=SuspensionPolicy(settings.cases.suspension),
        detect=detect,
        caseworkers=lambda user: person(user, settings.cases.people),
        cues=settings.detect.cues,
        staff=_staff(settings, detect),
    )


def _staff(settings: Settings, detect: Detect) -> Staff:
    """The organisation's employees: those on its list, those who sign letters, those with mail at its domains."""
    from dsar.letters.mails import House
    from dsar.redact.staff import Staff, read_names

    listed = read_names(settings.redaction.employees) if settings.redaction.employees else ()
    domains = House.of(settings.organisation, ()).domains | set(settings.redaction.mail_domains)
    here = settings.organisation
    reached = (
        here.address,
        here.return_address,
        here.phone,
        here.dpo_address,
        here.dpo_phone,
        *settings.redaction.offices,
    )
    offices = (finding for text in reached if text for finding in detect(text))
    return Staff.of((*listed, *settings.cases.people.values()), domains, offices)
