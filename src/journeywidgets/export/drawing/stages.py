"""The headers of a map: stages, and below them their steps."""

from __future__ import annotations

from collections.abc import Sequence

from journeywidgets.export.content import outline as words
from journeywidgets.export.content.outline import Column
from journeywidgets.export.drawing.look import Look, labelled
from journeywidgets.export.drawing.scene import Block, Box, Font
from journeywidgets.export.drawing.setting import Stack, Style, stack
from journeywidgets.export.plain.sheet import ROW_HEAD
from journeywidgets.model.intake import Row

PAD, STEP_PAD = 10, 6
"""Around what stands in a cell, and above and below a step's header and a collapsed lane, in px."""
_Head = tuple[Row, int, int, Stack]
"""A stage, the place of its first column, how many it has, and what stands in its header."""


class Stages:
    """The columns of a map and their headers.

    Parameters
    ----------
    look
        The drawing's looks.
    columns
        Those shown, from left to right.
    wide
        How wide each is, in px.

    Attributes
    ----------
    groups
        The columns stage by stage, each with the place of the first.
    stepped
        Of each column, whether it has a header of its own below that of its stage.
    """

    def __init__(self, look: Look, columns: Sequence[Column], wide: float) -> None:
        self._look, self._columns, self._wide = look, columns, wide
        self.groups: list[tuple[int, list[Column]]] = []
        for k, column in enumerate(columns):
            if self.groups and self.groups[-1][1][0].group is column.group:
                self.groups[-1][1].append(column)
            else:
                self.groups.append((k, [column]))
        self.stepped = [len(group) > 1 or not group[0].whole for _, group in self.groups for _ in group]

    def left(self, k: int) -> float:
        """Return where the column at a place begins."""
        return ROW_HEAD + k * self._wide

    def middles(self) -> dict[str, float]:
        """Return the middle of each stage and step."""
        found = {column.row["id"]: self.left(k) + self._wide / 2 for k, column in enumerate(self._columns)}
        for k, group in self.groups:
            found[group[0].group["id"]] = self.left(k) + self._wide * len(group) / 2
        return found

    def headers(self, top: float) -> tuple[list[Block], float, float]:
        """Return the headers from `top` on, how high those of stages are, and how high those of steps below them."""
        steps = any(self.stepped)
        stages: list[_Head] = []
        tall: list[_Head] = []
        for k, group in self.groups:
            set_ = self._stage(group[0].group, k, len(group), Font(13, bold=True))
            (tall if steps and not self.stepped[k] else stages).append((group[0].group, k, len(group), set_))
        under = [(column.row, k, 1, self._step(column, k)) for k, column in enumerate(self._columns) if self.stepped[k]]
        high = _highest(stages) + 2 * PAD
        low = max(_highest(under) + 2 * STEP_PAD, _highest(tall) + 2 * PAD - high) if steps else 0.0
        blocks = [
            *(self._block("step", head, top + high, low) for head in under),
            *(self._block("stage", head, top, high) for head in stages),
            *(self._block("stage", head, top, high + low) for head in tall),
        ]
        return sorted(blocks, key=lambda block: (block.box.x, block.box.y)), high, low

    def _stage(self, stage: Row, k: int, span: int, font: Font) -> Stack:
        return stack(self._words(stage, font), self.left(k) + PAD, self._wide * span - 2 * PAD)

    def _step(self, column: Column, k: int) -> Stack:
        if column.whole:
            return stack([("whole stage", self._look.faint())], self.left(k) + PAD, self._wide - 2 * PAD)
        return self._stage(column.row, k, 1, Font(12, bold=True))

    def _words(self, stage: Row, font: Font) -> list[tuple[str, Style]]:
        theme = self._look.theme
        small = Style("note", Font(11.5), theme.soft_ink)
        found = [(words.title(stage, words.whole), Style("title", font, theme.ink))]
        found += [(labelled(label, stage[name]), small) for label, name in words.STAGE_NOTES if stage[name].strip()]
        if stage["moment_of_truth"]:
            found.append(("★ Moment of truth", self._look.small("moment", theme.warn, bold=True)))
        return found

    def _block(self, kind: str, head: _Head, y: float, height: float) -> Block:
        row, k, span, set_ = head
        pad = STEP_PAD if kind == "step" else PAD
        box = Box(self.left(k), y, self._wide * span, height)
        inside = tuple(one.moved(0, y + pad) for one in set_.paragraphs)
        return Block(kind, box, "stages", row["id"], stage=row["id"], paragraphs=inside)


def _highest(heads: Sequence[_Head]) -> float:
    return max((set_.height for *_, set_ in heads), default=0.0)
