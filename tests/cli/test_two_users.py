"""Two real users of the machine share a workspace by ``sudo``: who decides cannot approve, whatever they claim."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from dsar.activities import default_text
from dsar.crypto import new_key_file

SETTINGS = """
[organisation]
name = "Prøveby Kommune"
[stores.sager]
connector = "files"
path = "data"
activity = "job-og-velfaerd"
[cases]
second_person = true
service_account = "{account}"
"""
TOOLS = ("sudo", "runuser", "useradd", "userdel")


@dataclass(frozen=True)
class Shared:
    """A workspace that an account owns, and two people who may become it for one program alone."""

    folder: Path
    program: Path
    account: str
    people: tuple[str, str]

    def owner(self, *words: str) -> subprocess.CompletedProcess[str]:
        return _ran("runuser", "-u", self.account, "--", str(self.program), "-w", str(self.folder), *words)

    def person(self, user: str, *words: str) -> subprocess.CompletedProcess[str]:
        become = ("sudo", "-n", "-u", self.account, str(self.program), "-w", str(self.folder))
        return _ran("runuser", "-u", user, "--", *become, *words)


def _ran(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, capture_output=True, text=True, cwd="/", stdin=subprocess.DEVNULL, check=False)


def _program(folder: Path, user: str) -> Path:
    """A script that runs dsar, which that user can start; skips where no interpreter is open to them."""
    path = folder / "dsar"
    roots = os.pathsep.join(dict.fromkeys([str(Path(__file__).parents[2]), *filter(None, sys.path)]))
    for python in (sys.executable, f"/usr/bin/python{sys.version_info.major}.{sys.version_info.minor}"):
        path.write_text(f"#!/bin/sh\nPYTHONPATH='{roots}' exec '{python}' -P -m dsar \"$@\"\n", encoding="utf-8")
        path.chmod(0o755)
        if _ran("runuser", "-u", user, "--", str(path), "--version").returncode == 0:
            return path
    pytest.skip("no Python that another user may run has dsar's packages")


@pytest.fixture
def shared() -> Iterator[Shared]:
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if os.geteuid() != 0 or missing:
        pytest.skip(f"needs root, and {', '.join(missing) or 'nothing else'} (Debian: sudo, passwd, util-linux)")
    names = [f"dsart{os.getpid()}{letter}" for letter in "abc"]
    rules = Path(f"/etc/sudoers.d/{names[0]}")
    folder = Path(tempfile.mkdtemp(prefix="dsar-two-users-"))
    try:
        for name in names:
            subprocess.run(["useradd", "--system", "--no-create-home", name], check=True, capture_output=True)
        folder.chmod(0o755)
        program = _program(folder, names[0])
        rules.write_text(
            f"{names[1]},{names[2]} ALL=({names[0]}) NOPASSWD: {program}\nDefaults!{program} env_reset, !setenv\n",
            encoding="utf-8",
        )
        rules.chmod(0o440)
        yield _workspace(folder, program, names)
    finally:
        rules.unlink(missing_ok=True)
        for name in names:
            _ran("userdel", name)
        shutil.rmtree(folder, ignore_errors=True)


def _workspace(folder: Path, program: Path, names: list[str]) -> Shared:
    space = folder / "ws"
    (space / "data").mkdir(parents=True)
    (space / "data/a.txt").write_text("Anders Bo Jensen, cpr-nr. 010190-9934, har søgt.", encoding="utf-8")
    (space / "dsar.toml").write_text(SETTINGS.format(account=names[0]), encoding="utf-8")
    (space / "activities.toml").write_text(default_text(), encoding="utf-8")
    (space / "s.toml").write_text('names = ["Anders Bo Jensen"]\ncpr = ["010190-9934"]\n', encoding="utf-8")
    new_key_file(space / "dsar.key")
    for path in (space, *space.rglob("*")):
        shutil.chown(path, names[0])
    made = Shared(space, program, names[0], (names[1], names[2]))
    indexed = made.owner("index")
    assert indexed.returncode == 0, indexed.stderr
    return made


def test_who_decided_cannot_approve_and_a_second_real_user_can(shared: Shared) -> None:
    first, second = shared.people
    opened = shared.person(
        first, "case", "open", "--subject", str(shared.folder / "s.toml"), "--received", "2026-11-02"
    )
    assert (opened.returncode, opened.stdout) == (0, "2026-0001\n"), opened.stderr
    assert shared.person(first, "case", "search", "2026-0001").returncode == 0
    assert shared.person(first, "case", "decide", "2026-0001", "all", "--include").returncode == 0
    own = shared.person(first, "case", "approve", "2026-0001")
    assert (own.returncode, "who decided cannot approve" in own.stderr) == (1, True)
    nobody = shared.owner("case", "approve", "2026-0001")
    assert (nobody.returncode, "is an account, not a person" in nobody.stderr) == (1, True)
    approved = shared.person(second, "case", "approve", "2026-0001")
    assert approved.returncode == 0, approved.stderr
    assert f"godkendt af {second}" in approved.stdout
    history = shared.person(second, "case", "history", "2026-0001").stdout
    assert f"{first}  afgjort" in history
    assert f"{second}  godkendt" in history


def test_a_name_in_the_environment_makes_nobody_else(shared: Shared) -> None:
    first, second = shared.people
    shared.person(first, "case", "open", "--subject", str(shared.folder / "s.toml"), "--received", "2026-11-02")
    shared.person(first, "case", "search", "2026-0001")
    shared.person(first, "case", "decide", "2026-0001", "all", "--include")
    number = _ran("id", "-u", second).stdout.strip()
    become = ("sudo", "-n", "-u", shared.account, f"SUDO_UID={number}", str(shared.program))
    lied = _ran("runuser", "-u", first, "--", *become, "-w", str(shared.folder), "case", "approve", "2026-0001")
    assert lied.returncode != 0
    direct = _ran("runuser", "-u", first, "--", str(shared.program), "-w", str(shared.folder), "case", "list")
    assert direct.returncode != 0  # the key is the account's alone
    assert "Traceback" not in direct.stderr
