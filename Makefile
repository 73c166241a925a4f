# make demo: set up, build the embedded territory, enrich its customers, draw the map. make test: set up, test.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := demo_output

.PHONY: setup demo test lint bench bench-geocoding bench-scale bench-typology bench-siting bench-customers calibrate notebooks clean

setup: $(VENV)/.ready

$(VENV)/.ready: requirements.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

demo: setup
	$(BIN)/python scripts/demo.py $(DEMO)

test: setup
	$(BIN)/python -m pytest -n 2

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup
	$(BIN)/python benchmarks/points_in_zones.py
	$(BIN)/python benchmarks/paris.py
	$(BIN)/python benchmarks/interruptions.py

bench-geocoding: setup
	$(BIN)/python benchmarks/geocoding.py

bench-scale: setup
	$(BIN)/python benchmarks/scale.py
	$(BIN)/python benchmarks/reverse_geocoding.py

bench-typology: setup
	$(BIN)/python benchmarks/typology_london.py
	$(BIN)/python benchmarks/typology_scale.py

bench-siting: setup
	$(BIN)/python -m pip install --quiet -e ".[bench,osm]"
	$(BIN)/python benchmarks/cost_matrix.py
	$(BIN)/python benchmarks/siting_coverage.py
	$(BIN)/python benchmarks/huff_recovery.py
	$(BIN)/python benchmarks/leaflets.py
	$(BIN)/python benchmarks/rounds.py
	$(BIN)/python benchmarks/real_catchments.py
	$(BIN)/python benchmarks/paris_siting.py

bench-customers: setup
	$(BIN)/python -m pip install --quiet -e ".[bench]"
	$(BIN)/python benchmarks/order_lines.py
	$(BIN)/python benchmarks/customer_value.py
	$(BIN)/python benchmarks/customer_modes.py
	$(BIN)/python benchmarks/prospect_scores.py
	$(BIN)/python benchmarks/sirene.py

calibrate: setup
	$(BIN)/python benchmarks/calibrate_geocoder.py --write

notebooks: setup
	$(BIN)/python -m pip install --quiet -e ".[notebooks]"
	$(BIN)/python -m ipykernel install --sys-prefix
	$(BIN)/jupytext --set-kernel python3 --to ipynb --execute --output notebooks/first_steps.ipynb scripts/first_steps.py

clean:
	rm -rf $(VENV) $(DEMO) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
