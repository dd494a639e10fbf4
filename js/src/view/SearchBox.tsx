/** Search: what does not match steps back; Enter walks from hit to hit, Escape clears. */
import { useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { MapState } from "../state/map-state";
import { count } from "../state/words";
import { useMap } from "./context";
import { Icon } from "./shared/Icon";

function close(m: MapState): void {
  m.search.query.value = "";
  m.search.open.value = false;
  m.focus(m.place.peek());
}

/** To the next hit in reading order, or the one before. */
function step(m: MapState, by: 1 | -1): void {
  const found = m.search.found.peek();
  const hits = m.layout.reading().filter((id) => found?.has(id));
  if (hits.length === 0) return;
  const place = m.place.peek();
  const now = place.at === "card" ? hits.indexOf(place.id) : -1;
  const next = now < 0 ? (by > 0 ? 0 : hits.length - 1) : (now + by + hits.length) % hits.length;
  const card = m.shown.row("cards", hits[next] ?? "");
  if (!card) return;
  m.focus({ at: "card", id: card.id, lane: card.lane, column: card.stage });
  m.scope.say(`Match ${next + 1} of ${hits.length}`);
}

export function SearchBox() {
  const m = useMap();
  const field = useRef<HTMLInputElement>(null);
  const { query, open, asked, found } = m.search;
  useSignalEffect(() => {
    // Read first: the effect must follow it even while the field is not drawn.
    const times = asked.value;
    if (times === 0) return;
    if (field.current) field.current.select();
    else requestAnimationFrame(() => field.current?.select());
  });
  if (!open.value && query.value === "") {
    return (
      <button
        type="button"
        class="btn square"
        aria-label="Search"
        title="Search (/)"
        onClick={() => {
          open.value = true;
          asked.value += 1;
        }}
      >
        <Icon name="search" />
      </button>
    );
  }
  const all = m.layout.reading();
  const hits = all.filter((id) => found.value?.has(id)).length;
  return (
    <span class="search">
      <input
        ref={field}
        type="search"
        aria-label="Search the cards"
        placeholder="Search"
        dir="auto"
        value={query.value}
        onInput={(event) => {
          query.value = event.currentTarget.value;
        }}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === "Escape") close(m);
          else if (event.key === "Enter") step(m, event.shiftKey ? -1 : 1);
          else return;
          event.preventDefault();
        }}
        onBlur={() => {
          if (query.peek() === "") open.value = false;
        }}
      />
      <span class="count" role="status">
        {found.value && `${count(hits)} of ${count(all.length)}`}
      </span>
      <button
        type="button"
        class="btn bare square"
        aria-label="Clear search"
        onClick={() => close(m)}
      >
        <Icon name="close" />
      </button>
    </span>
  );
}
