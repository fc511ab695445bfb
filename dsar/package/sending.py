"""The citizen's part of a package as one encrypted file, for ways of sending that are not safe by themselves.

AES-256 as 7-Zip, WinZip and Windows 11 open it. The passphrase is of random words' letters, shown once
and kept nowhere; without it the file is worth nothing.
"""

from __future__ import annotations

import secrets
from pathlib import Path

from dsar.disk import on_disk, whole_file
from dsar.errors import SetupError
from dsar.package.manifest import MANIFEST_FILE, Manifest

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""None that is taken for another when it is read aloud."""
_GROUPS, _GROUP = 5, 5


def passphrase() -> str:
    """A new one: 25 letters and digits in groups, 123 bits of chance."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))


def write_encrypted(package: Path, target: Path, secret: str) -> None:
    """Pack ``citizen/`` of a package as an encrypted zip file, whole or not at all.

    Raises:
        SetupError: the target exists, or cannot be written.
        StoreError: the disk is full.
    """
    import pyzipper

    with on_disk(target):
        if target.exists():
            raise SetupError(f"{target}: exists. Name a new file; a package never overwrites.")
        manifest = Manifest.model_validate_json((package / MANIFEST_FILE).read_bytes())
        with (
            whole_file(target) as file,
            pyzipper.AESZipFile(file, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES) as archive,
        ):
            archive.setpassword(secret.encode("ascii"))
            for entry in manifest.files:
                if entry.path.startswith("citizen/"):
                    archive.write(package / entry.path, entry.path.removeprefix("citizen/"))


def shipments(manifest: Manifest, most: int) -> list[list[str]]:
    """The citizen's files in shipments of at most so many bytes, in the package's order; the letter comes first.

    A file that is larger than a shipment stands alone: it has to be sent another way.
    """
    files = sorted(
        (entry for entry in manifest.files if entry.path.startswith("citizen/")),
        key=lambda entry: (
            entry.path != "citizen/svarbrev.pdf",
            entry.path.startswith(("citizen/oplysninger/", "citizen/uddrag-")),
            entry.path,
        ),
    )
    made: list[list[str]] = []
    left = 0
    for entry in files:
        if not made or entry.size > left:
            made.append([])
            left = most
        made[-1].append(entry.path)
        left -= entry.size
    return made
