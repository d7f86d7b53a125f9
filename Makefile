# Two commands set everything up on a fresh machine with Python 3.11 or newer:
#   make demo   create the environment, install, link the fixtures into people, show the result
#   make test   the same, then every check
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: demo test check clean

demo: $(VENV)/.installed
	$(BIN)/resolve demo -o out/demo

test: $(VENV)/.installed-dev
	$(MAKE) check

check:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/resolve demo -o out/demo > /dev/null
	$(BIN)/resolve bench quick --against splink --floors benchmarks/floors.toml > /dev/null
	$(BIN)/pytest -n 2 --dist worksteal

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("resolve needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install --quiet --only-binary :all: --no-binary resolve-entities -e .
	touch $@

$(VENV)/.installed-dev: pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install --quiet --only-binary :all: --no-binary resolve-entities -e '.[dev]'
	touch $@ $(VENV)/.installed

clean:
	rm -rf $(VENV) out dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
