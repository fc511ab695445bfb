"""Who decides, and whose name stands under a letter."""

from __future__ import annotations

import pwd

import pytest

from dsar.cases import who

ROOT = pwd.getpwuid(0).pw_name


@pytest.mark.parametrize(
    ("account", "environment", "found"),
    [
        ("dsar", {"SUDO_UID": "0"}, ROOT),
        ("dsar", {"SUDO_UID": "4000000000"}, "uid 4000000000"),
        ("dsar", {}, "dsar"),
        ("dsar", {"SUDO_UID": "0 or so"}, "dsar"),
        ("", {"SUDO_UID": "0"}, "dsar"),
        ("another", {"SUDO_UID": "0"}, "dsar"),
    ],
)
def test_the_person_behind_sudo_counts_for_the_service_account_alone(
    monkeypatch: pytest.MonkeyPatch, account: str, environment: dict[str, str], found: str
) -> None:
    monkeypatch.setattr(who, "os_user", lambda: "dsar")
    assert who.acting(account, environment) == found


@pytest.mark.parametrize(
    ("user", "name"),
    [("metho", "Mette Holm"), ("nobody-here", ""), ("Kirsten Friis", "Kirsten Friis"), ("uid 5", ""), (ROOT, "")],
)
def test_a_letter_is_signed_with_a_name_and_never_with_a_login(user: str, name: str) -> None:
    assert who.person(user, {"metho": "Mette Holm"}) == name
