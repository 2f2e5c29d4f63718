# Every target sets up what it needs first; where all is ready that takes milliseconds.
PY := .venv/bin/python
export PYTHONPATH := $(CURDIR)
# Where it is set, every start would compile every library anew: many seconds each, and the tests start many.
unexport PYTHONDONTWRITEBYTECODE
PYTEST_ARGS ?=
PYTEST_WORKERS ?= 4 # twice the cores CI has: tests wait for disks, sockets and deadlines more than they reckon

.DEFAULT_GOAL := help
.PHONY: help setup setup-test run test check bench lock

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

setup: ## install what is missing, and make .venv
	@installer/setup.sh

setup-test:
	@installer/setup.sh test

run: setup ## open a demo boutique: the till, a mall and an emulated printer
	$(PY) -m pos demo $(ARGS)

test: check ## every check, then every test (PYTEST_ARGS="-k receipt" for some)
	QT_QPA_PLATFORM=offscreen $(PY) -m pytest -n $(PYTEST_WORKERS) --dist loadgroup $(PYTEST_ARGS)

check: setup-test ## ruff, mypy --strict, import-linter
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy --strict --num-workers 2 pos tests benchmarks
	.venv/bin/lint-imports --no-logo

bench: setup-test ## each figure that is claimed, measured here
	-installer/setup.sh peers # without them a comparison is left out, and says so
	QT_QPA_PLATFORM=offscreen $(PY) -m benchmarks $(ARGS)

lock: setup-test ## pin the newest versions the requirements allow
	.venv/bin/uv pip compile -q --upgrade --universal --generate-hashes --python-version 3.11 --no-emit-index-url \
	  --no-header requirements.in -o requirements.lock
	.venv/bin/uv pip compile -q --upgrade --universal --generate-hashes --python-version 3.11 --no-emit-index-url \
	  --no-header -c requirements.lock requirements-test.in -o requirements-test.lock
	.venv/bin/uv pip compile -q --upgrade --universal --generate-hashes --python-version 3.11 --no-emit-index-url \
	  --no-header requirements-peers.in -o requirements-peers.lock
	.venv/bin/uv pip compile -q --upgrade --universal --generate-hashes --python-version 3.11 --no-emit-index-url \
	  --no-header installer/uv.in -o installer/uv.lock
	cd tests/foreign && npm update --package-lock-only --omit-lockfile-registry-resolved --ignore-scripts --no-audit --no-fund
