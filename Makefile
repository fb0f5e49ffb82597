# make demo: set up and inspect the sample episode. make test: set up and run the tests. make check: all a reviewer runs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test check lint types layers screenshots clean

demo: $(VENV)/ready
	@$(BIN)/timeline inspect sample_clips/night-bus-ep01.mp4 --profile sample_clips/night-bus.toml --out demo || [ $$? -eq 1 ]
	@echo
	@echo "Open this page in a browser: $(CURDIR)/demo/night-bus-ep01.report.html"

test: $(VENV)/ready-dev
	@sh tools/test_tools.sh
	$(BIN)/python -m pytest -n 2

check: lint types layers test

lint: $(VENV)/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/ready-dev
	$(BIN)/mypy

layers: $(VENV)/ready-dev
	$(BIN)/lint-imports

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12 ..."; exit 1; }
	$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing; on Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"

$(VENV)/ready: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/ready-dev: $(VENV)/ready
	$(BIN)/python -m pip install --quiet --group dev
	@touch $@

screenshots: demo $(VENV)/ready-dev
	$(BIN)/python -m tools.screenshots

clean:
	rm -rf $(VENV) demo dist build
