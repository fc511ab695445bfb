"""A workspace on the disk for tests of the command line, and a way to run commands in it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dsar.crypto import new_key_file

SETTINGS = """
[organisation]
name = "Prøveby Kommune"
[stores.sager]
connector = "files"
path = "sager"
activity = "job-og-velfaerd"
"""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


class Workspace:
    """A folder with settings, a key, and one store ``sager``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "sager").mkdir(parents=True)
        (folder / "dsar.toml").write_text(SETTINGS, encoding="utf-8")
        new_key_file(folder / "dsar.key")

    def write(self, locator: str, data: str | bytes) -> Path:
        path = self.folder / "sager" / locator
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return path

    def dsar(self, *arguments: str, stdin: str = "", **environment: str) -> Ran:
        return dsar(*arguments, cwd=self.folder, stdin=stdin, **environment)


def dsar(*arguments: str, cwd: Path, stdin: str = "", **environment: str) -> Ran:
    """Run the real command in a process of its own."""
    ran = subprocess.run(
        [sys.executable, "-m", "dsar", *arguments],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | environment,
        check=False,
    )
    return Ran(ran.returncode, ran.stdout, ran.stderr)
