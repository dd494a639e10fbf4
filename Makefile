# journeywidgets: `make demo` to see it, `make test` to check it, `make help` for the rest.
# Needs Python 3.10 or newer, Node.js 20.19 or newer, and make. Everything else goes into
# .venv and node_modules, in the versions of .ci/pins.txt and package-lock.json.

PYTHON ?= python3
BIN := .venv/bin
STATIC := src/journeywidgets/static

PYTHON_SOURCES := $(shell find src -name '*.py')
JS_SOURCES := $(shell find js/src -type f)
CHECKED := $(wildcard src tests benchmarks docs/hooks.py js/hatch_build.py js/scripts)

# The pieces a target stands on. Each is made again only when what it is made from has changed.
VENV := .venv/.installed
NODE := node_modules/.package-lock.json
BUNDLE := $(STATIC)/map.js
DEMO := build/quickstart.html
PANDAS2 := .cache/pandas2/.installed

.PHONY: help demo lab docs test test-long bench lint format bundle types clean
.PHONY: unit pandas2 vitest notebooks browser hosts pins lock
.NOTPARALLEL:
.DELETE_ON_ERROR:

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(DEMO) ## Install everything, run the quickstart notebook, write build/quickstart.html
	@echo "Read $(DEMO) in any browser (it needs no network)."
	@echo "Run \`make lab\` to open the notebook in JupyterLab and edit the map."

lab: $(VENV) $(BUNDLE) ## Open the quickstart notebook in JupyterLab
	$(BIN)/jupyter lab examples/quickstart.ipynb

docs: $(VENV) $(BUNDLE) ## Build the site into build/site; any doubtful link fails it
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet

test: lint unit pandas2 vitest notebooks docs browser hosts ## Run every check; stops at the first that fails

test-long: $(VENV) $(BUNDLE) ## Run the tests that take many minutes
	JAVA_HOME="$$(.ci/java)" && export JAVA_HOME && $(BIN)/pytest tests -m long

bench: $(VENV) $(BUNDLE) ## Measure the figures, each as a ratio
	CHROMIUM="$$(.ci/chromium)" && export CHROMIUM && $(BIN)/python -m benchmarks

lint: $(VENV) $(NODE) ## Check style and types: ruff, mypy, generated types, tsc, biome
	$(BIN)/ruff check $(CHECKED)
	$(BIN)/ruff format --check $(CHECKED)
	$(BIN)/mypy $(CHECKED)
	$(BIN)/python js/scripts/generate_types.py --check
	npm run --silent typecheck
	npm run --silent lint

format: $(VENV) $(NODE) ## Format the sources and fix what can be fixed
	$(BIN)/ruff check --fix-only $(CHECKED)
	$(BIN)/ruff format $(CHECKED)
	npm run --silent format

bundle: $(BUNDLE) ## Build the browser bundle from js/src

types: $(VENV) $(NODE) ## Write js/src/generated from Python's schema
	$(BIN)/python js/scripts/generate_types.py

clean: ## Remove what was built; keeps .venv and node_modules
	rm -rf build dist $(STATIC) .mypy_cache .ruff_cache .pytest_cache .hypothesis

# The stages of `make test` that can be run alone.

unit: $(VENV) $(BUNDLE) ## Run the Python tests that need no browser
	.ci/fonts && JAVA_HOME="$$(.ci/java)" && LIBREOFFICE="$$(.ci/libreoffice)" && export JAVA_HOME LIBREOFFICE && \
	  $(BIN)/pytest tests --ignore tests/browser --ignore tests/hosts \
	  -m "not long" --numprocesses logical

pandas2: $(VENV) $(BUNDLE) $(PANDAS2) ## Run the tests that use pandas once more, with pandas 2
	EXAMPLES=again PYTHONPATH=.cache/pandas2 $(BIN)/pytest -m "not long and not spark and not oracle" --numprocesses logical \
	  $$(grep -lE '^ *(import|from) pandas' $$(find tests -name 'test_*.py' -not -regex 'tests/\(browser\|hosts\|cli\|export\|office\|report\|widgets\)/.*'))

vitest: $(NODE) ## Run the front end's tests
	npm test --silent

notebooks: $(VENV) $(BUNDLE) ## Run the examples and compare their outputs
	$(BIN)/pytest examples --nbval --nbval-sanitize-with .ci/nbval.cfg

# A file stays with one worker, since its tests share a server, a browser and mostly a kernel.
BROWSING := -m "not long" --numprocesses logical --maxprocesses 4 --dist loadfile

browser: $(VENV) $(BUNDLE) ## Drive real JupyterLab in Chromium
	CHROMIUM="$$(.ci/chromium)" && export CHROMIUM && $(BIN)/pytest tests/browser $(BROWSING)

hosts: $(VENV) $(BUNDLE) ## Show the map in Notebook 7, Voila, marimo and the other hosts
	CHROMIUM="$$(.ci/chromium)" && export CHROMIUM && $(BIN)/pytest tests/hosts $(BROWSING)

# Exact versions. Run these after changing dependencies, and commit what they write.

pins: $(VENV) ## Write .ci/pins.txt from pyproject.toml
	.ci/make-pins

lock: ## Write package-lock.json from package.json
	mkdir -p build/lock && cp package.json build/lock
# Beside an installed node_modules npm would leave out the packages of other systems.
	cd build/lock && npm install --package-lock-only --omit-lockfile-registry-resolved
	mv build/lock/package-lock.json .

# How the pieces are made.

$(VENV): .ci/pins.txt pyproject.toml js/hatch_build.py
	@.ci/need python $(PYTHON)
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r .ci/pins.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(PANDAS2): $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --upgrade \
	  --target .cache/pandas2 $$(sed -nE 's/^(pandas==2|pytz==)([^ ;]*).*/\1\2/p' .ci/pins.txt)
	@touch $@

$(NODE): package.json package-lock.json
	@.ci/need node
	npm ci --no-audit --no-fund
	@touch $@

$(BUNDLE): $(NODE) $(JS_SOURCES) js/build.mjs
	npm run --silent bundle

$(DEMO): examples/quickstart.ipynb $(VENV) $(BUNDLE) $(PYTHON_SOURCES)
	@mkdir -p $(@D)
	$(BIN)/journeywidgets report $< --execute --output $@
