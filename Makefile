# Everything anyone needs here: make run, make test, make bench. Works with Python 3.11+ and make alone.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test faults lint bench pictures recording docs example clean

# Opens the app on the example library. A second run starts at once: .venv is made only when pyproject.toml changed.
run: .venv
	@$(BIN)/pmtui --library sessions

.venv: pyproject.toml
	@.ci/make-venv "$(PYTHON)" .venv
	@$(BIN)/python -m compileall -q pmtui  # also where PYTHONDONTWRITEBYTECODE would make every start compile anew
	@touch .venv

lint: .venv
	$(BIN)/ruff check pmtui tests benchmarks docs
	$(BIN)/ruff format --check pmtui tests benchmarks docs
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint
	$(BIN)/python -m pytest -q

# The long trials (kills, refusing disks, writers at once, random texts and keys), some ten minutes: docs/reliability.md.
faults: SECONDS_EACH ?= 60
faults: .venv
	$(BIN)/python -m tests.faults --seconds $(SECONDS_EACH)

bench: .venv
	@$(BIN)/python -m compileall -q pmtui benchmarks  # as it is installed; see .venv
	$(BIN)/python -m benchmarks

# The pictures in the README and docs/, made by the program itself.
pictures: .venv
	$(BIN)/python docs/pictures.py

# Twenty seconds of the program, recorded in a terminal of its own, and drawn by a published tool.
recording: .venv
	$(BIN)/python docs/recording.py
	@test -x build/termtosvg/bin/termtosvg || ("$(PYTHON)" -m venv build/termtosvg && \
	build/termtosvg/bin/pip install -q "termtosvg==1.1.0" "setuptools<80")
	build/termtosvg/bin/termtosvg render build/recording.cast docs/recording.svg -D 3000 -t window_frame

# The generated parts of README and docs/ (keys, verbs).
docs: .venv
	$(BIN)/python docs/generate.py

# The example typed anew, in minutes, into a folder that has no reviews yet: make example DIR=…
example: DIR ?= build/example
example: .venv
	$(BIN)/python docs/example.py "$(DIR)"

clean:
	rm -rf .venv build dist
