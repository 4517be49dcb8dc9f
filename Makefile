# Everything a newcomer or CI does with Thông Suốt. `make help` lists it.
# Variables: PORT, HOST, DEMO=0 (no demonstration), DATABASE_URL (your own PostgreSQL), QUICK=1 (short bench),
# TESTS="tests/engine -k undo" (some tests only), PYTHON.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1
VAR ?= var
TESTS ?=
# The demonstration is the default of the embedded database only.
ifeq ($(DATABASE_URL),)
DEMO ?= 1
else
DEMO ?= 0
endif
VENV := .venv
BIN := $(VENV)/bin
RUN_STAMP := $(VENV)/.run
DEV_STAMP := $(VENV)/.dev
VENV_STAMP := $(VENV)/.made
MESSAGES_STAMP := $(VENV)/.messages
LOCALE := src/thongsuot/locale
CATALOGUES := $(wildcard $(LOCALE)/*/LC_MESSAGES/*.po)
COMPILE := $(if $(CATALOGUES),$(BIN)/pybabel --quiet compile --domain=django --directory=$(LOCALE),true)
PACKAGES := python3-venv
TEST_PACKAGES := chromium postgresql-15 poppler-utils
# What asks the database in ways that another release could answer otherwise.
ASKING := tests/platform tests/engine tests/register/test_loading.py tests/register/test_units_loading.py \
  tests/register/test_bodies.py tests/dossiers
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input
export THONGSUOT_VAR := $(VAR)

.PHONY: help run stop reset status test test-15 bench lint lock messages system

help: ## List what can be made
	@sed -nE 's/^([a-z0-9-]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

run: $(RUN_STAMP) $(MESSAGES_STAMP) ## Run the whole site here (PORT=8000 HOST=127.0.0.1 DEMO=1)
	@$(BIN)/python -m thongsuot run --host $(HOST) --port $(PORT) --log-file $(VAR)/thongsuot.log \
	  $(if $(filter 1,$(DEMO)),--demo)

stop: $(RUN_STAMP) ## Stop the site and the embedded database
	@$(BIN)/python -m thongsuot stop

reset: $(RUN_STAMP) ## Delete the embedded database and all it holds (asks; YES=1 does not)
	@$(BIN)/python -m thongsuot reset $(if $(YES),--yes)

status: $(RUN_STAMP) ## Say what runs
	@$(BIN)/python -m thongsuot status || true

test: system ## Run all tests; the set-up is done here too (TESTS="tests/engine -k undo")
	@$(BIN)/python -m pytest -n 2 --dist loadgroup $(TESTS)

test-15: system ## Run the tests of the database on Debian's PostgreSQL 15
	@test -x /usr/lib/postgresql/15/bin/postgres || { \
	  echo "Chưa có PostgreSQL 15 của Debian: apt-get install postgresql-15" >&2; \
	  echo "Debian's PostgreSQL 15 is missing: apt-get install postgresql-15" >&2; exit 1; }
	@TEST_POSTGRES_BIN=/usr/lib/postgresql/15/bin $(BIN)/python -m pytest -n 2 --dist loadgroup \
	  -m "not browser and not slow" --ignore=tests/engine/test_mutations.py $(or $(TESTS),$(ASKING))

bench: $(DEV_STAMP) ## Measure the running server and the engine (QUICK=1: under two minutes)
	@$(BIN)/python -m bench $(if $(QUICK),--quick)

lint: $(DEV_STAMP) ## Check style, types, import rules, migrations and translations
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@THONGSUOT_SECRET_KEY=lint DJANGO_SETTINGS_MODULE=thongsuot.settings \
	  $(BIN)/python -W ignore::RuntimeWarning -m django makemigrations --check --dry-run
	@$(COMPILE)

messages: $(RUN_STAMP) ## Compile the translations
	@$(COMPILE)
	@touch $(MESSAGES_STAMP)

lock: ## Rewrite requirements/*.lock from pyproject.toml (needs uv)
	uv pip compile $(UV) pyproject.toml requirements/build.in -o requirements/run.lock
	uv pip compile $(UV) --extra dev -c requirements/run.lock pyproject.toml requirements/build.in \
	  -o requirements/dev.lock
UV := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
  --custom-compile-command "make lock"

# What browser tests and the second PostgreSQL need, where we may install it.
system: $(DEV_STAMP) $(MESSAGES_STAMP)
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && [ -f /etc/debian_version ]; then \
	  missing=""; \
	  for package in $(TEST_PACKAGES); do \
	    dpkg-query -W -f='$${Status}' $$package 2>/dev/null | grep -q "install ok" || missing="$$missing $$package"; \
	  done; \
	  if [ -n "$$missing" ]; then \
	    echo "Đang cài / installing:$$missing"; \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends \
	      $$missing >/dev/null || echo "Không cài được / could not install:$$missing" >&2; \
	  fi; \
	fi

$(VENV_STAMP):
	@command -v $(PYTHON) >/dev/null || { \
	  echo "Không tìm thấy $(PYTHON). Cần Python 3.11 trở lên." >&2; \
	  echo "$(PYTHON) is not found. Python 3.11 or newer is needed." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Cần Python 3.11 trở lên; $(PYTHON) là $$($(PYTHON) -V). Chỉ rõ: make run PYTHON=python3.11" >&2; \
	  echo "Python 3.11 or newer is needed; name it: make run PYTHON=python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "Thiếu mô-đun venv của Python. Cài bằng: apt-get install $(PACKAGES)" >&2; \
	  echo "Python's venv module is missing. Install it: apt-get install $(PACKAGES)" >&2; exit 1; }
	@echo "Đang tạo môi trường Python… / Making the Python environment…"
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(RUN_STAMP): $(VENV_STAMP) requirements/run.lock pyproject.toml
	@echo "Đang cài thư viện… / Installing libraries…"
	@$(PIP) --require-hashes -r requirements/run.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(MESSAGES_STAMP): $(RUN_STAMP) $(CATALOGUES)
	@$(COMPILE)
	@touch $@

$(DEV_STAMP): $(RUN_STAMP) requirements/dev.lock
	@echo "Đang cài công cụ kiểm thử… / Installing what tests need…"
	@$(PIP) --require-hashes -r requirements/dev.lock
	@touch $@
