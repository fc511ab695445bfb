"""Objects that hold only each other are sought seldom meanwhile, and as before afterwards, whatever happens."""

from __future__ import annotations

import gc

import pytest

from dsar.garbage import OBJECTS, seldom_sought


def test_they_are_sought_seldom_meanwhile_and_as_before_afterwards() -> None:
    before = gc.get_threshold()
    with seldom_sought():
        assert gc.get_threshold() == (OBJECTS, *before[1:])
        assert gc.isenabled()
    assert gc.get_threshold() == before
    with pytest.raises(ValueError, match="x"), seldom_sought():
        raise ValueError("x")
    assert gc.get_threshold() == before
