/** The sources: a list beside the text, a choice over it where there is little room. */
import { useEffect } from "preact/hooks";
import type { Source } from "../../generated/schema";
import { count, plural } from "../../state/words";
import { useText } from "./context";

const KINDS: Record<Source["kind"], string> = {
  interview: "Interview",
  focus_group: "Focus group",
  survey: "Survey",
  notes: "Notes",
  other: "Source",
};

const PROVENANCE: Partial<Record<Source["provenance"], [string, string]>> = {
  cleaned: ["cleaned", "Edited by somebody or by a program: not the words as they were said."],
  notes: ["notes", "Written down by somebody: not the words as they were said."],
};

export function SourceList() {
  const coder = useText();
  const ids = coder.shown.ids("sources");
  const readable = coder.text.value !== undefined;
  useEffect(() => {
    // What is open comes first; then those after it, which are read next.
    const at = ids.indexOf(coder.source.peek());
    if (readable) coder.reader.prepareAll([...ids.slice(at), ...ids.slice(0, at)]);
  }, [coder, ids, readable]);
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    const all = [...(event.currentTarget as HTMLElement).querySelectorAll("button")];
    const at = all.indexOf(event.target as HTMLButtonElement);
    all[at + by]?.focus();
  };
  return (
    <nav class="sources" aria-label="Sources" onKeyDown={onKeyDown}>
      <ul>
        {ids.map((id) => (
          <SourceItem key={id} id={id} />
        ))}
      </ul>
    </nav>
  );
}

function SourceItem({ id }: { id: string }) {
  const coder = useText();
  const source = coder.shown.row("sources", id);
  const quotes = coder.shown.pointing("quotes", "source", id).length;
  if (!source) return null;
  const here = coder.source.value === id;
  return (
    <li>
      <button
        type="button"
        tabIndex={here ? 0 : -1}
        aria-current={here || undefined}
        onClick={() => coder.open(id)}
        onPointerEnter={() => coder.reader.prepare(id)}
        onFocus={() => coder.reader.prepare(id)}
      >
        <span class="said" dir="auto">
          {source.title || "Untitled source"}
        </span>
        <small>
          <span>{KINDS[source.kind]}</span>
          {source.recorded_at && <span>{source.recorded_at}</span>}
          <Provenance of={source.provenance} />
        </small>
        {quotes > 0 && (
          <span class="badge" title={plural(quotes, "quote")}>
            {count(quotes)}
            <span class="sr"> {quotes === 1 ? "quote" : "quotes"}</span>
          </span>
        )}
      </button>
    </li>
  );
}

function Provenance({ of }: { of: Source["provenance"] }) {
  const told = PROVENANCE[of];
  return told ? (
    <span class="badge thin" title={told[1]}>
      {told[0]}
    </span>
  ) : null;
}

export function SourceHead() {
  const coder = useText();
  const ids = coder.shown.ids("sources");
  const source = coder.shown.row("sources", coder.source.value);
  const beside = coder.beside.value;
  if (!source) return null;
  const { kind, method, recorded_at: at } = source;
  return (
    <header class="source-head">
      <h3 class="said" dir="auto">
        {source.title || "Untitled source"}
      </h3>
      <select
        aria-label="Source"
        value={source.id}
        onChange={(event) => coder.open(event.currentTarget.value)}
      >
        {ids.map((id) => (
          <option key={id} value={id}>
            {coder.shown.row("sources", id)?.title || "Untitled source"}
          </option>
        ))}
      </select>
      <small>
        {[KINDS[kind], method, at].filter(Boolean).join(" · ")}
        <Provenance of={source.provenance} />
      </small>
      {beside !== undefined && (
        <p class="columns">
          <span class="said" dir="auto">
            {coder.coder.value || "You"}
          </span>
          <span class="said" dir="auto">
            {beside}
          </span>
        </p>
      )}
    </header>
  );
}
