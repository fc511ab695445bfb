"""What a Danish company number (CVR) is: eight digits with a check."""

from __future__ import annotations

MODULUS_11 = (2, 7, 6, 5, 4, 3, 2, 1)
"""Weights of the check; the same as in python-stdnum's ``stdnum.dk.cvr``, which the tests compare with."""


def is_cvr(digits: str) -> bool:
    """Whether eight digits pass the check of company numbers; one in eleven others does too."""
    return digits[0] != "0" and sum(w * int(d) for w, d in zip(MODULUS_11, digits, strict=True)) % 11 == 0
