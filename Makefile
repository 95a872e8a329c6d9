# The commands of the README. Everything they need is installed below this folder: nothing global.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

UV_VERSION := 0.13.9
PIP_AUDIT_VERSION := 2.10.1
UV := .tools/bin/uv
PY := .venv/bin/python
BIN := .venv/bin
PORT ?= 8000
export UV_PYTHON_DOWNLOADS := never
export DJANGO_SETTINGS_MODULE := acquis.web.settings

.PHONY: help
help: ## What can be done here
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

$(UV):
	@python3 -m pip --version >/dev/null 2>&1 || { echo "python3 has no pip here. Install it first (Debian: apt-get install python3-pip), then run make again." >&2; exit 1; }
	@python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --upgrade --target .tools "uv==$(UV_VERSION)"

.venv/.ready: pyproject.toml requirements.lock | $(UV)
	@$(UV) venv --quiet --allow-existing .venv
	@$(UV) pip sync --quiet --python $(PY) --require-hashes requirements.lock
	@$(UV) pip install --quiet --python $(PY) --no-deps --editable .
	@touch $@

.PHONY: env
env: .venv/.ready ## The environment, exactly as locked

.PHONY: assets
assets: env ## Style sheet and compiled messages
	@$(PY) tools/assets.py

.PHONY: run
run: assets ## The product with a demonstration network, on http://localhost:8000
	@ACQUIS_DEMO=1 PORT=$(PORT) $(BIN)/acquis demo

.PHONY: check
check: assets ## Lint, types, imports, templates, messages, migrations
	@$(PY) tools/check.py

.PHONY: test
test: check ## Everything, on SQLite and on a real PostgreSQL, journeys in a real browser
	@$(PY) tools/test.py $(ARGS)

.PHONY: coverage
coverage: assets ## Branch coverage of the credential core: anything below 100 % fails
	@ACQUIS_TESTING=1 ACQUIS_DATA_DIR=$$(mktemp -d) $(BIN)/pytest -q -n 2 tests/credentials --cov=acquis.credentials --cov-branch --cov-report=term-missing:skip-covered --cov-fail-under=100

.PHONY: bench
bench: env ## Measured figures, one JSON object a line (ONLY=name for one of them)
	@$(PY) -m bench $(ONLY)

.PHONY: messages
messages: env ## Collect the interface's texts into the French catalogue
	@$(PY) tools/messages.py update

.PHONY: docs
docs: env ## The documents that are written from the code
	@$(PY) tools/permissions.py

.PHONY: audit
audit: $(UV) ## Published advisories against the locked packages (needs a network that has them)
	@$(UV) venv --quiet --allow-existing .cache/audit
	@$(UV) pip install --quiet --python .cache/audit/bin/python "pip-audit==$(PIP_AUDIT_VERSION)"
	@.cache/audit/bin/python tools/audit.py

.PHONY: lock
lock: $(UV) ## Resolve the dependencies anew
	@$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
	  --all-extras --group dev pyproject.toml --output-file requirements.lock

.PHONY: clean
clean: ## Remove what was built and the demonstration's data
	@rm -rf .cache var dist
