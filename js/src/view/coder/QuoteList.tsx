/** The quotes that the filter shows, by source, each opening where it was said. */
import { useComputed, useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { carryOut } from "../../actions/carry-out";
import { nameOf } from "../../actions/codes";
import { acceptApplication, applicationsOf, removeApplication } from "../../actions/quotes";
import { isEverything } from "../../coder/sieve";
import type { Application, Quote } from "../../generated/schema";
import { count, decimals, signed } from "../../state/words";
import { Icon } from "../shared/Icon";
import { Said } from "../shared/Said";
import { useText } from "./context";
import { startDrag } from "./drag";
import { openQuoteMenu } from "./menus";

/** So many are drawn at first, and so many more each time. */
const SOME = 60;
/** Longer quotes are cut to what is read at a glance. */
const LONG = 400;

export function QuoteList() {
  const coder = useText();
  const quotes = coder.quotes.value;
  const limit = useSignal(SOME);
  const list = useRef<HTMLDivElement>(null);
  const all = isEverything(coder.filter.value);
  const shown = quotes.slice(0, limit.value);
  const stop = stopOf(shown, coder.quote.value);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of the list, whichever item has them
    <div
      ref={list}
      class="quote-list"
      onKeyDown={(event) => onKeyDown(event, list.current, () => coder.focusText())}
    >
      <div class="codes-head">
        <h3>Quotes</h3>
        <span class="sub">
          {all ? count(quotes.length) : `${count(quotes.length)} by the filter`}
        </span>
      </div>
      {quotes.length === 0 && (
        <p class="codes-empty">
          {all
            ? "No quotes yet. Select words in the text and give them a code."
            : "No quote passes the filter."}
        </p>
      )}
      <div class="quote-groups">
        {bySource(shown).map(({ source, quotes: own }) => (
          <div class="quote-group" key={source}>
            <h4 class="said" dir="auto">
              {coder.shown.row("sources", source)?.title || "Untitled source"}
            </h4>
            <ul>
              {own.map((quote) => (
                <Item key={quote.id} quote={quote} stop={quote.id === stop} />
              ))}
            </ul>
          </div>
        ))}
        {quotes.length > shown.length && (
          <button
            type="button"
            class="btn more-quotes"
            onClick={() => {
              limit.value += SOME;
            }}
          >
            Show {count(Math.min(SOME, quotes.length - shown.length))} more of{" "}
            {count(quotes.length - shown.length)}
          </button>
        )}
      </div>
    </div>
  );
}

/** The quote with the list's one tab stop. */
function stopOf(quotes: readonly Quote[], looked: string | undefined): string | undefined {
  return quotes.some(({ id }) => id === looked) ? looked : quotes[0]?.id;
}

function bySource(quotes: readonly Quote[]): { source: string; quotes: Quote[] }[] {
  const groups = new Map<string, Quote[]>();
  for (const quote of quotes) {
    const group = groups.get(quote.source);
    if (group) group.push(quote);
    else groups.set(quote.source, [quote]);
  }
  return [...groups].map(([source, own]) => ({ source, quotes: own }));
}

/** Up and down walk from quote to quote; Escape goes back to the text. */
function onKeyDown(event: KeyboardEvent, list: HTMLElement | null, leave: () => void): void {
  const target = event.target as HTMLElement;
  if (event.key === "Escape") leave();
  else {
    const items = [...(list?.querySelectorAll<HTMLElement>(".quote-text") ?? [])];
    const at = items.indexOf(target);
    if (at < 0) return;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (to === undefined) return;
    items[to]?.focus();
  }
  event.preventDefault();
  event.stopPropagation();
}

function Item({ quote, stop }: { quote: Quote; stop: boolean }) {
  const coder = useText();
  const { id } = quote;
  const looked = useComputed(() => coder.quote.value === id);
  const who = quote.participant === null ? undefined : coder.participant(quote.participant);
  const words = quote.display ?? coder.wordsOf(quote);
  const applications = applicationsOf(coder.shown, id).filter((one) => coder.showsApplication(one));
  const codes = distinct(applications);
  const names = codes.map((one) => codeName(one, coder.code(one.code)?.name)).join(", ");
  return (
    <li class="quote" data-looked={looked.value || undefined}>
      <button
        type="button"
        class="quote-text"
        draggable
        tabIndex={stop ? 0 : -1}
        aria-pressed={looked.value}
        title="Show it in the text"
        onClick={() => coder.show(id)}
        onDragStart={(event) => startDrag(coder, event, id)}
        onContextMenu={(event) => {
          event.preventDefault();
          event.stopPropagation();
          openQuoteMenu(coder, id, { x: event.clientX, y: event.clientY });
        }}
      >
        <span class="quote-who">
          <b class="said" dir="auto">
            {who?.pseudonym ?? "?"}
          </b>{" "}
          {who && who.role !== "participant" && <small>{who.role}, not counted</small>}
          {quote.score !== null && <small>{signed(quote.score, decimals([quote.score]))}</small>}
          {quote.level !== "team" && <small>{quote.level}</small>}
        </span>
        {words ? (
          <Said text={cut(words)} whole />
        ) : (
          <span class="placeholder">Its words are not found in the source</span>
        )}
        <span class="sr"> ({names || "no code"})</span>
      </button>
      {codes.length > 0 && (
        <span class="quote-codes" aria-hidden="true">
          {codes.map((one) => (
            <span
              key={one.id}
              class="quote-code"
              data-suggested={!one.accepted || undefined}
              title={one.accepted ? coder.path(one.code) : "Suggested, not accepted"}
              style={{ "--jw-code": coder.colorOf(one.code) }}
            >
              <i />
              <span class="said" dir="auto">
                {nameOf(coder.code(one.code) ?? { name: "" })}
              </span>
            </span>
          ))}
        </span>
      )}
      {coder.editable && <Decide suggested={codes.filter((one) => !one.accepted)} stop={stop} />}
    </li>
  );
}

/** Accept or reject what a model has suggested. */
function Decide({ suggested, stop }: { suggested: readonly Application[]; stop: boolean }) {
  const coder = useText();
  const { scope, shown } = coder;
  if (suggested.length === 0) return null;
  return (
    <div class="quote-decide">
      {suggested.map(({ id, code, rationale }) => {
        const name = nameOf(coder.code(code) ?? { name: "" });
        const why = rationale.length ? `Because of: ${rationale.join(", ")}` : undefined;
        return (
          <span key={id}>
            <button
              type="button"
              class="btn"
              tabIndex={stop ? 0 : -1}
              title={why}
              onClick={() => carryOut(scope, acceptApplication(shown, id))}
            >
              Accept {name}
            </button>
            <button
              type="button"
              class="btn bare square"
              tabIndex={stop ? 0 : -1}
              aria-label={`Reject ${name}`}
              title="Reject"
              onClick={() => carryOut(scope, removeApplication(shown, id))}
            >
              <Icon name="close" />
            </button>
          </span>
        );
      })}
    </div>
  );
}

function cut(words: string): string {
  return words.length > LONG ? `${words.slice(0, LONG)}…` : words;
}

/** Each code once: what somebody has accepted before what is suggested. */
function distinct(applications: readonly Application[]): Application[] {
  const found = new Map<string, Application>();
  for (const one of applications) {
    if (!found.get(one.code)?.accepted) found.set(one.code, one);
  }
  return [...found.values()];
}

function codeName({ accepted }: Application, name = ""): string {
  return accepted ? name || "unnamed code" : `${name || "unnamed code"} (suggested)`;
}
