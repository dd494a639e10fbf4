/** A cell and its cards, drawn in chunks and only near the screen. */
import { untracked, useComputed } from "@preact/signals";
import { useContext, useLayoutEffect, useRef, useState } from "preact/hooks";
import { addCardAt } from "../actions/edits";
import type { Lane } from "../generated/schema";
import type { MapState } from "../state/map-state";
import { CardView } from "./CardView";
import { useItem, useMap } from "./context";
import { NearContext } from "./near";
import { useNear } from "./use-near";

const CHUNK = 6;
/** The height of a card with its gap where nothing is known of it, in px. */
const USUAL = 54;
const GAP = 6;
const PADDING = 20;

/** So many cards stand for all of them where the height of many is guessed. */
const SAMPLE = 6;

/** The height of cards that are not drawn, from what is on them; on the narrowest column. */
function guess(m: MapState, ids: readonly string[], kind: Lane["kind"]): number {
  let height = 0;
  const some = ids.slice(0, SAMPLE);
  for (const id of some) {
    // Nothing is followed: a guess need not be corrected.
    const card = untracked(() => m.shown.row("cards", id));
    const lines = (card?.text ?? "")
      .slice(0, 600)
      .split("\n")
      .reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / 26)), 0);
    const chip = kind === "touchpoint";
    const stands = untracked(
      () => m.notesEvidence.value && m.shown.pointing("asks", "card", id)[0],
    );
    const meta = card?.persona || card?.owner || card?.url || card?.tags.length;
    height +=
      (chip ? 8 : 14) +
      18 * lines +
      (meta ? 21 : 0) +
      (card?.image ? 120 : 0) +
      (stands ? 23 : 0) +
      GAP;
  }
  return (height * ids.length) / Math.max(1, some.length) - GAP;
}

interface Props {
  lane: string;
  column: string;
  /** aria-colindex */
  index: number;
  kind: Lane["kind"];
}

/** The cards of a cell, with the one that is being written in its place. */
function cardsIn(m: MapState, lane: string, column: string): readonly string[] {
  const ids = m.layout.cards(lane, column);
  const fresh = m.fresh.value;
  if (fresh?.lane !== lane || fresh.column !== column || ids.includes(fresh.id)) return ids;
  const at = fresh.before === undefined ? -1 : ids.indexOf(fresh.before);
  return at < 0 ? [...ids, fresh.id] : [...ids.slice(0, at), fresh.id, ...ids.slice(at)];
}

export function Cell({ lane, column, index, kind }: Props) {
  const m = useMap();
  const last = useRef<readonly string[]>([]);
  const cards = useComputed(() => {
    const next = cardsIn(m, lane, column);
    const same =
      next.length === last.current.length && next.every((id, at) => id === last.current[at]);
    if (!same) last.current = next;
    return last.current;
  });
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (element.current) m.cells.set(element.current, { lane, column });
  }, [m, lane, column]);
  const here = () => {
    const place = m.place.value;
    const cell = place.at === "card" || place.at === "point" ? place : m.fresh.value;
    return cell?.lane === lane && cell.column === column;
  };
  const drawn = useNear(element, () => m.guesses.cellIsNear(lane, column), here);
  const ids = cards.value;
  if (!drawn && ids.length > 0) {
    const height = guess(m, ids, kind) + PADDING;
    return <div class="cell" ref={element} style={{ gridColumn: index, height }} />;
  }
  const chunks = Array.from({ length: Math.ceil(ids.length / CHUNK) }, (_, at) => ({
    at,
    ids: ids.slice(at * CHUNK, (at + 1) * CHUNK),
  }));
  return (
    <div
      class="cell"
      ref={element}
      data-empty={ids.length === 0 || undefined}
      style={{ gridColumn: index }}
    >
      {chunks.map((chunk) => (
        <Chunk key={chunk.at} {...chunk} {...{ lane, column, index, kind }} />
      ))}
      {ids.length === 0 && kind !== "emotion" && <EmptyCell {...{ lane, column, index }} />}
      {ids.length > 0 && m.editable && (
        <button
          type="button"
          class="add-more"
          tabIndex={-1}
          // Not a cell of the grid; keys and menus have the same command.
          aria-hidden="true"
          title="Add card"
          onClick={() => addCardAt(m, { lane, column })}
        >
          +
        </button>
      )}
    </div>
  );
}

function EmptyCell({ lane, column, index }: Omit<Props, "kind">) {
  const m = useMap();
  const item = useItem({ at: "cell", lane, column }, "gridcell", index);
  return (
    <div class="blank" {...item.props}>
      {m.editable ? <span class="add">+ card</span> : <span class="sr">no card</span>}
    </div>
  );
}

interface ChunkProps extends Props {
  ids: readonly string[];
  at: number;
}

function Chunk({ ids, at, lane, column, index, kind }: ChunkProps) {
  const m = useMap();
  const near = useContext(NearContext);
  const element = useRef<HTMLDivElement>(null);
  const height = useRef(0);
  const [seen, setSeen] = useState(() => m.guesses.cards(lane, column, at * CHUNK * USUAL));
  const started = useRef(seen);
  // What is walked to, written on or dragged is drawn wherever it is.
  const held = useComputed(() => {
    const place = m.place.value;
    const editing = m.scope.editor.current.value;
    if (place.at === "card" && ids.includes(place.id)) return true;
    return editing?.table === "cards" && ids.includes(editing.id);
  });
  useLayoutEffect(() => {
    const box = element.current;
    if (!box) return undefined;
    return near?.observe(box, started.current, (is) => {
      if (!is) height.current = box.offsetHeight;
      setSeen(is);
    });
  }, [near]);
  const drawn = seen || held.value;
  return (
    <div
      class="chunk"
      ref={element}
      style={drawn ? undefined : { height: height.current || guess(m, ids, kind) }}
    >
      {drawn && ids.map((id) => <CardView key={id} {...{ id, lane, column, index, kind }} />)}
    </div>
  );
}
