"""The exporter of `jupyter nbconvert --to journey-report`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbconvert.exporters import Exporter
from traitlets import Bool, Enum, Unicode, default

from journeywidgets.model.levels import TEAM
from journeywidgets.model.schema import LEVELS
from journeywidgets.report.writing import CODE, THEMES


class JourneyReport(Exporter):
    """Writes a notebook as one HTML page whose maps and charts can be explored without a kernel or a network.

    Options are given as ``--JourneyReport.level=public``; `--no-input` hides the code, `--execute` runs the
    notebook first.
    """

    export_from_notebook = "Journey report"
    output_mimetype = "text/html"

    level = Enum(LEVELS, TEAM, help="Whom the report is for.").tag(config=True)
    code = Enum(CODE, "folded", help="Whether the code of cells is hidden, folded or shown.").tag(config=True)
    contents = Bool(True, help="Whether the page has a table of contents.").tag(config=True)
    theme = Enum(THEMES, "auto", help="Light or dark; auto follows the reader's system.").tag(config=True)
    title = Unicode("", help="The page's title; the notebook's own, or its first heading, unless given.").tag(
        config=True
    )

    @default("file_extension")
    def _default_extension(self) -> str:
        return ".html"

    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> tuple[Any, Any]:
        """Return the page of a notebook, and nbconvert's resources; what is left out is in ``resources["losses"]``."""
        from journeywidgets.report.composition import Composition
        from journeywidgets.report.withheld import Withheld

        notebook, resources = super().from_notebook_node(nb, resources, **kw)
        metadata = resources.get("metadata", {})
        folder = metadata.get("path")
        code: Any = "hidden" if self._without_input() else self.code
        theme: Any = self.theme
        made = Composition(
            notebook,
            Withheld(self.level),
            code=code,
            folder=Path(folder) if folder is not None else None,
            title=self.title,
            name=str(metadata.get("name") or ""),
            contents=self.contents,
            theme=theme,
        ).text()
        resources["losses"] = made.losses
        if len(made.losses):
            self.log.warning("The report leaves out %d parts, and says which at its end.", len(made.losses))
        return str(made), resources

    def _without_input(self) -> bool:
        """Return whether nbconvert's `--no-input` was given, which is an option of its template exporters."""
        return bool(self.config.TemplateExporter.get("exclude_input", False))
