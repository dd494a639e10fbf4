"""Checks of accessibility by axe, on our own part of the page."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from playwright.sync_api import Locator

_AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"

_RUN = """
async (element, source) => {
  if (!window.axe) (0, eval)(source);
  // Off by default, though it is part of WCAG 2.2 AA.
  const rules = { 'target-size': { enabled: true } };
  // JupyterLab's body is 0 px high and hides what overflows: axe would take all of it for unseen.
  document.body.style.height = '100vh';
  const result = await window.axe.run(element, { rules });
  document.body.style.height = '';
  const lines = ({ id, impact, help, nodes }) => nodes.map(({ target, html, failureSummary }) =>
    `${id} (${impact}): ${help}: ${target.flat().at(-1)} ${html.slice(0, 200)} ${failureSummary}`);
  return {
    violations: result.violations.flatMap(lines),
    tried: [...result.violations, ...result.passes].map((rule) => rule.id),
  };
}
"""
_MUST_TRY = {"button-name", "color-contrast", "target-size"}


@cache
def _source() -> str:
    return _AXE.read_text("utf-8")


def violations(element: Locator) -> list[str]:
    """Return what axe finds wrong in an element, one line a node."""
    result: dict[str, list[str]] = element.evaluate(_RUN, _source())
    # Had axe seen nothing of the map, it would find no fault either.
    assert set(result["tried"]) >= _MUST_TRY, result["tried"]
    return result["violations"]
