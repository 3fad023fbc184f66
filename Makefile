# The two commands a newcomer needs are `make run` and `make test`; `make` alone prints the rest.
PYTHON ?= python3
PORT ?= 8000
PY := .venv/bin/python
STAMP := .venv/.installed
# The books are covered by their own tests: every branch of ledger/ from tests/ledger alone.
COVER := $(PY) -m pytest -q -n 0 tests/ledger --cov=ledger --cov-branch --cov-fail-under=100 --cov-report=term-missing

# Prints how far pip is, and whatever it says that is not the usual.
PROGRESS = awk -v all=$$(grep -c '==' requirements-dev.lock) ' \
  /^ERROR/ { bad = 1 } bad { print; fflush(); next } \
  /^(Collecting|Processing)/ { if (++n % 20 == 0) { print "      " n " of " all " packages"; fflush() } next } \
  /^Installing/ { print "      unpacking"; fflush(); next } \
  /^( |Ignoring|Successfully|Looking|Requirement|WARNING: Location)/ { next } { print; fflush() }'
SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -c

.DEFAULT_GOAL := help
.PHONY: help setup run test check cover bench bench-language fmt kill cuts soak lock clean

help:
	@echo "make run             set up once, then serve with the simulator on http://127.0.0.1:$(PORT)/"
	@echo "make test            set up once, then run every test (SQLite, PostgreSQL and Redis included)"
	@echo "make check           linters, types, the rules of the house, the books' own coverage"
	@echo "make cover           ledger/: every branch, by its own tests alone"
	@echo "make bench           the side-by-side measurements; ONLY=message|postgres|aging|channels|digest|grading|import|pushes|reminders|reports|start|read"
	@echo "make bench-language  accuracy and speed of the reader on labelled messages"
	@echo "make kill ROUNDS=20  SIGKILL under load with retries; nothing lost, nothing booked twice"
	@echo "make soak SEEDS=20   quarters with outages, kills and two schedulers; nothing twice, nothing lost"
	@echo "make cuts CUTS=500 KILLS=50  the bot's connection cut, its owner killed; nothing twice, nothing hidden"
	@echo "make fmt             format the code"
	@echo "make lock            compile the lock files anew"
	@echo "make clean           remove .venv and caches; the next make sets up again"

setup: $(STAMP)

$(STAMP): requirements-dev.lock pyproject.toml
	@echo "[1/3] making .venv with $$($(PYTHON) --version)"
	@$(PYTHON) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info[:2] < (3, 13) else "Python 3.11 or 3.12 is needed: make PYTHON=python3.11 ...")'
	@$(PYTHON) -m venv .venv
	@echo "[2/3] installing the locked packages (about a minute, once)"
	@$(PY) -m pip install --disable-pip-version-check --require-hashes -r requirements-dev.lock 2>&1 | $(PROGRESS)
	@echo "[3/3] installing qingzhang itself"
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(STAMP)

run: setup
	$(PY) -m bot serve --simulator --port $(PORT)

test: setup
	$(PY) -m pytest -n auto $(ARGS)

# Every check runs, also when one before it fails.
check: setup
	@failed=; \
	for check in "ruff check ." "ruff format --check ." "mypy" "pytest -q tests/house"; do \
	  echo "--- $$check"; $(PY) -m $$check || failed="$$failed [$$check]"; \
	done; \
	$(COVER) || failed="$$failed [cover]"; \
	if [ -n "$$failed" ]; then echo "FAILED:$$failed"; exit 1; fi

cover: setup
	$(COVER)

fmt: setup
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

bench: setup
	$(PY) -m benchmarks $(ONLY)

bench-language: setup
	$(PY) -m benchmarks language

kill: setup
	$(PY) -m benchmarks.kill --rounds $(or $(ROUNDS),20)

soak: setup
	$(PY) -m benchmarks.soak --seeds $(or $(SEEDS),20) --minutes $(or $(MINUTES),0)

cuts: setup
	$(PY) -m benchmarks.cuts --cuts $(or $(CUTS),500) --kills $(or $(KILLS),50)

lock:
	$(PYTHON) -m venv .venv-lock && .venv-lock/bin/pip install --quiet uv
	.venv-lock/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q pyproject.toml -o requirements.lock
	.venv-lock/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q --extra dev pyproject.toml -o requirements-dev.lock
	rm -rf .venv-lock

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache
