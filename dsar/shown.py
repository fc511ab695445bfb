"""How values of any kind are written for a person's eyes. Pure."""

from __future__ import annotations


def printable(text: str, *, keep: str = "") -> str:
    """A text without what would steer a terminal; files may be called anything, and documents hold anything.

    Args:
        text: what is to be shown.
        keep: characters that steer, and may.
    """
    return "".join(c if c.isprintable() or c in keep else "?" for c in text)


def signed(weight: float) -> str:
    """A weight as Danes write it, always with its sign: ``+9,2``."""
    return f"{weight:+.1f}".replace(".", ",")
