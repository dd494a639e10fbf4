/** Opening an editor at a place of the map. */
import type { Card } from "../generated/schema";
import type { Begin, Leave, Target } from "../state/editing";
import type { MapState } from "../state/map-state";
import { keyOf, type Place } from "../state/place";
import { brief } from "../state/words";
import { addCards, nudged, parseScore, setCards } from "./cards";
import { perform } from "./perform";

type CardPlace = Extract<Place, { at: "card" }>;
type PointPlace = Extract<Place, { at: "point" }>;

/** Where the focus goes when an editor at `place` is left. */
function leave(m: MapState, place: Place) {
  return (how: Leave) => {
    if (how === "blur") return;
    m.focus(place);
    if (how === "tab") m.walk("right");
    if (how === "back-tab") m.walk("left");
  };
}

function open(m: MapState, place: Place, target: Target, begin: Begin = {}): boolean {
  return m.scope.editor.begin(target, { done: leave(m, place), ...begin });
}

const typing = (typed: string | undefined): Begin => (typed === undefined ? {} : { typed });

/** Edit what stands at a place; `typed` is a key that was pressed there and starts the text. */
export function editPlace(m: MapState, place: Place, typed?: string): boolean {
  if (!m.editable) return false;
  switch (place.at) {
    case "card":
      return editCard(m, place, typed);
    case "point":
      return editPoint(m, place, typed);
    case "stage":
    case "step": {
      const title = m.shown.row("stages", place.id)?.title ?? "";
      const label = `Title of the ${place.at} ${brief(title)}`.trim();
      return open(
        m,
        place,
        { table: "stages", id: place.id, field: "title", label },
        typing(typed),
      );
    }
    case "lane": {
      const title = m.shown.row("lanes", place.id)?.title ?? "";
      const label = `Title of the lane ${brief(title)}`.trim();
      return open(m, place, { table: "lanes", id: place.id, field: "title", label }, typing(typed));
    }
    case "cell":
      return addCardAt(m, place, undefined, typed);
    case "corner":
      return false;
  }
}

/** Edit another field of a stage or lane in its header. */
export function editField(m: MapState, place: Place, field: "description" | "goal"): boolean {
  if (place.at !== "stage" && place.at !== "step" && place.at !== "lane") return false;
  const table = place.at === "lane" ? "lanes" : "stages";
  const name = field === "goal" ? "Goal" : "Description";
  return open(m, place, { table, id: place.id, field, label: `${name} of the ${place.at}` });
}

export function editCard(m: MapState, place: CardPlace, typed?: string): boolean {
  const label = "Text of the card";
  return open(m, place, { table: "cards", id: place.id, field: "text", label }, typing(typed));
}

/** Write a new card; it enters the journey when its text is done, and not at all without one. */
export function addCardAt(
  m: MapState,
  cell: { lane: string; column: string },
  before?: string,
  typed?: string,
): boolean {
  const { lane, column } = cell;
  if (!m.editable) return false;
  if (!m.layout.takesCards(lane)) {
    m.scope.tell("A metric lane shows numbers that come from data; it takes no cards.");
    return false;
  }
  if (m.layout.lane(lane)?.collapsed) {
    m.scope.tell("This lane is folded. Expand it to add cards.");
    return false;
  }
  const back = m.place.peek();
  const id = m.client.newId();
  const persona = onlyPersona(m);
  const place: Place = { at: "card", id, lane, column };
  if (m.scope.editor.current.peek() && !m.scope.editor.commit("blur")) return false;
  m.fresh.value = { id, lane, column, before };
  m.at(place);
  return open(
    m,
    place,
    { table: "cards", id, field: "text", label: "Text of the new card" },
    {
      ...typing(typed),
      text: "",
      change: "Add card",
      ops: (value) => {
        const text = String(value).trim() ? String(value) : "";
        if (!text) return [];
        return addCards(m.shown, { stage: column, lane, before }, [{ id, text, persona }]).ops;
      },
      done: (how) => {
        const made = m.shown.row("cards", id) !== undefined;
        m.fresh.value = undefined;
        if (made) m.scope.say("Card added");
        if (made || how === "blur") leave(m, place)(how);
        else m.focus(back);
      },
    },
  );
}

