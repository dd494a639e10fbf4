/** One card: a grid cell of its own. Only this redraws when the card changes. */
import { useComputed } from "@preact/signals";
import type { Lane } from "../generated/schema";
import type { MapState } from "../state/map-state";
import { cardBody } from "./CardBody";
import { useItem, useMap } from "./context";
import { evidenceOf } from "./Evidence";
import { ItemMenu } from "./ItemMenu";
import { EditableText } from "./shared/EditableText";

interface Props {
  id: string;
  lane: string;
  column: string;
  index: number;
  kind: Lane["kind"];
}

const SELECTED = 1;
const HIT = 2;
const DIM = 4;
const WRONG = 8;

function noticeOf(m: MapState, id: string) {
  return m.client.notices.value.find((one) => one.table === "cards" && one.id === id);
}

function stateOf(m: MapState, id: string): number {
  const found = m.search.found.value;
  const search = found === undefined ? 0 : found.has(id) ? HIT : DIM;
  const selected = m.selection.has("cards", id) ? SELECTED : 0;
  return search | selected | (noticeOf(m, id) ? WRONG : 0);
}

export function CardView({ id, lane, column, index, kind }: Props) {
  const m = useMap();
  const place = { at: "card" as const, id, lane, column };
  const state = useComputed(() => stateOf(m, id)).value;
  const item = useItem(place, "gridcell", index, { selected: (state & SELECTED) !== 0 });
  const card = m.shown.row("cards", id);
  return (
    <div
      class={`card ${kind}`}
      data-hit={(state & HIT) !== 0 || undefined}
      data-dim={(state & DIM) !== 0 || undefined}
      data-wrong={(state & WRONG) !== 0 || undefined}
      {...item.props}
    >
      {card ? (
        cardBody(m, card, kind)
      ) : (
        <EditableText table="cards" id={id} field="text" label="Text of the new card" value="" />
      )}
      {card && evidenceOf(m, place)}
      {(state & WRONG) !== 0 && <p class="wrong">{noticeOf(m, id)?.reason}</p>}
      {item.live && <ItemMenu place={place} />}
    </div>
  );
}
