# Everything a newcomer needs: `make run` and `make test`, each alone on a fresh machine.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
BIN := .venv/bin
STAMP := .venv/.installed
HOST ?= 127.0.0.1
PORT ?= 8501

.PHONY: help setup run test tests test-slow lint format lock bench browser prove-container

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

setup: $(STAMP) ## the environment in .venv, pinned by requirements.lock

$(STAMP): requirements.lock requirements-dev.lock pyproject.toml scripts/setup.sh
	@scripts/setup.sh
	@touch $(STAMP)

run: setup ## database, demo brand, dashboard and API; prints the address
	@$(BIN)/bellwether migrate
	@exec $(BIN)/bellwether serve --host $(HOST) --port $(PORT)

browser: setup
	@scripts/install_browser.sh

lint: setup ## style, types and floors
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

test: setup browser ## everything the tests need, then style, types, floors and all tests, on all cores
	@$(MAKE) --no-print-directory -j2 lint tests

tests: setup
	$(BIN)/python -m pytest -n auto --dist loadfile

test-slow: setup browser ## the calibrations and large files that `make test` leaves out
	$(BIN)/python -m pytest -m slow

format: setup ## rewrite the sources in the project's style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: setup ## write the lock files from .venv
	$(BIN)/python scripts/lock.py

bench: setup ## the speeds, each beside its reference
	$(BIN)/bellwether bench

prove-container: setup ## the container's steps in a clean folder, without a container engine
	$(BIN)/python scripts/prove_container.py
