"""A journey as slides: native shapes and text that a person can edit."""

from __future__ import annotations

from journeywidgets.errors import JourneyError
from journeywidgets.export.written import Binary
from journeywidgets.model.document import Document

INSTALL = 'Writing .pptx needs python-pptx. Install it with: pip install "journeywidgets[export]"'


def to_pptx(document: Document, *, theme: str = "light") -> Binary:
    """Return a journey as slides; `Journey.to_pptx` says how.

    Raises
    ------
    JourneyError
        python-pptx is missing, or there is no such theme.
    """
    try:
        import pptx  # noqa: F401 - is it there?
    except ImportError:
        raise JourneyError(INSTALL) from None
    from journeywidgets.export.slides.presentation import presentation

    return presentation(document, theme)
