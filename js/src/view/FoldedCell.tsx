/** A cell of a collapsed lane: how much is in it. */
import type { Lane } from "../generated/schema";
import { plural } from "../state/words";
import { useItem, useMap } from "./context";

interface Props {
  lane: string;
  column: string;
  index: number;
  kind: Lane["kind"];
}

export function FoldedCell({ lane, column, index, kind }: Props) {
  const m = useMap();
  const item = useItem({ at: "cell", lane, column }, "gridcell", index);
  const n = kind === "metric" ? 0 : m.filter.cards(m.shown.cell(column, lane)).length;
  return (
    <div class="cell folded" {...item.props}>
      {n > 0 && plural(n, "card")}
    </div>
  );
}
