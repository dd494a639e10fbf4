"""Settings and fixtures that every test may use."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from xdist.scheduler.loadscope import LoadScopeScheduling

ROOT = Path(__file__).parent.parent

# A slow machine is not a failure, so no deadlines. In CI the examples are the same in each run:
# a change is judged by what it changes, and `make test-long` looks for new ones. They are fewer, to keep
# `make test` short; a second run, with another pandas, takes a few.
hypothesis.settings.register_profile("dev", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True, max_examples=40)
hypothesis.settings.register_profile("again", hypothesis.settings.get_profile("ci"), max_examples=10)
hypothesis.settings.load_profile(os.environ.get("EXAMPLES") or ("ci" if os.environ.get("CI") else "dev"))


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the folder of the project."""
    return ROOT


class OneWorkerAProgram(LoadScopeScheduling):  # type: ignore[misc]
    """Spreads tests over workers one by one, but for those that start a large program: each has a worker of its own.

    pytest-xdist's own groups (``xdist_group``) are lost with pytest 9.2.
    """

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith("tests/office/"):
            return "LibreOffice"
        return "Spark" if re.search(r"[\[-]spark[\]-]", nodeid) else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling | None:
    """Take it where tests are spread one by one."""
    return OneWorkerAProgram(config, log) if config.getoption("dist") == "load" else None
