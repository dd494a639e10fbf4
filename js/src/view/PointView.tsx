/** A point of the curve: a target of 24 px that can be dragged, nudged and typed on. */
import type { CurvePoint } from "../state/layout";
import { keyOf } from "../state/place";
import { signed } from "../state/words";
import { useItem, useMap } from "./context";
import { yOf } from "./curve-path";
import { ItemMenu } from "./ItemMenu";
import { markFor } from "./marks";
import { ShapeMark } from "./shared/Avatar";
import { TextEditor } from "./shared/TextEditor";

interface Props {
  lane: string;
  point: CurvePoint;
  left: string;
  y: number;
  index: number;
  /** Whether its numbers are shown without a pointer on it: the low of a curve. */
  labelled: boolean;
}

export function PointView({ lane, point, left, y, index, labelled }: Props) {
  const m = useMap();
  const { column, persona, cards, score } = point;
  const place = { at: "point" as const, lane, column, persona };
  const key = keyOf(place);
  const target = cards.length === 1 ? (cards[0] ?? "") : key;
  const editing = m.scope.editor.at("cards", target, "score");
  const drag = m.drag.value;
  const dragged = drag?.keys.has(key) ? drag.score : undefined;
  const selected = cards.some((id) => m.selection.has("cards", id));
  const dim = cards.length > 0 && cards.every((id) => m.search.dims(id));
  const name = persona === null ? "Everyone" : m.shown.row("personas", persona)?.name || "unnamed";
  const stage = m.shown.row("stages", column)?.title ?? "";
  const shown = dragged ?? score;
  const says = shown === undefined ? "no point" : `${signed(shown)} · n ${Math.max(point.n, 1)}`;
  const item = useItem(place, "gridcell", index, {
    selected: selected,
    label: `${name}, ${stage}: ${says}`,
  });
  return (
    <div
      class="point"
      data-slot={shown === undefined || undefined}
      data-dim={dim || undefined}
      data-end={index === m.layout.columns.length + 1 || undefined}
      style={{
        insetInlineStart: left,
        top: (dragged === undefined ? y : yOf(dragged)) - 12,
      }}
      {...item.props}
    >
      <ShapeMark mark={markFor(m, persona)} filled={selected} />
      {shown !== undefined && (labelled || item.live) && !editing && (
        <span class="point-label" style={{ color: markFor(m, persona).line }}>
          {says}
        </span>
      )}
      {editing && (
        <div class="point-editor">
          <TextEditor editing={editing} line step={0.1} />
        </div>
      )}
      {item.live && shown !== undefined && !editing && <ItemMenu place={place} />}
    </div>
  );
}
