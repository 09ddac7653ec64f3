# The two commands of the README are `make demo` and `make test`; each sets itself up.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: demo test verify lint types imports check bench clean

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $(READY)

demo: $(READY)
	$(BIN)/trappe demo

test: $(READY)
	$(BIN)/python -m pytest -n auto --dist loadgroup

verify: $(READY)
	$(BIN)/python -m pytest -n auto --dist loadgroup tests/verification -m "long or not long" --verification-runs 5 --timeout 3000
	$(BIN)/python -m pytest -n auto --dist loadgroup tests/model/test_compiled_engine.py --worlds 5000 --timeout 3000
	$(BIN)/python -m pytest -n auto --dist loadgroup -m long --ignore tests/verification --timeout 3000

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

imports: $(READY)
	$(BIN)/lint-imports

check: lint types imports

bench: $(READY)
	$(BIN)/python -m bench

clean:
	rm -rf .venv build trappe-demo *.egg-info
