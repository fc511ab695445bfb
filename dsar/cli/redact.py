"""``dsar redact``: copies of files without what concerns others."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dsar.cli.output import INCOMPLETE, emit, json_option, show_gap
from dsar.cli.subject import read_subject
from dsar.errors import SetupError
from dsar.model import Gap

if TYPE_CHECKING:
    from dsar.redact.copies import Redaction


@click.command()
@click.argument("paths", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--subject",
    "file",
    required=True,
    metavar="FILE|-",
    help="Who gets the copies: a subject file (TOML or JSON), or - for JSON on stdin.",
)
@click.option("--out", required=True, metavar="DIR", type=click.Path(path_type=Path), help="Where the copies go.")
@click.option("--remove-employees", is_flag=True, help="Remove the names of employees acting in office too.")
@click.option("--office-pages", is_flag=True, help="Show the pages of office documents, drawn by LibreOffice.")
@click.option("--workers", type=click.IntRange(1), help="Processes that work on the pages; one a core if not given.")
@json_option
@click.pass_context
def redact(
    ctx: click.Context,
    *,
    paths: tuple[Path, ...],
    file: str,
    out: Path,
    remove_employees: bool,
    office_pages: bool,
    workers: int | None,
    as_json: bool,
) -> None:
    """Make copies of files without what concerns others than the subject.

    Each copy is a PDF whose removed parts are gone for good, read again before it is put in place.
    What cannot be shown to be clean gives no copy, and exit code 3. Needs no workspace.

    Example: dsar redact brev.pdf --subject borger.toml --out kopier
    """
    import os

    from dsar.cli.documents import files_in
    from dsar.redact.copies import Redactor
    from dsar.redact.removal import Options

    subject = read_subject(file)
    sources = list(files_in(paths))
    try:
        out.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SetupError(f"{out}: cannot be made ({error.strerror}). Name another folder.") from error
    options = Options(keep_employees=not remove_employees)
    complete = True
    with Redactor(
        subject,
        today=datetime.now(UTC).date(),
        options=options,
        processes=workers or os.cpu_count() or 1,
        office_pages=office_pages,
    ) as redactor:
        for path in sources:
            for result in redactor.redact(path, str(path), out):
                if isinstance(result, Gap):
                    complete = False
                    show_gap(result.locator, result, as_json=as_json)
                elif as_json:
                    emit(_object(result))
                else:
                    click.echo(_told(result))
    if not complete:
        ctx.exit(INCOMPLETE)


def _object(redaction: Redaction) -> dict[str, object]:
    removed = [{"kind": each.kind.value, "place": each.place, "count": each.count} for each in redaction.removed]
    output = str(redaction.output)
    return {"type": "redaction", "item": redaction.item, "output": output, "removed": removed, "verified": True}


def _told(redaction: Redaction) -> str:
    number = sum(each.count for each in redaction.removed)
    return f"{redaction.item}: {redaction.output}: {number} removed, read again and clean"
