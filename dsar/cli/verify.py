"""``dsar verify``: a package against its manifest."""

from __future__ import annotations

from pathlib import Path

import click

from dsar.cli.output import emit, json_option, say
from dsar.errors import StoreError


@click.command()
@click.argument("package", metavar="DIR|ZIP", type=click.Path(path_type=Path))
@json_option
def verify(*, package: Path, as_json: bool) -> None:
    """Check a package, a folder or a zip, against its manifest.

    Every file is read and compared with its size and SHA-256; nothing may be missing
    or added. Then letter, data and manifest must agree, every PDF must be accessible,
    and nobody who was removed may be readable.

    Example: dsar verify pakke/
    """
    from dsar.package.verify import verify as check

    found = check(package)
    if as_json:
        emit(
            {"type": "verification", "files": found.files, "intact": found.intact, "problems": list(found.problems)}
            | {"checks": list(found.checks)}
        )
    if found.intact:
        for check_ in found.checks:
            say(f"  {check_}")
        say(f"{package}: {found.files} files are as they were made.")
        return
    raise StoreError("\n".join(f"{package}: {problem}" for problem in found.problems))
