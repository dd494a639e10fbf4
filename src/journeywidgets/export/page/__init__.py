"""A self-contained HTML page with journey maps, personas and charts that can be explored without a kernel.

The page loads nothing: what it shows is in it as JSON, the code that shows it once, and its
content security policy lets neither another script run nor anything be fetched.

>>> from journeywidgets import Journey
>>> from journeywidgets.export.markup import element, join
>>> from journeywidgets.export.page import View, page, place
>>> journey = Journey("Bike rental", stages=["Awareness", "Sign-up"], seed=1)
>>> view = View("bike", "map", journey.to_dict(), name="Bike rental")
>>> html = page("Bike rental", join([element("h1", "Bike rental"), place(view)]), [view])
>>> html.count("<script")
3
"""

from __future__ import annotations

from journeywidgets.export.page.contents import Heading
from journeywidgets.export.page.map_page import map_page
from journeywidgets.export.page.page import page
from journeywidgets.export.page.view import Kind, View, place

__all__ = ["Heading", "Kind", "View", "map_page", "page", "place"]
