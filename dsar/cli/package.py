"""``dsar package``: what a case's review released, as a folder that can be sent."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dsar.cli import words
from dsar.cli.case_options import DAY
from dsar.cli.output import emit, json_option, number, say, workspace_option

if TYPE_CHECKING:
    from dsar.letters.facts import Disclosure
    from dsar.package.case import Packed


@click.command()
@click.argument("case_id", metavar="CASE")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The folder to make.")
@click.option("--date", "made", type=DAY, metavar="DATE", help="The answer's day (YYYY-MM-DD); today if not given.")
@click.option(
    "--zip", "zipped", is_flag=True, help="Also pack the citizen's part, encrypted; the passphrase is shown once."
)
@click.option(
    "--split", type=click.IntRange(1), metavar="MB", help="Also say what to send together, at most MB a time."
)
@click.option(
    "--disclosures",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Who got data of this person: a TOML file of [[disclosure]] with recipient, on and occasion.",
)
@json_option
@workspace_option
def package(
    *,
    case_id: str,
    out: Path,
    made: datetime | None,
    zipped: bool,
    split: int | None,
    disclosures: Path | None,
    as_json: bool,
    workspace: Path,
) -> None:
    """Compile the package of the case CASE: letter, overview, copies, data; evidence and manifest beside it.

    Nothing is made while something is missing: an undecided hit, an empty field of the
    letter, an approval, a copy that cannot be proved clean. All of it is named.

    Example: dsar package 2026-0001 --out pakke
    """
    from dsar.errors import SetupError
    from dsar.letters.disclosures import read_disclosures
    from dsar.package.sending import passphrase, shipments, write_encrypted

    target = out.with_name(f"{out.name}.zip")
    if zipped and target.exists():
        raise SetupError(f"{target}: exists. Name a new folder; a package never overwrites.")
    given = read_disclosures(disclosures) if disclosures else ()
    packed = _packed(workspace, case_id, out, made.date() if made else None, given)
    secret = passphrase() if zipped else ""
    if zipped:
        write_encrypted(out, target, secret)
    parts = shipments(packed.manifest, split * 1_000_000) if split else []
    if as_json:
        emit(
            {"type": "package", "case": case_id, "out": str(out), "zip": str(target) if zipped else None}
            | _object(packed, parts)
        )
    else:
        counts = packed.manifest.counts
        click.echo(words.PACKED.format(out=out, items=number(counts.told), copies=number(counts.copies)))
        for n, part in enumerate(parts, 1):
            click.echo(words.SHIPMENT.format(number=n, files=len(part), first=part[0], last=part[-1]))
    if packed.ended:
        say(words.PACKED_ENDED.format(case_id))
    for hit in packed.extracted:
        say(words.PACKED_EXTRACTED.format(hit))
    for caution in packed.cautions:
        say(f"  {caution}")
    if zipped:
        say(words.ENCRYPTED.format(out=target, secret=secret))


def _object(packed: Packed, parts: list[list[str]]) -> dict[str, object]:
    counts = packed.manifest.counts
    return {
        "told": counts.told,
        "copies": counts.copies,
        "masked": counts.masked,
        "gaps": counts.gaps,
        "extracted_instead": list(packed.extracted),
        "cautions": list(packed.cautions),
        "shipments": parts,
    }


def _packed(workspace: Path, case_id: str, out: Path, made: date | None, disclosures: tuple[Disclosure, ...]) -> Packed:
    """The package made, with a bar."""
    from rich.console import Console
    from rich.progress import Progress

    from dsar.app import default_workers, open_workspace, temporary_folder
    from dsar.cli.letter import office
    from dsar.detect import Detectors
    from dsar.package.case import Place, package_case

    with open_workspace(workspace) as space, Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(words.COPYING, total=None)
        day = made or space.desk.today
        return package_case(
            office(space),
            space.cases,
            case_id,
            place=Place(
                out, temporary_folder(space.settings), default_workers(), office_pages=space.settings.cases.office_pages
            ),
            made=day,
            detect=Detectors(today=day, thorough=True).detect,
            disclosures=disclosures,
            progress=lambda done, of: bar.update(task, completed=done, total=of),
        )
