"""``dsar.toml``: what it means, and what is said of what is wrong in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from dsar.errors import SetupError
from dsar.settings import Rule, find_workspace, load_settings

GOOD = """
[organisation]
name = "Prøveby Kommune"
[stores.sager]
connector = "files"
path = "data/sager"
activity = "job-og-velfaerd"
[[stores.sager.rules]]
glob = "byg/*"
activity = "by-og-land"
[[stores.sager.rules]]
glob = "byg/klager/*"
activity = "aktindsigt"
"""


def load(folder: Path, text: str, environment: dict[str, str] | None = None):  # type: ignore[no-untyped-def]
    (folder / "dsar.toml").write_text(text, encoding="utf-8")
    return load_settings(folder, environment or {})


def test_a_store_keeps_its_connectors_own_settings(tmp_path: Path) -> None:
    store = load(tmp_path, GOOD).stores["sager"]
    assert (store.connector, store.activity) == ("files", "job-og-velfaerd")
    assert store.options == {"path": "data/sager"}
    assert store.rules == (Rule("byg/*", "by-og-land"), Rule("byg/klager/*", "aktindsigt"))


@pytest.mark.parametrize(
    ("locator", "activity"),
    [
        ("a.txt", "job-og-velfaerd"),
        ("byg/a.txt", "by-og-land"),
        ("byg/2024/a.txt", "by-og-land"),
        ("byg/klager/a.txt", "aktindsigt"),
        ("byg/klager/a.zip!b.txt", "aktindsigt"),
    ],
)
def test_the_last_rule_that_fits_gives_the_activity(tmp_path: Path, locator: str, activity: str) -> None:
    assert load(tmp_path, GOOD).stores["sager"].activity_of(locator) == activity


def test_stores_come_in_the_alphabets_order(tmp_path: Path) -> None:
    text = GOOD + '[stores.a]\nconnector = "files"\n'
    assert list(load(tmp_path, text).stores) == ["a", "sager"]


def test_the_key_lies_beside_the_settings_unless_told_otherwise(tmp_path: Path) -> None:
    assert load(tmp_path, GOOD).key_file == tmp_path / "dsar.key"


def test_the_setting_names_the_key(tmp_path: Path) -> None:
    assert load(tmp_path, GOOD + '[security]\nkey_file = "/sikker/nøgle"\n').key_file == Path("/sikker/nøgle")


def test_the_environment_names_the_key_over_the_setting(tmp_path: Path) -> None:
    text = GOOD + '[security]\nkey_file = "/sikker/nøgle"\n'
    assert load(tmp_path, text, {"DSAR_KEY_FILE": "/anden"}).key_file == Path("/anden")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "organisation: is missing. Add it."),
        ("[organisation]\n", "organisation.name: is missing. Add it."),
        ('[organisation]\nname="x"\nnavn="y"', "organisation.navn: is not a setting. Remove it, or mend its spelling."),
        ('[organisation]\nname="x"\n[stores.a]\n', "stores.a.connector: is missing. Add it."),
        ('[organisation]\nname="x"\n[stores."a:b"]\nconnector="files"', "stores.a:b"),
        ('[organisation]\nname="x"\n[engine]\nkind="lucene"', "engine.kind: input should be 'whoosh'. Mend it."),
        ('[organisation]\nname="x"\n[limits]\ndepth=-1', "limits.depth: input should be greater than or equal to 0."),
        ('[organisation]\nname="x"\n[limits]\nsize="5"', "limits.size: input should be a valid integer. Mend it."),
    ],
)
def test_a_wrong_setting_is_one_line_with_where_and_what_to_do(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(SetupError) as caught:
        load(tmp_path, text)
    (line,) = str(caught.value).splitlines()
    assert line.startswith(f"{tmp_path / 'dsar.toml'}: {message}")


def test_every_wrong_setting_is_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(SetupError) as caught:
        load(tmp_path, "[organisation]\nx=1\n[nothing]\n")
    assert len(str(caught.value).splitlines()) == 3


@pytest.mark.parametrize("data", [b"[organisation", b'name = "\xe6"', b"\xff\xfe\x00"])
def test_what_is_not_toml_in_utf8_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "dsar.toml").write_bytes(data)
    with pytest.raises(SetupError, match="is not valid TOML in UTF-8"):
        load_settings(tmp_path, {})


def test_a_workspace_is_named_or_found_above(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "dsar.toml").touch()
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    assert find_workspace(None, {}) == tmp_path
    monkeypatch.chdir("/")
    assert find_workspace(tmp_path, {}) == tmp_path
    assert find_workspace(None, {"DSAR_WORKSPACE": str(tmp_path)}) == tmp_path


def test_no_workspace_says_how_to_make_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SetupError, match="dsar init DIR"):
        find_workspace(None, {})


def test_a_named_folder_without_settings_is_not_a_workspace(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"no dsar\.toml here"):
        find_workspace(tmp_path, {})


def test_who_works_here_is_a_list_and_mail_domains(tmp_path: Path) -> None:
    given = load(tmp_path, GOOD + '[redaction]\nemployees = "ansatte.txt"\nmail_domains = ["proeveby.dk"]\n').redaction
    assert (given.employees, given.mail_domains) == (tmp_path / "ansatte.txt", ("proeveby.dk",))
    assert load(tmp_path, GOOD).redaction.employees is None


def test_a_mail_domain_is_no_address(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"redaction\.mail_domains"):
        load(tmp_path, GOOD + '[redaction]\nmail_domains = ["hr@proeveby.dk"]\n')
