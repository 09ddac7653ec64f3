# The two commands of the README are `make demo` and `make test`; each sets itself up.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: demo test kernels verify fuzz lint types imports check messages bench clean

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $(READY)

demo: $(READY)
	$(BIN)/trappe demo

# Tests of one file share a worker, and so what is made for them once.
test: $(READY)
	$(BIN)/python -m pytest -n auto --dist loadscope

# Where values are made, under each kernel of linear algebra that the processor can run, and without numpy's variants.
kernels: $(READY)
	$(BIN)/python -m tests.processors $(BIN)/python -m pytest -n auto --dist loadscope tests/model/arithmetic \
		tests/sensitivity/methods tests/sensitivity/information tests/booking/follow_up tests/calibration/rates tests/forecast

verify: $(READY)
	$(BIN)/python -m pytest -n auto --dist loadscope tests/verification -m "long or not long" --verification-runs 5 --timeout 3000
	$(BIN)/python -m pytest -n auto tests/model/engines/test_compiled_engine.py --worlds 5000 --timeout 3000
	$(BIN)/python -m pytest -n auto --dist loadscope -m long --ignore tests/verification --timeout 3000

# Damaged inputs through every command that reads them, and broken disks under every one that writes; prints a seed.
MINUTES ?= 10
fuzz: $(READY)
	$(BIN)/python -m tests.fuzz --minutes $(MINUTES) $(if $(SEED),--seed $(SEED))

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

imports: $(READY)
	$(BIN)/lint-imports

check: lint types imports

# New and changed messages, into every catalogue in language/.
messages: $(READY)
	$(BIN)/python -m language.extraction

bench: $(READY)
	$(BIN)/python -m bench

clean:
	rm -rf .venv build trappe-demo fuzz-findings *.egg-info
