"""Secrets that settings name: looked up late, and shown nowhere."""

from __future__ import annotations

import traceback
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend

from dsar.connector import Options, StoreContext, read_options
from dsar.errors import SetupError
from dsar.secrets import Secret


class Login(Options):
    password: Secret


def secret(root: Path, value: object) -> Secret:
    return read_options(Login, StoreContext("post", root), {"password": value}).password


def test_a_secret_in_a_file_is_its_text_without_the_line_end(tmp_path: Path) -> None:
    (tmp_path / "p").write_text("hemmelig æøå \n", encoding="utf-8")
    (tmp_path / "p").chmod(0o640)
    assert secret(tmp_path, {"file": "p"}).reveal() == "hemmelig æøå "


def test_a_secret_is_looked_up_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = secret(tmp_path, {"env": "POST_PASSWORD"})
    monkeypatch.setenv("POST_PASSWORD", "et")
    assert found.reveal() == "et"
    monkeypatch.setenv("POST_PASSWORD", "to")
    assert found.reveal() == "to"


class _Ring(KeyringBackend):
    priority = 1  # type: ignore[assignment]

    def get_password(self, service: str, username: str) -> str | None:
        return {("dsar/post", "svc"): "fra nøglering"}.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NotImplementedError

    def delete_password(self, service: str, username: str) -> None:
        raise NotImplementedError


def test_a_secret_in_the_systems_keyring_is_found_by_service_and_user(tmp_path: Path) -> None:
    before = keyring.get_keyring()
    keyring.set_keyring(_Ring())
    try:
        assert secret(tmp_path, {"keyring": "dsar/post/svc"}).reveal() == "fra nøglering"
        with pytest.raises(SetupError, match=r"keyring dsar/andet: there is no secret there"):
            secret(tmp_path, {"keyring": "dsar/andet"}).reveal()
    finally:
        keyring.set_keyring(before)


@pytest.mark.parametrize(
    "value", ["hunter2", "", {"file": "a", "env": "b"}, {"fil": "a"}, {"env": ""}, {"keyring": "alene"}, {"file": 7}, 7]
)
def test_whatever_is_not_a_place_is_refused_unseen(tmp_path: Path, value: object) -> None:
    with pytest.raises(SetupError, match=r"stores\.post\.password: a secret never stands in dsar\.toml") as caught:
        secret(tmp_path, value)
    assert "hunter2" not in "".join(traceback.format_exception(caught.value))


def test_a_file_open_to_everybody_is_refused(tmp_path: Path) -> None:
    (tmp_path / "p").write_text("x")
    (tmp_path / "p").chmod(0o644)
    with pytest.raises(SetupError, match=r"stores\.post: file p: every user may read the secret\. Run: chmod 600"):
        secret(tmp_path, {"file": "p"}).reveal()


@pytest.mark.parametrize("value", [{"file": "nej"}, {"env": "DSAR_NO_SUCH"}])
def test_a_secret_that_is_not_there_says_where_it_should_be(tmp_path: Path, value: dict[str, str]) -> None:
    with pytest.raises(SetupError, match=r"stores\.post: (file nej|env DSAR_NO_SUCH): "):
        secret(tmp_path, value).reveal()


@pytest.mark.parametrize("data", [b"", b"\n", b"\xff\xfe"])
def test_an_empty_file_or_one_that_is_no_text_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "p").write_bytes(data)
    (tmp_path / "p").chmod(0o600)
    with pytest.raises(SetupError, match=r"stores\.post: file p: "):
        secret(tmp_path, {"file": "p"}).reveal()


def test_a_secret_shows_nothing_of_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POST_PASSWORD", "hunter2")
    options = read_options(Login, StoreContext("post", tmp_path), {"password": {"env": "POST_PASSWORD"}})
    assert repr(options) == "Login(password=Secret(env))"
