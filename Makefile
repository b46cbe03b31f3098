# The one command surface: what a person types here is what CI runs.
# Needs: make, git, and Python 3.11 or newer with its venv module. Everything else comes from the *.lock files.

SHELL := /bin/sh
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
PATIENT ?= examples/spine-and-femur.json
ARGS ?=

# The first of these that is new enough; say PYTHON=/path/to/python to choose another.
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c '$(NEW_ENOUGH)' 2>/dev/null && echo $$python && break; done)

# An old environment variable or a personal pip.ini must not change what is installed or tested.
PIP_INSTALL := PYTHONNOUSERSITE=1 $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-warn-script-location
export PYTHONNOUSERSITE := 1

.PHONY: help review serve test hunt test-spark test-wheel wheel check bench bench-wheel bench-serve bench-many bench-peers docs translation fix lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

review: $(VENV)/ready ## set up, review the example patient, write review.html (PATIENT=file for another)
	@$(BIN)/osteon review "$(PATIENT)"
	@$(BIN)/osteon review "$(PATIENT)" --format html --output review.html
	@printf '\nThe same review as a page: %s\n' "$(CURDIR)/review.html"

serve: $(VENV)/ready-serve ## set up, take in the example patients, serve on this machine (ARGS="--port 9000")
	@test -f osteon-data/osteon.db || $(BIN)/osteon serve import examples/*.json
	@printf 'Try: curl "http://127.0.0.1:8090/patients?as_of=2025-06-01"   (Ctrl-C ends it)\n'
	@$(BIN)/osteon serve $(ARGS)

# As many processes as there are cores, each with half of the files; whoever is done takes over some of the other's.
test: $(VENV)/ready-dev ## run the tests (ARGS="-k mirels" for some)
	@$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist worksteal $(ARGS)

hunt: $(VENV)/ready-dev ## look for other random examples than the tests do, for hours (ARGS="tests/generative/test_columns.py")
	@$(BIN)/python -m pytest --hypothesis-profile hunt -x $(or $(ARGS),tests/generative)

test-spark: $(VENV)/ready-spark ## run the tests that need a Spark of two workers (a download of 460 MB, and Java 17)
	@$(BIN)/python -m pytest tests/cluster $(ARGS)

# From the source distribution, so that nothing that was compiled stays between the sources.
wheel: $(VENV)/ready-dev ## build dist/*.whl for this machine: what every review runs through is compiled (needs a C compiler)
	@rm -rf dist build
	@$(BIN)/python -m hatchling build --target sdist >/dev/null
	@HATCH_BUILD_HOOK_ENABLE_MYPYC=1 PIP_NO_INDEX=1 PYTHONNOUSERSITE=1 $(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist dist/*.tar.gz
	@$(PIP_INSTALL) --no-deps --target build/wheel dist/*.whl
	@ls dist/*.whl

test-wheel: wheel ## run the tests of one patient, and of the store, on the compiled wheel
	@PYTHONPATH=build/wheel $(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist worksteal \
		tests/spec tests/cases tests/readers tests/review tests/published tests/generative tests/store tests/cohort $(ARGS)

bench-wheel: wheel ## measure one patient on the compiled wheel
	@PYTHONPATH=build/wheel $(BIN)/python -m benchmarks.one_patient $(ARGS)

bench-serve: wheel ## fifty callers ask the compiled wheel for cards: five minutes with half a second of thought, one without (ARGS="--save")
	@PYTHONPATH=$(CURDIR)/build/wheel $(BIN)/python -m benchmarks.load --seconds 300 --think 0.5 $(ARGS)
	@PYTHONPATH=$(CURDIR)/build/wheel $(BIN)/python -m benchmarks.load --seconds 60 --think 0 $(ARGS)

check: $(VENV)/ready-dev ## style, types, import contract, house rules
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m pytest tests/house

bench: $(VENV)/ready-dev ## measure the promises of the README
	@$(BIN)/python -m benchmarks $(ARGS)

bench-many: wheel ## measure many patients on the compiled wheel: bare JSON, ingest, cohort runs, peers (ARGS="--runs 5 --save")
	@PYTHONPATH=$(CURDIR)/build/wheel $(BIN)/python -m benchmarks.many_patients $(ARGS)

bench-peers: $(VENV)/ready-dev ## compare cells with DuckDB SQL and cql-execution (npm ci in benchmarks/peers/cql)
	@$(BIN)/python -m benchmarks.peers $(ARGS)

docs: $(VENV)/ready-dev ## build the manual into site/, readable without a network
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet
	@printf 'The manual: %s\n' "$(CURDIR)/site/index.html"

translation: $(VENV)/ready-dev ## bring the catalogs of other languages up to date, say what is missing
	@PYTHONPATH=src:. $(BIN)/python -m tools.translation update

fix: $(VENV)/ready-dev ## mend what can be mended by machine
	@$(BIN)/ruff check --fix .

# Compiled together, so that one version of each package serves both files.
LOCK := CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options
lock: $(VENV)/ready-dev ## choose the newest versions that pyproject.toml allows (needs the network)
	@$(LOCK) --upgrade --build-deps-for editable --output-file requirements.lock pyproject.toml
	@$(LOCK) --upgrade --all-build-deps --extra dev --extra docs --constraint requirements.lock \
		--output-file requirements-dev.lock pyproject.toml
	@$(LOCK) --upgrade --build-deps-for editable --extra serve --constraint requirements-dev.lock \
		--output-file requirements-serve.lock pyproject.toml
	@$(LOCK) --upgrade --build-deps-for editable --extra postgres --constraint requirements-dev.lock \
		--output-file requirements-postgres.lock pyproject.toml
	@$(LOCK) --upgrade --build-deps-for editable --extra spark --constraint requirements-dev.lock \
		--output-file requirements-spark.lock pyproject.toml

clean: ## remove everything that was made here
	rm -rf $(VENV) site review.html dist build osteon-data .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

# Set up once, and again when a lock file or the project's own declaration changes.
$(VENV)/ready: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing Osteon into $(VENV) ..." >&2
	@$(PIP_INSTALL) --require-hashes -r requirements.lock
	@$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/ready-dev: requirements-dev.lock $(VENV)/ready
	@echo "Installing the tools for tests and documentation into $(VENV) ..." >&2
	@$(PIP_INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@

$(VENV)/ready-serve: requirements-serve.lock $(VENV)/ready
	@echo "Installing what the server needs into $(VENV) ..." >&2
	@$(PIP_INSTALL) --require-hashes -r requirements-serve.lock
	@touch $@

# Spark comes as source only. It is built with the setuptools of the lock before, so that nothing without a hash is fetched.
$(VENV)/ready-spark: requirements-spark.lock $(VENV)/ready-dev
	@echo "Installing Spark into $(VENV) ..." >&2
	@$(PIP_INSTALL) --require-hashes --no-build-isolation -r requirements-spark.lock
	@touch $@

$(BIN)/python:
	@test -n "$(PYTHON)" && "$(PYTHON)" -c '$(NEW_ENOUGH)' || { \
		echo "Osteon needs Python 3.11 or newer; found: $$(python3 --version 2>&1 || echo none)." >&2; \
		echo "Install one, or name it: make review PYTHON=/path/to/python3.12" >&2; exit 1; }
	@"$(PYTHON)" -c 'import venv, ensurepip' 2>/dev/null || { \
		echo "This Python has no venv module: $$(command -v "$(PYTHON)")." >&2; \
		echo "On Debian and Ubuntu: sudo apt install python3-venv" >&2; exit 1; }
	@"$(PYTHON)" -m venv $(VENV)
