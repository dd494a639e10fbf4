/** One quote behind a card: the words, who said them and where, and what it says of the card. */
import type { RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { STANCES, type Stance, setStance, uncite } from "../actions/evidence";
import { perform } from "../actions/perform";
import type { Evidence } from "../generated/schema";
import { signed } from "../state/words";
import { useMap } from "./context";
import { Icon } from "./shared/Icon";

/** Longer quotes are cut until they are asked for. */
const LONG = 420;

const NAMES: Record<Stance, string> = {
  supports: "supports",
  contradicts: "contradicts",
  context: "context",
};

export interface QuoteProps {
  row: Evidence;
  /** Open the quote in its source. */
  show: (row: Evidence) => void;
  /** The quote that was changed last. */
  changed: RefObject<string>;
  /** What takes the focus when this quote goes. */
  gone: () => void;
}

export function QuoteItem({ row, show, changed, gone }: QuoteProps) {
  const m = useMap();
  const stances = useRef<HTMLSelectElement>(null);
  useLayoutEffect(() => {
    if (changed.current === row.id) stances.current?.focus();
  }, [changed, row.id]);
  const { participant, source, score, level, study, quote_id: quote } = row;
  return (
    <li class="quoted" data-stance={row.stance}>
      <Words text={row.quote} silent={silence(row)} />
      <div class="from">
        <span class="said" dir="auto">
          {participant || "nobody named"}
        </span>
        {source && (
          <span class="said" dir="auto">
            {source}
          </span>
        )}
        {score !== null && (
          <span class={`badge ${score > 0 ? "up" : score < 0 ? "down" : ""}`}>{signed(score)}</span>
        )}
        {level !== "team" && <span class="badge">{level}</span>}
        <span class="grow" />
        {m.editable && (
          <select
            aria-label="What the quote says of the card"
            ref={stances}
            value={row.stance}
            onChange={(event) => {
              changed.current = row.id;
              perform(m, setStance(row, event.currentTarget.value as Stance));
            }}
          >
            {STANCES.map((stance) => (
              <option key={stance} value={stance}>
                {NAMES[stance]}
              </option>
            ))}
          </select>
        )}
        {study && quote && m.scope.host.live && (
          <button
            type="button"
            class="btn square bare"
            aria-label="Show in its source"
            title="Show in its source"
            onClick={() => show(row)}
          >
            <Icon name="source" />
          </button>
        )}
        {m.editable && (
          <button
            type="button"
            class="btn square bare"
            aria-label="Take off the card"
            title="Take off the card"
            onClick={() => {
              gone();
              perform(m, uncite(row));
            }}
          >
            <Icon name="trash" />
          </button>
        )}
      </div>
    </li>
  );
}

/** Why a quote has no words here. */
function silence({ level, quote_id: quote }: Evidence): string {
  if (level === "private") return "The words are private and stay in the study.";
  return quote ? "The words are not shared here." : "No words were noted.";
}

function Words({ text, silent }: { text: string; silent: string }) {
  const [whole, setWhole] = useState(false);
  if (!text) return <p class="silent">{silent}</p>;
  const characters = [...text];
  const long = characters.length > LONG * 1.2;
  const shown = long && !whole ? `${characters.slice(0, LONG).join("")}…` : text;
  return (
    <blockquote>
      <span class="said" dir="auto">
        {shown}
      </span>
      {long && !whole && (
        <button type="button" class="more" onClick={() => setWhole(true)}>
          show all
        </button>
      )}
    </blockquote>
  );
}
