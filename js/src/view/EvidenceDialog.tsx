/** The quotes behind a card or a point of the curve, by what they say; and who was asked. */
import { useRef, useState } from "preact/hooks";
import { stageName } from "../actions/card-commands";
import { parsePeople, setAsked } from "../actions/evidence";
import { perform } from "../actions/perform";
import type { Evidence } from "../generated/schema";
import { openQuote } from "../link/quote";
import { missing, people, scoresOf, stateOf, tally } from "../model/evidence";
import { dissent, dots, inOrder, support } from "../state/claims";
import type { MapState } from "../state/map-state";
import type { Place } from "../state/place";
import { brief, count, plural, signed } from "../state/words";
import { useMap } from "./context";
import { QuoteItem, type QuoteProps } from "./QuoteItem";
import { Dialog } from "./shared/Dialog";

/** So many quotes are drawn at first, and more on demand. */
const SOME = 30;

const HEADS = { supports: "Supports", contradicts: "Contradicts", context: "Context" } as const;

export function EvidenceDialog() {
  const m = useMap();
  const open = m.quotes.value;
  if (!open) return null;
  const { cards, place } = open;
  return <Quotes key={cards.join(" ")} cards={cards} place={place} />;
}

function Quotes({ cards, place }: { cards: readonly string[]; place: Place }) {
  const m = useMap();
  const all = useRef<HTMLElement>(null);
  /** The quote that was changed last: it may be drawn anew elsewhere, and keeps the focus. */
  const changed = useRef("");
  const there = cards.filter((id) => m.shown.row("cards", id));
  const rows = there.flatMap((id) => [...m.shown.pointing("evidence", "card", id)]).sort(inOrder);
  const close = () => {
    m.quotes.value = undefined;
  };
  const show = ({ study, quote_id: quote }: Evidence) => {
    close();
    // While the dialog is open nothing outside of it can have the focus.
    requestAnimationFrame(() => {
      if (study && quote && openQuote({ study, quote })) return;
      m.scope.tell(
        "No view of this study is open on the page. Show it with NotesCoder, then try again.",
      );
    });
  };
  return (
    <Dialog title={titleOf(m, there)} close={close} back={() => m.focus(place)} wide>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
      <section class="quotes" ref={all} tabIndex={0} aria-label="Quotes" data-first>
        <Standing cards={there} rows={rows} />
        {rows.length === 0 && (
          <p class="hint">
            No quote is noted here.
            {m.editable &&
              " Drag one from a study onto the card, paste it with Ctrl+V, or cite it in Python."}
          </p>
        )}
        {(["supports", "contradicts", "context"] as const).map((stance) => (
          <Stance
            key={stance}
            head={HEADS[stance]}
            rows={rows.filter((row) => row.stance === stance)}
            show={show}
            changed={changed}
            gone={() => all.current?.focus()}
          />
        ))}
      </section>
      <div class="buttons">
        <button type="button" class="btn primary" onClick={close}>
          Close
        </button>
      </div>
    </Dialog>
  );
}

function titleOf(m: MapState, cards: readonly string[]): string {
  const card = m.shown.row("cards", cards[0] ?? "");
  if (!card) return "Evidence";
  const words = brief(card.text, 90);
  if (words) return `Evidence · ${words}`;
  const persona = card.persona ? m.shown.row("personas", card.persona)?.name : "Everyone";
  return `Evidence · ${brief(persona ?? "", 40) || "unnamed"}, ${stageName(m, card.stage)}`;
}

/** How many people that is, of how many asked, and whether it is enough. */
function Standing({ cards, rows }: { cards: readonly string[]; rows: readonly Evidence[] }) {
  const m = useMap();
  const [only, other] = cards;
  const asks = cards.flatMap((id) => [...m.shown.pointing("asks", "card", id)]);
  const found = tally(rows, other === undefined ? asks : []);
  const state = stateOf(found, m.enough);
  const lacking = missing(found, m.enough);
  const scores = scoresOf(rows);
  const mean = scores.reduce((sum, one) => sum + one, 0) / scores.length;
  const why = asks.map(({ note }) => note).filter(Boolean);
  const row = dots(found);
  return (
    <>
      <p class="standing">
        {row && (
          <span class="dots" aria-hidden="true">
            {row}
          </span>
        )}
        {support(found) && <span>{support(found)}</span>}
        {dissent(found) && <span class="contra">{dissent(found)}</span>}
        {scores.length > 0 && (
          <span>
            {signed(mean)} · n {scores.length}
          </span>
        )}
        <span class={state === "enough" ? "badge" : "badge thin"}>
          {state === "enough"
            ? "enough evidence"
            : `${state === "none" ? "no evidence" : "thin"}: ${plural(lacking, "more person", "more people")} to be enough`}
        </span>
      </p>
      {only !== undefined && other === undefined && (
        <Asked key={`${found.asked}`} card={only} asked={found.asked} why={why.join(" ")} />
      )}
    </>
  );
}

function Asked({ card, asked, why }: { card: string; asked: number | undefined; why: string }) {
  const m = useMap();
  const [wrong, setWrong] = useState("");
  const id = `${m.scope.prefix}asked`;
  const keep = (field: HTMLInputElement) => {
    try {
      const number = parsePeople(field.value);
      setWrong("");
      if (number === (asked ?? null)) return;
      perform(
        m,
        setAsked(m.shown, card, number, () => m.client.newId()),
      );
    } catch (error) {
      setWrong(error instanceof Error ? error.message : String(error));
    }
  };
  if (!m.editable) return why ? <p class="hint said">{why}</p> : null;
  return (
    <p class="asked">
      <label for={id}>People asked</label>{" "}
      <input
        id={id}
        type="text"
        inputMode="numeric"
        autoComplete="off"
        value={asked ?? ""}
        aria-describedby={`${id}-note`}
        aria-invalid={wrong ? true : undefined}
        onChange={(event) => keep(event.currentTarget)}
      />{" "}
      <span
        id={`${id}-note`}
        class={wrong ? "error" : "hint said"}
        role={wrong ? "alert" : undefined}
      >
        {wrong || why}
      </span>
    </p>
  );
}

interface StanceProps extends Omit<QuoteProps, "row"> {
  head: string;
  rows: readonly Evidence[];
}

function Stance({ head, rows, ...rest }: StanceProps) {
  const [most, setMost] = useState(SOME);
  if (rows.length === 0) return null;
  const left = rows.length - most;
  return (
    <section class="stance" aria-label={head}>
      <h3>
        {head}{" "}
        <small>
          {plural(people(rows), "person", "people")}, {plural(rows.length, "quote")}
        </small>
      </h3>
      <ul>
        {rows.slice(0, most).map((row) => (
          <QuoteItem key={row.id} row={row} {...rest} />
        ))}
      </ul>
      {left > 0 && (
        <button type="button" class="more" onClick={() => setMost(most + SOME)}>
          {plural(Math.min(left, SOME), "more quote")} of {count(left)}
        </button>
      )}
    </section>
  );
}
