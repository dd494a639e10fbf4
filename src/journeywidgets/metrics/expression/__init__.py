"""Conditions over a caller's columns, as text: who belongs to a persona, which rows are a stage.

The text is never run. It is cut into tokens of a closed list, Python's own grammar puts them into a tree
(`ast`, over placeholders: no word of the text reaches it), the tree is checked against what is allowed, and
what is left becomes a narwhals expression, the same for every engine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from journeywidgets.metrics.expression.scanner import ALLOWED, ExpressionError
from journeywidgets.metrics.expression.tree import Node, columns_of, parsed

if TYPE_CHECKING:
    import narwhals as nw

__all__ = ["ALLOWED", "Expression", "ExpressionError", "parse"]


@dataclass(frozen=True, slots=True)
class Expression:
    """A condition that was read and found allowed; `parse` makes them.

    Attributes
    ----------
    text
        The condition as it was written.
    columns
        The names of the columns that it reads, each once, in the order of the text.
    """

    text: str
    columns: tuple[str, ...] = field(compare=False)
    _tree: Node = field(compare=False, repr=False)

    def to_narwhals(self, schema: Mapping[str, Any]) -> nw.Expr:
        """Return the condition for frames of this schema: true or false for every row, never null.

        Where the condition cannot be known (a value that it needs is missing) a row does not match, on every
        engine alike; nor does it match the condition's ``not``. NaN is missing. A division by zero is unknown.

        Parameters
        ----------
        schema
            narwhals' data types by column: ``frame.collect_schema()``.

        Returns
        -------
        narwhals.Expr
            A Boolean expression, for ``filter`` or ``with_columns``.

        Raises
        ------
        ExpressionError
            A column is not there (the message names those that are), or holds what the condition cannot be
            asked of: a text compared with a number.
        """
        from journeywidgets.metrics.expression.binding import Binding

        return Binding(self.text, schema).condition(self._tree)


def parse(text: str) -> Expression:
    """Read a condition over columns.

    Parameters
    ----------
    text
        Comparisons (``18 <= age < 30``, ``plan == "pro"``), ``and``, ``or``, ``not`` (also ``&``, ``|``, ``~``,
        which bind as the words do), ``in`` and ``not in`` a list, ``is None`` and ``is not None``, ``+ - * /``
        over numbers, columns that hold true or false by their name alone, and these functions:
        ``contains(x, "text")``, ``startswith(x, "text")``, ``endswith(x, "text")``, ``lower(x)``, ``length(x)``,
        ``between(x, low, high)`` (both ends count), ``isnull(x)``, ``notnull(x)``, ``date("2026-01-31")`` and
        ``datetime("2026-01-31T10:00")``. A name with a blank or a sign stands in `backticks`.

    Returns
    -------
    Expression
        With the names of its columns; `Expression.to_narwhals` makes it run.

    Raises
    ------
    ExpressionError
        The text is not such a condition. The message names the position, what stands there and what is allowed.

    Notes
    -----
    Truth has three values, as in SQL (Kleene): a comparison with a missing value is unknown, ``unknown and
    False`` is false, ``unknown or True`` is true, and ``not unknown`` is unknown. What is unknown at the end
    does not match. A date or time without an offset is read as UTC where the column has a time zone.

    Examples
    --------
    >>> parse("18 <= age < 30 and plan in ['pro', 'team']").columns
    ('age', 'plan')
    """
    tree = parsed(text)
    return Expression(text, columns_of(tree), tree)
