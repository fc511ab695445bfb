"""What the tests of extractors share."""

from __future__ import annotations

import pytest

from dsar.extract.ocr_known import KNOWN


@pytest.fixture(autouse=True)
def _no_picture_is_known() -> None:
    """A test that asks for text recognition gets it, whatever tests before it have read."""
    KNOWN.forget()
