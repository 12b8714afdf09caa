# Each target makes ready what it needs itself (tools/setup.sh); the second time that costs nothing.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.SUFFIXES:

HOST ?= 127.0.0.1
PORT ?= 8000
BIN := .venv/bin
# In the order of the folders: by itself xdist begins with the files of many short tests and is left with the long ones.
PYTEST := $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder
# Without a browser on this machine its tests are left out, by name; in CI they may not be.
FOUND_BROWSER = $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)
NO_BROWSER = $(if $(or $(FOUND_BROWSER),$(CI)),, and not browser)
# The same for the security device in software.
NO_DEVICE = $(if $(or $(shell command -v softhsm2-util),$(CI)),, and not softhsm)
# The same for the certified OpenID Connect provider, which tools/setup.sh installs where there are npm and a registry.
FOUND_PROVIDER = $(shell ls .venv/oidc/node_modules/oidc-provider/package.json 2>/dev/null)
NO_PROVIDER = $(if $(or $(FOUND_PROVIDER),$(CI)),, and not provider)
LEFT_OUT = $(NO_BROWSER)$(NO_DEVICE)$(NO_PROVIDER)

.PHONY: help run demo test test-all check bench bench-scale year load faults lock scan translations format clean clean-all setup-run setup-test

help: ## show this list
	@sed -nE 's/^([a-z-]+):[^#]*## (.*)/  make \1|\2/p' $(MAKEFILE_LIST) | column -t -s '|' 2>/dev/null \
		|| sed -nE 's/^([a-z-]+):[^#]*## (.*)/  make \1: \2/p' $(MAKEFILE_LIST)
	@echo "  Settings: HOST, PORT (now $(HOST):$(PORT)), INSTANCE (a folder), PYTHON (an interpreter)"

run: setup-run ## start the application; its data are in instance/
	@exec $(BIN)/netwerkberaad serve --instance "$(or $(INSTANCE),instance)" --host "$(HOST)" --port "$(PORT)"

demo: setup-run ## start a practice region with fictional cases, in instance/demo/
	@exec $(BIN)/netwerkberaad demo --instance "$(or $(INSTANCE),instance/demo)" --host "$(HOST)" --port "$(PORT)"

test: setup-test ## run the tests, without the slow ones
	$(PYTEST) -m "not slow$(LEFT_OUT)" $(ARGS)

test-all: setup-test ## run all tests: also long journeys, attacks and faults
	$(PYTEST) $(if $(LEFT_OUT),-m "(slow or not slow)$(LEFT_OUT)") $(ARGS)

check: setup-test ## format, lint, strict types, import contracts, sizes, templates, translations, safety
	@tools/check.sh

bench: setup-test ## measure, print a table, write bench/latest.json
	$(BIN)/python -m bench $(ARGS)

bench-scale: setup-test ## measure how pages and jobs grow with the data, write bench/scale.json (ARGS="--sizes 1000 10000 --sqlite")
	$(BIN)/python -m bench.scale $(ARGS)

year: setup-test ## let a year pass in a region: 350 beraden, every promise and message accounted for (ARGS="--cases 350 --seed 1")
	$(BIN)/python -m bench.year $(ARGS)

load: setup-test ## let 500 people answer at once, on this machine only; count what was kept (ARGS="--people 100")
	$(BIN)/python -m bench.load $(ARGS)

faults: setup-test ## kill, fill and stop things while 2000 people answer; count what was kept (ARGS="--answers 100 --messages 200")
	$(BIN)/python -m bench.faults $(ARGS)

lock: setup-test ## write the lock files again after a change in setup.cfg (UPGRADE=1 takes the newest)
	@UPGRADE=$(UPGRADE) tools/lock.sh

scan: setup-test ## let a web scanner loose on the demo, on this machine only (some minutes)
	@tools/scan.sh

translations: setup-test ## bring the catalogues up to date with the source (NEW=tr starts a language)
	@$(BIN)/python -m tools.translations $(if $(NEW),--new $(NEW))

format: setup-test ## format the Python source
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

clean: ## remove what tools and tests left behind
	rm -rf build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis test-output
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

clean-all: clean ## remove the virtual environment too; instance/ is never touched
	rm -rf .venv

setup-run:
	@tools/setup.sh run

setup-test:
	@tools/setup.sh test
