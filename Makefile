# Everything sets itself up: Python 3.11+, make and git are enough; uv is used when it can be had.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOCK := requirements-dev.lock
MINUTES ?= 10

.PHONY: help setup demo test torture soak check bench fuzz format docs picture lock clean
help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(VENV)/.ready ## create .venv with the locked dependencies

$(VENV)/.ready: $(LOCK) pyproject.toml
	@PYTHON="$(PYTHON)" VENV="$(VENV)" LOCK="$(LOCK)" bash scripts/setup
	@touch $@

demo: setup ## crawl the embedded sample site and show what was found
	@$(BIN)/medscrape demo

docs: setup ## write docs/reference/ from the program
	@$(BIN)/python scripts/reference

test: setup ## run every test
	@$(BIN)/python -m pytest -q -n auto

torture: setup ## kill the real command, and refuse it the disk, at every moment of its life
	@PYTHONPATH=tests $(BIN)/python -m torture

soak: setup ## does anything grow over 1,000 runs and (PAGES=100000) many pages?
	@PYTHONPATH=tests $(BIN)/python -m soak.cycles 1000
	@PYTHONPATH=tests $(BIN)/python -m soak.pages $(or $(PAGES),5000)

check: setup ## format, lint, types, import floors, dependencies audited, tests, schemas current
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/medscrape schema --check
	@$(BIN)/python scripts/audit.py
	@$(MAKE) --no-print-directory test

bench: ## measure speed and memory beside what else one could take; writes docs/benchmarks.md
	@bash scripts/bench

fuzz: setup ## try to break every reader of untrusted bytes for MINUTES (10), on all cores
	@PYTHON=$(BIN)/python bash scripts/fuzz-setup
	@cd tests && PYTHONPATH=. ../$(BIN)/python -m fuzz --minutes $(MINUTES) $(TARGETS)

format: setup ## format the code and fix what can be fixed
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

picture: setup ## take the picture of the report in the documentation again (needs Chromium)
	@$(BIN)/python scripts/picture.py

lock: ## refresh the hashed locks
	@bash scripts/lock

clean: ## remove what make has made (output/ stays)
	rm -rf $(VENV) .venv-bench .tools dist build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
