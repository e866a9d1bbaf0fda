# make demo   set up, read the sample reports, show their minutes
# make test   set up, run the whole test suite
# make check  linters, types and (where the gold is beside the project) the pinned floors
PYTHON ?= python3
VENV   ?= .venv
BIN     = $(VENV)/bin
SHARED ?= $(if $(MAHDAR_SHARED),$(MAHDAR_SHARED),../shared)

.PHONY: demo test check lint floors lexicons clean

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "make: $(PYTHON) is older than 3.11; name another one: make demo PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml $(BIN)/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/developing: $(VENV)/installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --group dev
	@touch $@

demo: $(VENV)/installed
	@$(BIN)/mahdar demo

test: $(VENV)/developing
	@$(BIN)/python -m pytest -n 2

lint: $(VENV)/developing
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

floors: $(VENV)/developing
	@if [ -d "$(SHARED)/gold/dev" ]; then \
		$(BIN)/mahdar evaluate "$(SHARED)/gold/dev" --reports "$(SHARED)/gold/dev.jsonl" --floors tests/floors/dev.json; \
	else echo "floors skipped: no gold records at $(SHARED)/gold (name the folder beside the project with MAHDAR_SHARED)"; fi

check: lint floors

lexicons: $(VENV)/developing
	@$(BIN)/python training/build_name_lexicons.py "$(SHARED)"

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis dist build
