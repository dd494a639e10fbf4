/** One card: a grid cell of its own. Only this redraws when the card changes. */
import { useComputed } from "@preact/signals";
import type { Lane } from "../generated/schema";
import { CardBody } from "./CardBody";
import { useItem, useMap } from "./context";
import { Evidence } from "./Evidence";
import { ItemMenu } from "./ItemMenu";
import { EditableText } from "./shared/EditableText";

interface Props {
  id: string;
  lane: string;
  column: string;
  index: number;
  kind: Lane["kind"];
}

export function CardView({ id, lane, column, index, kind }: Props) {
  const m = useMap();
  const place = { at: "card" as const, id, lane, column };
  const selected = useComputed(() => m.selection.has("cards", id));
  const item = useItem(place, "gridcell", index, { selected: selected.value });
  const dim = useComputed(() => m.search.dims(id));
  const hit = useComputed(() => m.search.found.value?.has(id) ?? false);
  const notice = useComputed(() =>
    m.client.notices.value.find((one) => one.table === "cards" && one.id === id),
  );
  const card = m.shown.row("cards", id);
  return (
    <div
      class={`card ${kind}`}
      data-hit={hit.value || undefined}
      data-dim={dim.value || undefined}
      data-wrong={notice.value ? "" : undefined}
      {...item.props}
    >
      {card ? (
        <CardBody card={card} kind={kind} />
      ) : (
        <EditableText table="cards" id={id} field="text" label="Text of the new card" value="" />
      )}
      {card && <Evidence card={id} />}
      {notice.value && <p class="wrong">{notice.value.reason}</p>}
      {item.live && <ItemMenu place={place} />}
    </div>
  );
}
