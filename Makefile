# The two commands a newcomer needs: make demo, make test. Each sets itself up.
VENV := .venv
PY := $(VENV)/bin/python
READY := $(VENV)/.ready

# Debian packages: the servers that connectors are tested against, and the programs and data that some formats need.
SYSTEM := sudo tesseract-ocr-dan tesseract-ocr-eng samba openssh-server dovecot-imapd postgresql unar
# What some benches and evaluations compare with.
COMPARED := recollcmd antiword catdoc libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-impress-nogui
.PHONY: system demo pictures test bench evaluate format lint types setup clean

setup: $(READY)

$(READY): requirements-dev.txt pyproject.toml
	python3 -m venv $(VENV) || { echo "python3-venv is missing; installing it (needs root and apt-get)" && \
	  apt-get update -qq && apt-get install -y -qq python3-venv && python3 -m venv $(VENV); }
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

# Installs what is missing where it may; else says what is missing, and the tests that need it say that they did not run.
system:
	@missing=; for p in $(SYSTEM) $(MORE); do dpkg -s $$p >/dev/null 2>&1 || missing="$$missing $$p"; done; \
	if [ -n "$$missing" ]; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && \
	    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	  then echo "installed:$$missing"; \
	  else echo "not installed (needs root and apt-get):$$missing. Tests that need them are skipped and say so."; fi; fi

demo: $(READY)
	rm -rf demo
	$(VENV)/bin/dsar demo demo

lint: $(READY)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .

types: $(READY)
	$(VENV)/bin/mypy

test: system lint types
	$(PY) -m pytest -n 2

bench evaluate: MORE := $(COMPARED)
bench: system $(READY)
	$(PY) -m tests.bench $(ONLY)

evaluate: system $(READY)
	$(PY) -m tests.evaluate $(ONLY)

# The pictures of the caseworkers' page, from the demo's own package.
pictures: demo
	$(PY) -m tests.pictures demo

format: $(READY)
	$(VENV)/bin/ruff check --fix-only .
	$(VENV)/bin/ruff format .

clean:
	rm -rf $(VENV) demo bench .mypy_cache .pytest_cache .ruff_cache .hypothesis
