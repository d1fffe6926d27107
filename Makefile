# Everything a person or a machine does here. The set-up comes with each target and is quick when there is nothing to do.

PYTHONS = python3 python3.14 python3.13 python3.12 python3.11
PYTHON = $(or $(shell for python in $(PYTHONS); do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done),\
	$(error Snapkeep needs Python 3.11 or newer on the PATH))
BIN = .venv/bin
TESTS ?=

.PHONY: help run setup test test-hostile check format bench pictures
.DEFAULT_GOAL := help

help:  ## list what make can do here
	@grep -E '^[a-z-]+:.*  ## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*  ## /  make \1	/'

run:  ## set everything up and start Snapkeep
	@$(PYTHON) -m scripts.setup
	@$(BIN)/snapkeep run

setup:  ## only set up, for running and for testing
	@$(PYTHON) -m scripts.setup --tools

test: setup  ## run all tests, real browser included (TESTS=path picks some)
	$(BIN)/pytest -n 2 --dist loadgroup -m "not hostile" $(TESTS)

test-hostile: setup  ## the long tests of what must never happen: hostile pages, 200 kills, a long queue, an outage (KILLS=10 WAITING=50 OUTAGE=10: short)
	$(BIN)/pytest -m hostile -s $(TESTS)

check: setup  ## what must pass before a commit: format, lint, types, architecture, quick tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .
	$(BIN)/codespell
	$(BIN)/pytest -q -n 2 --dist loadgroup -m "not browser and not slow and not hostile"

format: setup  ## put the code into its format and mend what ruff can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: setup  ## measure speed and memory, and print tables of ratios
	$(BIN)/python -m tests.bench

pictures: setup  ## take the pictures of the README anew
	$(BIN)/python -m tests.pictures
