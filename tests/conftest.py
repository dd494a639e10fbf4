"""Settings and fixtures that every test may use."""

from __future__ import annotations

import os
from pathlib import Path

import hypothesis
import pytest

ROOT = Path(__file__).parent.parent

# A slow machine is not a failure, so no deadlines. In CI the examples are the same in each run:
# a change is judged by what it changes, and `make test-long` looks for new ones. They are fewer, to keep
# `make test` short.
hypothesis.settings.register_profile("dev", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True, max_examples=60)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "dev")


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the folder of the project."""
    return ROOT
