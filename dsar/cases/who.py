"""Who works at this machine, as the operating system knows it, whatever the environment says."""

from __future__ import annotations

import os
import pwd


def os_user() -> str:
    """The name of the user whom this process runs as. A decision and its approval rest on it."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # a user without a name, as in some containers
        return f"uid {os.getuid()}"
