# The one way in, the same on every machine. Each target makes the environment that it needs; a second call finds it made.
#
#   make demo        the demo paper, served; Ctrl-C ends it (PORT, BROADSHEET_HOME)
#   make setup       the environment to run a paper, nothing else
#   make test        format, lint, types, then all tests on the embedded database
#   make test-full   the same with more examples, on PostgreSQL too, in a browser, through validators, and from a wheel
#   make test-night  hours of seeds, and the benches
#
# It needs Python 3.11 or later with venv. `make test-full` needs also what .ci/packages.txt lists; `bash .ci/run` installs it.

.DEFAULT_GOAL := help
.NOTPARALLEL:
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c

PYTHON ?= $(firstword $(shell command -v python3.11 python3 python 2>/dev/null))
BIN := .venv/bin
STEP := bash .ci/step
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
PYTEST := $(BIN)/python -X dev -m pytest
LOCKING := --quiet --constraint .ci/constraints.txt --generate-hashes --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host

# A stamp is named by what it was made from: a lock that changes, or changes back, is installed again, and file times do not matter.
digest = $(shell cat $(1) | sha256sum | cut -c 1-16)
RUN_STAMP := .venv/made-run-$(call digest,requirements.lock pyproject.toml)
DEV_STAMP := .venv/made-dev-$(call digest,requirements.lock requirements-dev.lock pyproject.toml)

# The rooms that speak to a database, and the suites across rooms; the pure rooms have no use for a second one.
DATABASE_SUITES = $(wildcard $(addprefix tests/,record wire desk archive comments readers project laws contracts))
# A number of one's own for the order of the tests: make test SEED=17
ORDER := $(if $(SEED),--order-seed $(SEED))

.PHONY: help
help:
	@sed -n 's/^#   //p' Makefile

# --- the environment

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Found no python3.11 or python3 on the PATH; Broadsheet needs Python 3.11 or later." >&2; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Found $$($(PYTHON) --version); Broadsheet needs Python 3.11 or later: make PYTHON=/path/to/python3.11" >&2; exit 2; }
	@$(STEP) "environment" $(PYTHON) -m venv .venv

$(RUN_STAMP): | .venv/bin/python
	@$(STEP) "install, locked" $(PIP) install --require-hashes -r requirements.lock
	@$(STEP) "install, broadsheet" $(PIP) install --no-deps --no-build-isolation --no-index --editable .
	@rm -f .venv/made-run-* && touch $@

$(DEV_STAMP): $(RUN_STAMP)
	@$(STEP) "install, tools" $(PIP) install --require-hashes -r requirements-dev.lock
	@rm -f .venv/made-dev-* && touch $@

.PHONY: setup setup-dev lock
setup: $(RUN_STAMP)
setup-dev: $(DEV_STAMP)

# The second lock is made under the first, so that a test runs against what a paper runs on.
lock: setup-dev
	@$(STEP) "lock, tools" $(BIN)/pip-compile $(LOCKING) --extra dev --output-file requirements-dev.lock pyproject.toml
	@$(STEP) "lock, run" $(BIN)/pip-compile $(LOCKING) --allow-unsafe --build-deps-for editable \
		--constraint requirements-dev.lock --output-file requirements.lock pyproject.toml

# --- the paper

.PHONY: demo
demo: setup
	@exec $(BIN)/broadsheet demo

# --- the checks

.PHONY: test test-full test-night check format lint types house suite-full suite-postgres suite-browser suite-validators suite-wheel

check: setup-dev
	@$(STEP) "format" $(BIN)/ruff format --quiet --check .
	@$(STEP) "lint" $(BIN)/ruff check --quiet .
	@$(STEP) "lint, templates" bash .ci/templates
	@$(STEP) "types" env BROADSHEET_HOME=.mypy_cache/home $(BIN)/mypy

test: check
	@$(STEP) "tests, embedded database" env -u DATABASE_URL bash .ci/halves $(PYTEST) $(ORDER)

test-full: check suite-full suite-postgres suite-wheel suite-validators suite-browser

test-night: export HYPOTHESIS_PROFILE = night
test-night: check suite-full suite-postgres suite-wheel suite-validators suite-browser bench

suite-full: export HYPOTHESIS_PROFILE ?= full
suite-full: setup-dev
	@$(STEP) "tests, more examples" env -u DATABASE_URL bash .ci/halves $(PYTEST) $(ORDER) -m "not postgres and not browser and not validator and not wheel"

suite-postgres: setup-dev
	@$(STEP) "tests, PostgreSQL" bash .ci/with-postgres $(PYTEST) $(ORDER) -m "not slow and not browser and not validator and not wheel" $(DATABASE_SUITES)

suite-wheel: setup-dev
	@$(STEP) "tests, wheel" env -u DATABASE_URL $(PYTEST) $(ORDER) -m wheel tests/wheel

suite-validators: setup-dev
	@$(STEP) "validators, fetched" bash .ci/tools
	@$(STEP) "tests, validators" env -u DATABASE_URL $(PYTEST) $(ORDER) -m validator tests/validators

suite-browser: setup-dev
	@$(STEP) "axe, fetched" bash .ci/tools
	@$(STEP) "tests, browser" env -u DATABASE_URL $(BIN)/python -m pytest $(ORDER) -m browser tests/browser

# For the hand.
house: setup-dev
	@$(PYTEST) tests/project/test_house.py

format: setup-dev
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

lint: setup-dev
	@$(BIN)/ruff check .

types: setup-dev
	@BROADSHEET_HOME=.mypy_cache/home $(BIN)/mypy

# Figures, not tests: a person compares them with docs/measurements.md.
.PHONY: bench
bench: setup
	@for name in serve publish desk rebuild store; do $(STEP) "bench, $$name" $(BIN)/broadsheet bench $$name; done

.PHONY: wheel clean
wheel: setup-dev
	@$(STEP) "wheel" $(BIN)/python -m build --wheel --no-isolation

# The paper's own home (var/) is not ours to remove.
clean:
	@rm -rf .venv build dist src/broadsheet.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
