#!/bin/bash
# All tests: rooms and record on SQLite with coverage, the record again on PostgreSQL, then the browser journeys.
set -euo pipefail
pytest="${VENV:-.venv}/bin/python -m pytest -q"
rm -f .coverage .coverage.*
mkdir -p var

# Tables straight from the models here: migrations run below, on PostgreSQL, and in every test of tests/ops.
echo "== rooms, record and commands on SQLite"
$pytest -n 2 --nomigrations --ignore tests/journeys --cov --cov-report= --cov-report=json:var/coverage.json
"${VENV:-.venv}/bin/python" tools/coverage_gate.py var/coverage.json

echo "== the record on PostgreSQL"
DRYPOINT_TEST_DATABASE=postgresql $pytest -n 2 tests/clinic tests/upkeep

echo "== browser journeys"
$pytest -n 2 tests/journeys
