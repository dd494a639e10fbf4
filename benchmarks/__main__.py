"""Run the benchmarks named, or all of them."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from pathlib import Path

_TOOLS = {"__main__", "report"}


def main(names: list[str]) -> None:
    """Import each benchmark and call its ``main``."""
    modules = pkgutil.iter_modules([str(Path(__file__).parent)])
    found = sorted(module.name for module in modules if not module.ispkg)
    for name in names or [name for name in found if name not in _TOOLS]:
        print(f"\n{name}")
        importlib.import_module(f"benchmarks.{name}").main()


main(sys.argv[1:])
