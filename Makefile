# Two commands matter: `make run` and `make test`. Both bring everything they need but Python 3.11, make and git.
# `make help` lists the rest; settings such as PORT are described in docs/operating.md.

VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --no-input --no-compile --disable-pip-version-check --constraint constraints.txt
export PATH := $(CURDIR)/$(BIN):$(PATH)
# Tests run in two processes: a file in one of them, the browser in one.
IN_TWO := --numprocesses 2 --no-loadscope-reorder
# pyright and Reflex fetch packages with node; let it trust the certificates this machine trusts.
export NODE_USE_SYSTEM_CA := 1
# Compiled Python is kept: without it each process compiles all of Reflex and the tests anew, for ten seconds.
unexport PYTHONDONTWRITEBYTECODE

# An environment of another folder, or one whose Python has gone, is made anew.
ifneq ($(shell $(BIN)/python -c 'print(open("$(VENV)/.made").read().strip())' 2>/dev/null),$(CURDIR))
$(shell rm -f $(VENV)/.made $(VENV)/.runs $(VENV)/.proves)
endif

.PHONY: run dev test check lint fast-tests bench pictures format help clean
.DEFAULT_GOAL := help

run: $(VENV)/.runs ## Serve Timetrack at http://localhost:8000 (the first time: install and build)
	@exec $(BIN)/python -m timetrack serve

dev: $(VENV)/.runs ## The same with hot reload
	@exec $(BIN)/python -m timetrack serve --reload

test: $(VENV)/.proves ## Every test, in a real browser too
	@exec $(BIN)/python -m pytest $(IN_TWO)

check: lint fast-tests ## Both: what must be clean before a commit

lint: $(VENV)/.proves ## Lint, format, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pyright
	$(BIN)/lint-imports --no-logo

fast-tests: $(VENV)/.proves ## Every test but the browser's and the slow ones
	$(BIN)/python -m pytest -m "not slow" --ignore=tests/e2e $(IN_TWO)

bench: $(VENV)/.proves ## Measure, as ratios to a floor taken in the same run
	@exec $(BIN)/python -m bench

pictures: $(VENV)/.proves ## Take the pictures of the README anew, from a demo workspace
	@exec $(BIN)/python -m bench pictures

format: $(VENV)/.proves ## Let ruff format and mend what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean: ## Remove what was installed and built; the data in .data stays
	rm -rf $(VENV) .venv-s3 .venv-s3.lock .web .web.log .web.lock .states .pytest_cache .mypy_cache .ruff_cache .import_linter_cache

help:
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 20

$(VENV)/.runs: requirements.txt constraints.txt $(VENV)/.made
	@echo "Installing what Timetrack needs (about a minute the first time)."
	@$(INSTALL) --requirement requirements.txt
	@touch $@

$(VENV)/.proves: requirements-dev.txt $(VENV)/.runs .venv-s3/.made
	@echo "Installing what the tests need."
	@$(INSTALL) --requirement requirements-dev.txt
	@touch $@

# Swift, the S3 server of the tests, pins other versions than Timetrack does.
.venv-s3/.made: requirements-s3.txt
	@echo "Installing the S3 server of the tests."
	@rm -rf .venv-s3
	@for python in $(PYTHON) $(BIN)/python python3; do \
		$$python -m venv .venv-s3 2>/dev/null && break; \
	done
	@.venv-s3/bin/python -m pip install --quiet --no-input --no-compile --disable-pip-version-check --requirement $<
	@touch $@

$(VENV)/.made:
	@for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
		if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			$$python -m venv --clear $(VENV) && echo "$(CURDIR)" > $@ && exit 0; \
			echo "Python's venv module does not work here. On Debian or Ubuntu: apt-get install python3-venv" >&2; exit 1; \
		fi; \
	done; \
	echo "Timetrack needs Python 3.11 or newer, and none was found. Install it, or name it: make run PYTHON=/path/to/python3" >&2; exit 1