/** A new card belongs to the one persona that is shown; else to everyone. */
function onlyPersona(m: MapState): string | null {
  const shown = m.filter.shown();
  return m.filter.chosen.peek().length > 0 && shown.length === 1 ? (shown[0] ?? null) : null;
}

/** The card under a point that its score can be set on; tells why where there is none such. */
function soleCard(m: MapState, place: PointPlace): string | undefined | false {
  const point = m.point(place);
  if (point?.quoted) {
    const what = point.n === 1 ? "the score of a quote" : `the mean of ${point.n} scored quotes`;
    m.scope.tell(`This point is ${what}: it moves with them. Alt+Enter shows them.`);
    return false;
  }
  const cards = point?.cards ?? [];
  if (cards.length > 1) {
    m.scope.tell(
      `This point is the mean of ${cards.length} cards. Change the score of a card instead.`,
    );
    return false;
  }
  return cards[0];
}

function editPoint(m: MapState, place: PointPlace, typed?: string): boolean {
  const card = soleCard(m, place);
  if (card === false) return false;
  // Letters are words about the feeling, figures its score.
  if (card !== undefined && typed !== undefined && !/^[-+\u2212\d.,]$/.test(typed)) {
    return editCard(m, { at: "card", id: card, lane: place.lane, column: place.column }, typed);
  }
  if (card !== undefined) return editScore(m, place, card, typed);
  const id = m.client.newId();
  return open(
    m,
    place,
    { table: "cards", id: keyOf(place), field: "score", label: "Score of the new point, −2 to +2" },
    {
      ...typing(typed),
      text: "",
      change: "Add point",
      parse: (text) => parseScore(text, "emotion"),
      ops: (score) => (score === null ? [] : pointOps(m, place, id, score as number)),
    },
  );
}

/** Edit the score of a card where it is shown: on the curve, or on the card itself. */
export function editScore(m: MapState, place: Place, id: string, typed?: string): boolean {
  const card = m.shown.row("cards", id);
  const kind = (card && m.layout.lane(card.lane)?.kind) ?? "text";
  return open(
    m,
    place,
    { table: "cards", id, field: "score", label: "Score" },
    { ...typing(typed), change: "Set score", parse: (text) => parseScore(text, kind) },
  );
}

function pointOps(m: MapState, place: PointPlace, id: string, score: number) {
  const card: { id: string } & Partial<Card> = { id, score };
  if (place.persona !== null) card.persona = place.persona;
  return addCards(m.shown, { stage: place.column, lane: place.lane }, [card]).ops;
}

/** Put a point at a score: a slot becomes a point, a point on one card moves. */
export function setPoint(m: MapState, place: PointPlace, score: number): boolean {
  const card = soleCard(m, place);
  if (card === false) return false;
  const say = `Score ${score}`;
  if (card !== undefined) {
    if (m.shown.row("cards", card)?.score === score) return false;
    return perform(m, { ...setCards(m.shown, [card], { score }, "Set score"), say }, place);
  }
  const ops = pointOps(m, place, m.client.newId(), score);
  return perform(m, { label: "Add point", ops, say: `Point added. ${say}` }, place);
}

/** Raise or lower what has a score: a point, or a card with one. */
export function nudge(m: MapState, place: Place, by: number): boolean {
  if (place.at !== "point") return false;
  const cards = m.pointCards(place);
  const now = cards.length === 1 ? m.shown.row("cards", cards[0] ?? "")?.score : 0;
  return setPoint(m, place, nudged(now ?? 0, by, "emotion"));
}
