"""Who works at this machine, as the operating system knows it, whatever the environment says."""

from __future__ import annotations

import os
import pwd
from collections.abc import Mapping


def os_user() -> str:
    """The name of the user whom this process runs as. A decision and its approval rest on it."""
    return _name(os.getuid())


def acting(service_account: str, environment: Mapping[str, str] = os.environ) -> str:
    """Who works: the user, or, where that is the service account, the person who became it by ``sudo``.

    ``sudo`` sets SUDO_UID itself, so it is true only as far as sudoers lets people run
    nothing but dsar as that account; no other user's process is believed about it.
    """
    user = os_user()
    behind = environment.get("SUDO_UID", "")
    if not service_account or user != service_account or not (behind.isascii() and behind.isdigit()):
        return user
    return _name(int(behind[:10]))


def person(user: str, people: Mapping[str, str]) -> str:
    """The full name to sign with: as settings have it, else the operating system; "" where only a login is known."""
    if people.get(user, "").strip():
        return people[user].strip()
    try:
        name = pwd.getpwnam(user).pw_gecos.split(",")[0].strip()
    except (KeyError, ValueError):
        name = user if " " in user.strip() and not user.startswith("uid ") else ""  # somebody wrote a person's name
    return "" if name.casefold() == user.casefold() and " " not in name else name


def _name(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except (KeyError, OverflowError):  # a user without a name, as in some containers
        return f"uid {number}"
