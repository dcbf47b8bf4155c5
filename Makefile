# `make` alone says what there is. Everything runs from .venv, which is made when it is first needed.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
LOCK   := requirements-dev.lock

# Stamps say what was installed, so that it is installed once, and again only when its reason changed.
PIP_STAMP := $(VENV)/pip.stamp
RUN_STAMP := $(VENV)/run.stamp
DEV_STAMP := $(VENV)/dev.stamp

INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# A module's fixtures (a wheel, a browser) are made once, hence by scope.
PYTEST  := $(BIN)/python -m pytest -n auto --dist loadscope
# Floors on measured quality need data and time of their own: `make quality`.
USUAL   := --ignore=tests/quality

.DEFAULT_GOAL := help
.PHONY: help site test check lint format types unit soak quality bench docs lock wheel env clean distclean

help:  ## Say what there is
	@sed -n 's/^\([a-z]*\):.*  ## /\1\t/p' $(MAKEFILE_LIST) | while IFS="$$(printf '\t')" read -r name words; do \
	  printf '  make %-10s %s\n' "$$name" "$$words"; done

site: $(RUN_STAMP)  ## Import the sample pages, build the site, say where it is
	$(BIN)/sitegen import raw --into content
	$(BIN)/sitegen build
	@printf '\nThe site:      file://%s\nTo preview:    %s\n' "$(CURDIR)/public/index.html" "$(BIN)/sitegen serve"

test: lint types  ## All checks and all tests (some minutes)
test: $(DEV_STAMP)
	$(PYTEST) $(USUAL)

check: lint types unit  ## Lint, types and the quick tests (under a minute)

lint: $(DEV_STAMP)  ## Style, spelling
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/codespell

format: $(DEV_STAMP)  ## Let the formatter write
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(DEV_STAMP)  ## Types, strictly
	$(BIN)/mypy

unit: $(DEV_STAMP)  ## All tests but those with a wheel, a browser or a server
	$(PYTEST) $(USUAL) -m "not e2e"

soak: $(DEV_STAMP)  ## The laws at full size (hours)
	SITEGEN_SOAK=1 $(PYTEST) --dist load -m law tests

quality: $(DEV_STAMP)  ## Floors on measured quality; needs the evaluation sets in ../shared
	$(if $(wildcard tests/quality/test_*.py),$(PYTEST) tests/quality,@echo "make quality: no floors are set yet")

bench: $(DEV_STAMP)  ## Time the stages on a generated corpus
	@set -e; for program in $(sort $(wildcard benchmarks/*.py)); do echo "$$program"; $(BIN)/python "$$program"; done

docs: $(DEV_STAMP)  ## Write the pages of the documentation that are made from the source
	$(BIN)/python tools/document_views.py

wheel: $(PIP_STAMP)  ## Write the wheel to dist/
	$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .
	@ls dist/*.whl

# Run it with the oldest Python that we support (Debian 12 has 3.11.2): newer ones get versions that it cannot install.
lock:  ## Resolve all versions anew into requirements-dev.lock
	rm -rf build/lock
	$(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install --quiet --upgrade pip
	build/lock/bin/python -m pip install --quiet --editable . --group dev
	{ echo "# Versions that developers and CI use, as constraints. Written by \`make lock\`; users get the bounds of pyproject.toml."; \
	  echo "# Resolved with $$($(PYTHON) --version)."; \
	  build/lock/bin/python -m pip freeze --exclude-editable; } > build/$(LOCK)
	mv build/$(LOCK) $(LOCK)
	rm -rf build/lock

env: $(DEV_STAMP)  ## Only make the environment

clean:  ## Remove what was built; keep the environment
	rm -rf public build dist .sitegen .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find sitegen tests benchmarks -name __pycache__ -prune -exec rm -rf {} +

distclean: clean  ## Remove the environment too
	rm -rf $(VENV)

$(PIP_STAMP):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed; \`$(PYTHON)\` is $$($(PYTHON) --version 2>&1)."; \
	  echo "  On Debian:     apt-get install python3 python3-venv"; \
	  echo "  If there is another one:  make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "\`$(PYTHON)\` cannot make environments: its modules venv and ensurepip are not installed."; \
	  echo "  On Debian:     apt-get install $$($(PYTHON) -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')   (or python3-venv)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) --upgrade pip
	@touch $@

$(RUN_STAMP): $(PIP_STAMP) pyproject.toml $(LOCK)
	$(INSTALL) --constraint $(LOCK) --editable .
	@touch $@

$(DEV_STAMP): $(RUN_STAMP)
	$(INSTALL) --constraint $(LOCK) --editable . --group dev
	@touch $@
