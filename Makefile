# `make` alone lists what there is to do.
SHELL := /bin/bash
.DEFAULT_GOAL := help

VENV ?= .venv
PYTHON ?= 3.11 3.12
HOST ?= 127.0.0.1
PORT ?= 8000
ARGS ?=
FILE ?=
python := $(VENV)/bin/python
pytest := $(python) -m pytest --numprocesses auto --dist worksteal

.PHONY: help
help: ## Show this list
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20
	@echo; echo "Variables: PORT=8000  HOST=127.0.0.1  VENV=.venv  PYTHON=\"3.11 3.12\"  FILE=my-module.yaml  ARGS=\"options of pytest or pip-compile\""

.PHONY: venv
venv: ## Make or refresh the virtual environment (the other targets do it by themselves)
	@tools/venv $(VENV) $(PYTHON)

.PHONY: demo
demo: venv ## Serve the demo course at http://127.0.0.1:8000; what people did before is kept
	@tools/demo $(python) $(HOST) $(PORT)

.PHONY: demo-reset
demo-reset: venv ## Forget what people did in the demo, then serve it from the start
	@tools/demo $(python) $(HOST) $(PORT) reset

.PHONY: demo-match
demo-match: venv ## The same on the eve of the matching: everybody has a profile, nobody a partner
	@tools/demo $(python) $(HOST) $(PORT) reset --before-pairs

.PHONY: test
test: venv ## Run all tests: every layer, the contracts of the layers, migrations, catalogue, packaging, browser
	$(pytest) $(ARGS)

.PHONY: test-mariadb
test-mariadb: venv ## Run the tests of what is stored again on MariaDB
	@$(python) -c 'import MySQLdb' 2>/dev/null \
	  || $(python) -m pip install --quiet --requirement requirements/lock/mariadb.txt \
	  || { echo "The driver is compiled. Please run: sudo apt-get install gcc pkg-config libmariadb-dev"; exit 1; }
	tools/with-mariadb $(pytest) $(wildcard tests/services tests/selectors tests/models) tests/test_migrations.py $(ARGS)

.PHONY: test-pins
test-pins: ## Install the wheel, and nothing else, beside what the platform pins, and run the fast tests on it
	tools/with-platform-pins $(ARGS)

.PHONY: lint
lint: venv ## Check style, types and the layers
	$(python) -m ruff check
	$(python) -m ruff format --check
	$(python) -m mypy
	$(VENV)/bin/lint-imports --no-logo

.PHONY: bench
bench: venv ## Measure the matching, large surveys, and pages of a small programme beside a larger one
	@for script in benchmarks/bench_*.py; do $(python) $$script || exit; done

.PHONY: curriculum-check
curriculum-check: venv ## Check the training modules, or your own one: FILE=my-module.yaml
	$(python) -m ment_xblock.curriculum.check --strict $(FILE)

.PHONY: course
course: venv ## Pack the course that is ready to import: build/ment-course-en.tar.gz
	@$(python) tools/course.py

.PHONY: i18n
i18n: venv ## Bring the catalogues up to date with the code, and compile them
	$(python) tools/i18n.py

.PHONY: lock
lock: ## Compile the locked requirements (ARGS=--upgrade for newer ones)
	@tools/lock $(ARGS)

.PHONY: clean
clean: ## Remove what was built, not the demo's database
	rm -rf .venv* .tox build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
