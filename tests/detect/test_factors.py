"""What the reasons for names and addresses count, as it was fitted (``tests/evaluate/_fit_names.py``)."""

from __future__ import annotations

import json

import pytest

from dsar.detect.factors import FACTORS, Factors
from dsar.model import Evidence
from dsar.words import EVIDENCE
from tests.evaluate._fit_names import fit

FITTED = json.loads(FACTORS.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["name", "name.thorough", "address"])
def test_each_fitted_rule_has_a_danish_phrase(name: str) -> None:
    rules = {rule if "." in rule else f"{name.partition('.')[0]}.{rule}" for rule in FITTED[name]}
    assert len(rules) > 4
    assert rules <= EVIDENCE.keys()


def test_a_reason_counts_by_its_factor_and_one_that_no_fit_has_seen_as_it_is() -> None:
    factors = Factors({"name.first": 0.5, "prior": 0.25}, prior="name.prior")
    assert factors.evidence([("name.first", 4.0), ("name.company", -12.0)]) == (
        Evidence("name.first", 2.0),
        Evidence("name.company", -12.0),
        Evidence("name.prior", 0.25),
    )


def test_without_a_prior_there_is_no_reason_for_it() -> None:
    assert Factors({}).evidence([("name.first", 4.0)]) == (Evidence("name.first", 4.0),)


def test_a_rule_that_promises_twice_what_it_keeps_is_halved() -> None:
    kept = 1 / (1 + 2.718281828**-1.0)  # what log-odds of 1 mean
    right = round(10_000 * kept)
    samples = [({"name.first": 2.0}, n < right) for n in range(10_000)]
    samples += [({}, n % 2 == 0) for n in range(100_000)]
    assert fit(samples)["name.first"] == pytest.approx(0.5, abs=0.02)
