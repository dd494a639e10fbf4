/** What a card stands on, as it is drawn on the card: a mark, and a line that opens the quotes. */
import { openQuotes } from "../actions/evidence-commands";
import { type State, stateOf, type Tally, tally } from "../model/evidence";
import { dissent, dots, STATE_WORDS, support } from "../state/claims";
import type { MapState } from "../state/map-state";
import type { Place } from "../state/place";
import { plural } from "../state/words";

type CardPlace = Extract<Place, { at: "card" }>;

/** Drawn as parts of the card, and not as components: a card of a map without evidence costs nothing. */
export function evidenceOf(m: MapState, place: CardPlace) {
  if (!m.notesEvidence.value) return null;
  const evidence = m.shown.pointing("evidence", "card", place.id);
  const asks = m.shown.pointing("asks", "card", place.id);
  const found = tally(evidence, asks);
  const state = stateOf(found, m.enough);
  return (
    <>
      <StateMark state={state} />
      {(found.quotes > 0 || found.asked !== undefined) && evidenceLine(m, place, found, state)}
    </>
  );
}

function evidenceLine(m: MapState, place: CardPlace, found: Tally, state: State) {
  const row = dots(found);
  const says = support(found);
  return (
    <button
      type="button"
      class="meta stands"
      tabIndex={-1}
      title="Show the quotes"
      onClick={() => {
        m.touch(place);
        openQuotes(m, place);
      }}
    >
      {row && (
        <span class="dots" aria-hidden="true">
          {row}
        </span>
      )}
      {says ? (
        <span>{says}</span>
      ) : (
        state === "none" && <span>{plural(found.quotes, "quote")}</span>
      )}
      {dissent(found) && <span class="contra">{dissent(found)}</span>}
      {state === "thin" && (
        <span class="badge thin" aria-hidden="true">
          thin
        </span>
      )}
    </button>
  );
}

const PATHS: Record<State, string> = {
  none: "",
  thin: "M5 1.5a3.5 3.5 0 0 1 0 7Z",
  enough: "M5 1.5a3.5 3.5 0 0 1 0 7a3.5 3.5 0 0 1 0-7Z",
};

/** An empty ring, one half full, or a full one. */
function StateMark({ state }: { state: State }) {
  const name = STATE_WORDS[state] || "enough evidence";
  return (
    <svg class={`state ${state}`} viewBox="0 0 10 10" role="img" aria-label={name}>
      <title>{name}</title>
      <circle cx="5" cy="5" r="3.5" />
      {PATHS[state] && <path d={PATHS[state]} />}
    </svg>
  );
}
