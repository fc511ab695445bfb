"""Standard input and output that are closed, full or left, and what a command line must not repeat."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.workspace import Ran, Workspace

SUBJECT = json.dumps({"cpr": ["010190-9934"]})
FIND = ("find", "--subject", "-", "--purpose", "Indsigt")


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    made = Workspace(tmp_path_factory.mktemp("streams") / "ws")
    made.write("a.txt", "Borger 010190-9934 har klaget.")
    assert made.dsar("index").code == 0
    return made


def shell(space: Workspace, line: str, stdin: bytes = SUBJECT.encode()) -> Ran:
    """A line for the shell, in which ``dsar`` is the command."""
    ran = subprocess.run(
        ["/bin/bash", "-c", f'dsar() {{ "{sys.executable}" -m dsar "$@"; }}; {line}'],
        cwd=space.folder,
        input=stdin,
        capture_output=True,
        env=os.environ,
        check=False,
    )
    return Ran(ran.returncode, ran.stdout.decode(), ran.stderr.decode())


ASKED = "dsar find --subject - --purpose Indsigt"


@pytest.mark.parametrize("more", ["", " --json", " --explain"])
def test_an_output_that_takes_no_more_is_one_line_and_4(space: Workspace, more: str) -> None:
    ran = shell(space, f"{ASKED}{more} >/dev/full")
    assert (ran.code, ran.err) == (4, "dsar: standard output: cannot be written (No space left on device).\n")


def test_a_reader_that_stops_listening_ends_it_silently(space: Workspace) -> None:
    ran = shell(space, f"{ASKED} --json | true; exit ${{PIPESTATUS[0]}}")
    assert (ran.code, ran.err) == (141, "")


@pytest.mark.parametrize("more", ["", " --json"])
def test_a_closed_output_is_refused_before_anything_is_looked_for(space: Workspace, more: str) -> None:
    looks = len(space.dsar("log", "--json").objects)
    ran = shell(space, f"{ASKED}{more} >&-")
    assert (ran.code, ran.err) == (1, "dsar: standard output: is closed. Send it somewhere.\n")
    assert len(space.dsar("log", "--json").objects) == looks


def test_a_closed_input_is_one_line(space: Workspace) -> None:
    ran = shell(space, f"{ASKED} <&-")
    assert ran.code == 1
    assert ran.err == "dsar: standard input: cannot be read. Give the path of a subject file, or JSON on it.\n"


def test_closed_errors_do_not_go_into_our_own_files(space: Workspace) -> None:
    assert shell(space, f"{ASKED} --json 2>&-").code == 0
    assert space.dsar(*FIND, stdin=SUBJECT).code == 0


def test_json_with_a_byte_order_mark_is_read(space: Workspace) -> None:
    assert shell(space, f"{ASKED} --json", b"\xef\xbb\xbf" + SUBJECT.encode()).code == 0


def test_json_in_another_encoding_is_said_to_be_so(space: Workspace) -> None:
    ran = shell(space, ASKED, '{"names": ["Sørine Højgård"]}'.encode("latin-1"))
    assert (ran.code, ran.err) == (1, "dsar: standard input: is not UTF-8 text. Save it as UTF-8.\n")


@pytest.mark.parametrize("case", ["010190-9934", "sag 010190 9934", "0101909934"])
def test_a_cpr_number_names_no_case(space: Workspace, case: str) -> None:
    ran = space.dsar(*FIND, "--case", case, stdin=SUBJECT)
    assert ran.code == 2
    assert "--case: " in ran.err
    assert "9934" not in ran.err
    assert "9934" not in space.dsar("log", "--json").out


@pytest.mark.parametrize("case", ["2026-0001", "27.12.00-G01-1-26", "2026-000117"])
def test_a_case_number_does(space: Workspace, case: str) -> None:
    assert space.dsar(*FIND, "--case", case, stdin=SUBJECT).code == 0


def test_a_purpose_makes_no_lines_of_the_log(space: Workspace) -> None:
    space.dsar("find", "--subject", "-", "--purpose", "a\n2026-01-01 00:00:00 root find: forged\x1b[2J", stdin=SUBJECT)
    last = space.dsar("log").out.splitlines()[-1]
    assert "a?2026-01-01 00:00:00 root find: forged?[2J" in last


def test_a_subject_files_name_is_told_without_the_number_in_it(space: Workspace, tmp_path: Path) -> None:
    for name in ("010190-9934", str(tmp_path / "010190-9934.toml")):
        ran = space.dsar("find", "--subject", name, "--purpose", "Indsigt")
        assert ran.code == 1
        assert "cannot be read" in ran.err
        assert "9934" not in ran.err


def test_two_peoples_numbers_in_one_subject_are_warned_of(space: Workspace) -> None:
    two = json.dumps({"cpr": ["010190-9934", "020280-9951"]})
    ran = space.dsar(*FIND, stdin=two)
    assert ran.code == 0
    assert "subject: cpr: " in ran.err
    assert "9951" not in ran.err
    assert "subject: cpr: " not in space.dsar(*FIND, stdin=SUBJECT).err
