# Needs python3 (3.11 with venv), git and make. Everything else is installed into .venv, with hashes.
.DEFAULT_GOAL := help
.PHONY: help setup demo test lint format bench alarms soak messages browser lock clean
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# The locks are complete, so pip has nothing to resolve: Debian's pip 23.0 would otherwise take a newer release for an extra
# that another package asks for, and then refuse it for its missing hash.
LOCKED := $(PIP) install --no-deps --require-hashes --requirement
PYTEST := $(BIN)/python -m pytest
# Checks and message catalogues read the settings; this keeps their key out of the developer's own clinic.
lint messages: export DRYPOINT_DATA_DIR := $(CURDIR)/var/check

help: ## this list
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(BIN)/pip:
	python3 -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Drypoint needs Python 3.11 or newer with venv: apt-get install python3-venv" >&2; exit 1; }
	python3 -m venv $(VENV)

# What runs a clinic.
$(VENV)/clinic.stamp: requirements/clinic.txt pyproject.toml | $(BIN)/pip
	$(LOCKED) requirements/clinic.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	$(PIP) check
	touch $@

# What works on Drypoint: a superset of the above, at the same versions.
$(VENV)/dev.stamp: requirements/dev.txt pyproject.toml | $(BIN)/pip
	$(LOCKED) requirements/dev.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	$(PIP) check
	touch $@ $(VENV)/clinic.stamp

setup: $(VENV)/dev.stamp ## install everything that developing needs into .venv

demo: $(VENV)/clinic.stamp ## a demo clinic on this machine; prints its address and sign-ins
	@$(BIN)/drypoint demo $(DEMO)

test: setup lint browser ## every check and every test, on SQLite and PostgreSQL
	tools/run_tests.sh

browser: ## Chromium for the journeys
	@tools/install_browser.sh

lint: setup ## format, style, layers and types
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/lint-imports --no-logo
	$(BIN)/basedpyright
	$(BIN)/mypy

format: setup ## put the code into shape
	$(BIN)/ruff check --quiet --fix .
	$(BIN)/ruff format --quiet .

bench: setup browser ## measure engines, the body chart, the atlas, and pages on 100 000 visits, SQLite and PostgreSQL
	$(BIN)/python bench/engines.py
	$(BIN)/python bench/ranking.py
	$(BIN)/python bench/forecasts.py
	$(BIN)/python bench/decisions.py
	$(BIN)/python bench/chart.py
	$(BIN)/python bench/recorder.py
	$(BIN)/python bench/atlas_pages.py
	$(BIN)/python bench/documents.py
	$(BIN)/python bench/run.py
	$(BIN)/python bench/recorders.py

alarms: setup ## count the findings on 10 000 generated routine plans
	$(BIN)/python -m tests.safety.routine_plans 10000 > docs/reference/false-alarms.md

soak: setup browser ## kill and restart a server under writes, for SOAK_MINUTES (default 10); 200 recorded sessions under faults; new generated cases
	$(BIN)/python bench/soak.py
	$(BIN)/python -m tests.ops.recorder_faults 200 > docs/reference/recorder-faults.md
	DRYPOINT_GENERATED_CASES=searching $(BIN)/python -m pytest -q -n 2 tests/atlas tests/painmap tests/safety tests/needling tests/outcomes tests/supplies tests/exercises tests/billing tests/forecasting tests/decision tests/figures tests/engines

messages: setup ## collect and compile the catalogues (needs gettext)
	@command -v msgfmt >/dev/null || { echo "Install gettext first: apt-get install gettext" >&2; exit 1; }
	cd src/drypoint && ../../$(BIN)/django-admin makemessages --locale es --no-location --settings drypoint.config.settings
	cd src/drypoint && ../../$(BIN)/django-admin compilemessages --settings drypoint.config.settings

lock: ## write the locked requirements anew (needs uv)
	tools/lock.sh

clean: ## remove what make made
	rm -rf $(VENV) var .hypothesis .ruff_cache .coverage* bench.json
