# The two commands a newcomer needs: make demo, make test. Each sets itself up.
VENV := .venv
PY := $(VENV)/bin/python
READY := $(VENV)/.ready

.PHONY: demo test bench evaluate format lint types setup clean lock

setup: $(READY)

$(READY): requirements-dev.txt pyproject.toml
	python3 -m venv $(VENV) || { echo "python3-venv is missing; installing it (needs root and apt-get)" && \
	  apt-get update -qq && apt-get install -y -qq python3-venv && python3 -m venv $(VENV); }
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

demo: $(READY)
	rm -rf demo
	$(VENV)/bin/dsar demo demo

lint: $(READY)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .

types: $(READY)
	$(VENV)/bin/mypy

test: lint types
	$(PY) -m pytest -n 2

bench: $(READY)
	$(PY) -m tests.bench $(ONLY)

evaluate: $(READY)
	$(PY) -m tests.evaluate $(ONLY)

format: $(READY)
	$(VENV)/bin/ruff check --fix-only .
	$(VENV)/bin/ruff format .

clean:
	rm -rf $(VENV) demo bench .mypy_cache .pytest_cache .ruff_cache .hypothesis
