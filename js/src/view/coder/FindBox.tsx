/** Search in the texts of all sources: Enter walks from hit to hit. */
import { useSignalEffect } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import type { CoderState } from "../../coder/state";
import { count } from "../../state/words";
import { Icon } from "../shared/Icon";
import { useText } from "./context";

/** ms of rest before a search is sent. */
const REST = 200;

export function FindBox() {
  const coder = useText();
  const field = useRef<HTMLInputElement>(null);
  const [open, setOpen] = useState(false);
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(-1);
  const found = coder.reader.found.value;
  useSignalEffect(() => {
    if (coder.find.value === 0) return;
    setOpen(true);
    requestAnimationFrame(() => field.current?.select());
  });
  useEffect(() => {
    setAt(-1);
    const timer = setTimeout(() => coder.reader.search(query), query ? REST : 0);
    return () => clearTimeout(timer);
  }, [coder, query]);
  const close = () => {
    setQuery("");
    setOpen(false);
    coder.focusText();
  };
  if (!open) {
    return (
      <button
        type="button"
        class="btn square"
        aria-label="Search the texts"
        title="Search (/)"
        onClick={() => {
          coder.find.value += 1;
        }}
      >
        <Icon name="search" />
      </button>
    );
  }
  const step = (by: 1 | -1) => {
    const hits = found?.hits ?? [];
    if (hits.length === 0) return;
    const next = at < 0 ? start(coder, by) : (at + by + hits.length) % hits.length;
    const hit = hits[next];
    if (!hit) return;
    setAt(next);
    coder.showSpan(hit, false);
    const title = coder.shown.row("sources", hit.source)?.title ?? "";
    coder.scope.say(`Match ${next + 1} of ${hits.length}, ${title}`);
  };
  return (
    <span class="search">
      <input
        ref={field}
        type="search"
        aria-label="Search the texts of all sources"
        placeholder="Search all sources"
        dir="auto"
        value={query}
        onInput={(event) => setQuery(event.currentTarget.value)}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === "Escape") close();
          else if (event.key === "Enter") step(event.shiftKey ? -1 : 1);
          else return;
          event.preventDefault();
        }}
      />
      <span class="count" role="status">
        {query.trim() && found?.query === query && told(found.hits.length, found.more, at)}
      </span>
      <button type="button" class="btn bare square" aria-label="Clear search" onClick={close}>
        <Icon name="close" />
      </button>
    </span>
  );
}

function told(hits: number, more: number, at: number): string {
  const all = `${count(hits)}${more ? "+" : ""}`;
  return at < 0 ? all : `${at + 1} of ${all}`;
}

/** The first hit from where the reader is, in the open source. */
function start(coder: CoderState, by: 1 | -1): number {
  const hits = coder.reader.found.peek()?.hits ?? [];
  if (by < 0) return hits.length - 1;
  const source = coder.source.peek();
  const from = coder.text.peek()?.passage(coder.place.peek())?.start ?? 0;
  const here = hits.findIndex((hit) => hit.source === source && hit.start >= from);
  return here < 0 ? 0 : here;
}
