"""Visible: a view that leaves something to read where no page code runs."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from journeywidgets.errors import JourneyError
from journeywidgets.widgets.outputs import Outputs, final
from journeywidgets.widgets.view import View

if TYPE_CHECKING:
    from journeywidgets.export.still import Still


class Visible(View):
    """A view that is shown, as page code and in forms that need none."""

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        self._outputs = Outputs(self.model_id)

    @abstractmethod
    def readable(self) -> dict[str, str]:
        """Return what is readable without page code, by mime type."""

    def record(self) -> dict[str, Any]:
        """Return what a report shows the view again by, as plain data; empty where it has the readable forms only."""
        return {}

    def picture(self) -> tuple[bytes, float] | None:
        """Return the view as PNG, and its pixels to a CSS pixel; None where nothing draws it."""
        return None

    def static(self) -> Still:
        """Return what the view shows now, without the view.

        For reports, for GitHub, and for notebooks that are opened on another day: a table, a
        picture (where the extra ``export`` is installed and there is a drawing) and plain text.
        They show what `share` allows.

        Returns
        -------
        Still
            Shown by a notebook when it ends a cell.
        """
        from journeywidgets.export.still import Still

        picture, scale = self.picture() or (None, 1)
        return Still(self._kept(), picture, scale=scale)

    def freeze(self) -> None:
        """Put the static form in the place of every output that shows the view, and free the view.

        The document stays. In Voila, which has sent the outputs of earlier cells by then, the view
        goes on living for them.

        Raises
        ------
        JourneyError
            No output shows the view, or its host cannot replace one: show `static` instead.
        """
        if self.comm is None:
            return
        if not self._outputs:
            name = type(self).__name__
            raise JourneyError(
                f"this {name} stands in no output that can be replaced: end the cell with its static() instead, "
                "and close() it."
            )
        still = self.static()
        self._outputs.replace((still.data, still.metadata))
        if not final():
            self.close()

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:
        shown = super()._repr_mimebundle_(**kwargs)
        if shown is None:
            return None
        data, metadata = shown
        return {**data, **self._kept()}, metadata

    def _kept(self) -> dict[str, str]:
        """Return what a notebook keeps beside the view: the readable forms, and what a report shows it again by."""
        readable = self.readable()
        return {**readable, **recorded(self.record(), readable)}

    def _ipython_display_(self) -> None:
        shown = self._repr_mimebundle_() if self.comm is not None and self._outputs.claims() else None
        if shown is None:
            # IPython takes this as: show it as you show anything else.
            raise NotImplementedError
        self._outputs.show(shown)


def recorded(record: Mapping[str, Any], readable: Mapping[str, str]) -> dict[str, str]:
    """Return the mime member that keeps a record beside the readable forms; none where there is nothing to keep."""
    if not record:
        return {}
    from journeywidgets.export.record import RECORD, pack

    return {RECORD: pack(record, readable.get("text/html", ""))}
