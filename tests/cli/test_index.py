"""``dsar index``, ``stores`` and ``gaps`` as a person or a script runs them, on real files and through every mishap."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.workspace import Workspace


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    made = Workspace(tmp_path / "ws")
    made.write("a.txt", "Kære Anders Bo Jensen")
    made.write("b/c.txt", "en helt anden sag")
    return made


def test_a_complete_run_exits_with_0_and_its_summary(space: Workspace) -> None:
    ran = space.dsar("index", "--json")
    (summary,) = ran.objects
    assert ran.code == 0
    assert {key: summary[key] for key in ("type", "store", "items", "unchanged", "removed", "gaps", "bytes")} == {
        "type": "summary",
        "store": "sager",
        "items": 2,
        "unchanged": 0,
        "removed": 0,
        "gaps": 0,
        "bytes": 38 + 1,
    }
    assert summary["passages"] == 4
    assert summary["seconds"] > 0


def test_a_run_with_gaps_exits_with_3_and_says_where_to_look(space: Workspace) -> None:
    space.write("d.bin", bytes(range(256)))
    ran = space.dsar("index")
    assert ran.code == 3
    assert ran.out.endswith("1 gaps (1 unsupported)\nSee them:  dsar gaps sager\n")


def test_gaps_are_shown_with_their_reasons(space: Workspace) -> None:
    space.write("d.bin", bytes(range(256)))
    space.dsar("index")
    (gap,) = space.dsar("gaps", "sager", "--json").objects
    assert {key: gap[key] for key in ("type", "store", "item", "code")} == {
        "type": "gap",
        "store": "sager",
        "item": "d.bin",
        "code": "unsupported",
    }


def test_stores_shows_what_is_indexed(space: Workspace) -> None:
    before = space.dsar("stores", "--json").objects
    space.dsar("index")
    after = space.dsar("stores", "--json").objects
    assert (before[0]["items"], before[0]["indexed_at"]) == (0, None)
    assert (after[0]["items"], after[0]["gaps"], after[0]["connector"]) == (2, 0, "files")


def test_the_workspace_is_named_before_or_after_the_command_or_by_the_environment(space: Workspace) -> None:
    elsewhere = space.folder.parent
    from tests.cli.workspace import dsar

    assert dsar("-w", str(space.folder), "stores", cwd=elsewhere).code == 0
    assert dsar("stores", "-w", str(space.folder), cwd=elsewhere).code == 0
    assert dsar("stores", cwd=elsewhere, DSAR_WORKSPACE=str(space.folder)).code == 0
    assert dsar("stores", cwd=space.folder / "sager" / "b").code == 0
    assert dsar("stores", cwd=elsewhere).code == 1


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ('path = "sager"', 'path = "nej"', "stores.sager.path: there is no folder"),
        ('connector = "files"', 'connector = "nej"', "stores.sager.connector: there is no connector “nej”"),
        ('path = "sager"', 'sti = "sager"', "stores.sager.path: is missing. Add it."),
        ("[organisation]", "[organisation", "is not valid TOML in UTF-8"),
        ('name = "Prøveby Kommune"', "", "organisation.name: is missing. Add it."),
    ],
)
def test_a_wrong_setting_exits_with_1_and_a_line_without_a_traceback(
    space: Workspace, before: str, after: str, message: str
) -> None:
    path = space.folder / "dsar.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    ran = space.dsar("index")
    assert ran.code == 1
    assert message in ran.err
    assert "Traceback" not in ran.err


def test_an_unknown_store_exits_with_1_and_names_the_known(space: Workspace) -> None:
    ran = space.dsar("index", "nej")
    assert (ran.code, ran.err) == (1, "dsar: nej: there is no such store in dsar.toml. The stores are: sager.\n")


def test_an_unknown_option_exits_with_2(space: Workspace) -> None:
    assert space.dsar("index", "--nej").code == 2


def test_one_store_that_fails_does_not_keep_the_others_from_being_read(space: Workspace) -> None:
    with (space.folder / "dsar.toml").open("a", encoding="utf-8") as file:
        file.write('[stores.aa]\nconnector = "files"\npath = "nej"\n')
    ran = space.dsar("index", "--json")
    assert ran.code == 1
    assert [summary["store"] for summary in ran.objects] == ["sager"]


def test_a_wrong_key_is_told_from_damage(space: Workspace) -> None:
    space.dsar("index")
    (space.folder / "dsar.key").write_text("ab" * 32, encoding="ascii")
    ran = space.dsar("stores")
    assert ran.code == 1
    assert "this is not the key that" in ran.err


def test_a_missing_key_exits_with_1(space: Workspace) -> None:
    (space.folder / "dsar.key").unlink()
    ran = space.dsar("index")
    assert ran.code == 1
    assert "there is no key here" in ran.err


@pytest.mark.parametrize("name", ["catalog.db", "index", "workspace.json"])
def test_damaged_own_data_exits_with_4_and_says_what_to_do(space: Workspace, name: str) -> None:
    space.dsar("index")
    path = space.folder / "state" / name
    for file in [path] if path.is_file() else [f for f in path.iterdir() if f.name != "lock"]:
        file.write_bytes(b"x" * 5000)
    ran = space.dsar("index")
    assert ran.code == 4
    assert "state/" in ran.err or "Restore" in ran.err or "restore" in ran.err
    assert "Traceback" not in ran.err


def test_an_index_that_was_lost_is_not_taken_for_an_empty_one(space: Workspace) -> None:
    space.dsar("index")
    for file in (space.folder / "state" / "index").iterdir():
        file.unlink()
    assert space.dsar("index").code == 4


def test_a_second_run_at_the_same_time_is_told_to_try_later(space: Workspace) -> None:
    from dsar.index.whoosh import WhooshEngine

    space.dsar("index")
    writer = WhooshEngine(space.folder / "state" / "index")
    writer.lock()
    try:
        ran = space.dsar("index")
    finally:
        writer.close()
    assert ran.code == 5
    assert "another dsar index is running" in ran.err


def test_a_full_disk_is_said_and_what_was_done_is_kept(space: Workspace) -> None:
    space.dsar("index")
    for number in range(40):
        space.write(f"stor/{number}.txt", os.urandom(30_000).hex())

    def small_files() -> None:  # the system's way to refuse a write; stands for a disk without room
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))

    command = [sys.executable, "-m", "dsar", "index"]
    ran = subprocess.run(command, cwd=space.folder, capture_output=True, text=True, preexec_fn=small_files, check=False)
    assert ran.returncode == 4
    assert "Traceback" not in ran.stderr
    again = space.dsar("index", "--json")
    assert (again.code, again.objects[0]["items"], again.objects[0]["gaps"]) == (0, 42, 0)


def test_a_killed_run_is_resumed(space: Workspace) -> None:
    for number in range(400):
        space.write(f"m/{number}.txt", f"brev nummer {number}")
    running = subprocess.Popen(
        [sys.executable, "-m", "dsar", "index", "--workers", "1"], cwd=space.folder, stdout=subprocess.PIPE
    )
    packs = space.folder / "state" / "vault"
    while not (packs.is_dir() and any(packs.iterdir())) and running.poll() is None:
        pass
    running.kill()
    running.communicate()
    ran = space.dsar("index", "--json")
    assert (ran.code, ran.objects[0]["items"], ran.objects[0]["gaps"]) == (0, 402, 0)
    again = space.dsar("index", "--json").objects[0]
    assert (again["unchanged"], again["passages"]) == (402, 0)


def test_names_that_are_no_text_and_files_that_lie_about_their_type_are_read(space: Workspace) -> None:
    (space.folder / "sager" / os.fsdecode("blå.txt".encode("latin-1"))).write_bytes(b"hej")
    space.write("tekst.pdf", "jeg er tekst")
    space.write("tom.docx", b"")
    ran = space.dsar("index", "--json")
    assert (ran.code, ran.objects[0]["items"], ran.objects[0]["gaps"]) == (0, 5, 0)


def test_no_plain_text_lies_in_the_state_folder(space: Workspace) -> None:
    space.write("hemmeligt.txt", "Ordet xylofonkvartet og nummeret 010190-9934")
    space.dsar("index")
    stored = [f.read_bytes() for f in (space.folder / "state").rglob("*") if f.is_file()]
    assert stored
    assert not any(
        word in data for data in stored for word in (b"xylofonkvartet", b"010190", b"hemmeligt", b"0101909934")
    )
