# hakari: everything a person or CI runs. `make help` lists the targets.
PYTHON ?= python3
VENV   ?= .venv
HOST   ?= 127.0.0.1
PORT   ?= 8000
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help install serve test test-all check format lock schemas clean

help:  ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

install: $(STAMP)  ## create .venv and install hakari and everything it needs

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "hakari needs Python 3.11 or newer: make PYTHON=python3.11 ... / Python 3.11 以上が必要です")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes --only-binary :all: -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	$(BIN)/hakari background ensure
	touch $@

serve: install  ## build the background if absent, migrate the database, serve on HOST:PORT
	$(BIN)/hakari serve --host $(HOST) --port $(PORT)

test: install  ## every test that runs in minutes (PostgreSQL and browser tests where present)
	$(BIN)/python -m pytest -m "not slow"

test-all: install  ## every test, slow sweeps included
	$(BIN)/python -m pytest

check: install  ## format, lint, types, import contracts, schemas, data
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/hakari schemas --check

format: install  ## write the format and the lint fixes
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

schemas: install  ## write docs/schemas and docs/openapi.json from the code
	$(BIN)/hakari schemas --write

lock: install  ## renew requirements.lock (needs pip-tools in the environment)
	$(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/python -m piptools compile --extra dev --generate-hashes --strip-extras --allow-unsafe \
		--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options \
		--no-header --upgrade -o requirements.lock pyproject.toml

clean:  ## remove what was built (not the environment)
	rm -rf var build *.egg-info .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +
