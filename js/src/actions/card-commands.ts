/** Commands of cards and of points on the curve. */
import type { MapState } from "../state/map-state";
import type { Place } from "../state/place";
import type { MenuItem } from "../state/scope";
import { brief, signed } from "../state/words";
import { linkName, safeLink } from "../view/shared/links";
import { choosePicture } from "../view/shared/picture";
import { askCardText, askScore, askTags, setImage } from "./asks";
import { duplicateCards, setCards } from "./cards";
import type { Command } from "./command";
import { addCardAt, editCard, editPlace, nudge } from "./edits";
import { deleteLabel, deleteMeant, putCards } from "./moves";
import { perform } from "./perform";

const CARD: readonly Place["at"][] = ["card"];
const CARDS: readonly Place["at"][] = ["card", "point"];

function kindHere(m: MapState): string {
  const place = m.place.peek();
  return "lane" in place ? (m.layout.lane(place.lane)?.kind ?? "") : "";
}

function card(m: MapState) {
  return m.shown.row("cards", m.meant("cards")[0] ?? "");
}

function personaItems(m: MapState): MenuItem[] {
  const ids = m.meant("cards");
  const now = card(m)?.persona ?? null;
  const choice = (id: string | null, label: string): MenuItem => ({
    id: `persona ${id}`,
    label,
    checked: now === id,
    run: () => perform(m, setCards(m.shown, ids, { persona: id }, `Persona: ${label}`)),
  });
  const personas = m.shown.rows("personas");
  return [
    choice(null, "Everyone"),
    ...personas.map((persona) => choice(persona.id, brief(persona.name) || "unnamed")),
  ];
}

export function stageName(m: MapState, id: string): string {
  const stage = m.shown.row("stages", id);
  const own = brief(stage?.title ?? "") || "untitled";
  const parent = stage?.parent ? m.shown.row("stages", stage.parent) : undefined;
  return parent ? `${brief(parent.title, 20)} › ${own}` : own;
}

function stageItems(m: MapState): MenuItem[] {
  const lane = card(m)?.lane;
  const ids = m.meant("cards");
  return m.layout.columns.map((stage) => ({
    id: stage,
    label: stageName(m, stage),
    checked: card(m)?.stage === stage,
    run: () => lane !== undefined && putCards(m, ids, { stage, lane }),
  }));
}

function laneItems(m: MapState): MenuItem[] {
  const stage = card(m)?.stage;
  const ids = m.meant("cards");
  return m.layout.lanes
    .filter((lane) => m.layout.takesCards(lane))
    .map((lane) => ({
      id: lane,
      label: brief(m.layout.lane(lane)?.title ?? "") || "untitled",
      checked: card(m)?.lane === lane,
      run: () => stage !== undefined && putCards(m, ids, { stage, lane }),
    }));
}

function scoreItems(m: MapState): MenuItem[] {
  const rows = m.meant("cards").map((id) => m.shown.row("cards", id));
  return rows.flatMap((row) =>
    row
      ? [
          {
            id: row.id,
            label: brief(row.text) || "(no text)",
            hint: signed(row.score ?? 0),
            run: () => askScore(m, [row.id]),
          },
        ]
      : [],
  );
}

/** Before the card after the focused one; in an empty cell, its end. */
export function addBelow(m: MapState): boolean {
  const place = m.place.peek();
  if (place.at !== "card" && place.at !== "cell" && place.at !== "point") return false;
  const cards = m.layout.cards(place.lane, place.column);
  const at = place.at === "card" ? cards.indexOf(place.id) : -1;
  return addCardAt(m, place, at < 0 ? undefined : cards[at + 1]);
}

export const cardCommands: readonly Command[] = [
  {
    id: "edit",
    keys: ["Enter", "F2"],
    edits: true,
    on: ["card", "point", "stage", "step", "lane", "cell"],
    when: (m) => {
      const place = m.place.peek();
      return place.at !== "cell" || m.layout.takesCards(place.lane);
    },
    label: (m) => {
      const { at } = m.place.peek();
      if (at === "card") return "Edit text";
      if (at === "point") return "Edit score";
      return at === "cell" ? "Add card" : "Rename";
    },
    run: (m) => editPlace(m, m.place.peek()),
  },
  {
    id: "edit-point-text",
    edits: true,
    on: ["point"],
    when: (m) => m.meant("cards").length === 1,
    label: () => "Edit text",
    run: (m) => {
      const place = m.place.peek();
      const id = m.meant("cards")[0];
      if (place.at !== "point" || id === undefined) return;
      editCard(m, { at: "card", id, lane: place.lane, column: place.column });
    },
  },
  {
    id: "add-below",
    keys: ["Insert"],
    edits: true,
    on: ["card", "point", "cell"],
    label: (m) => (m.place.peek().at === "card" ? "Add card below" : "Add card"),
    run: addBelow,
  },
  {
    id: "raise",
    keys: ["Alt+Shift+ArrowUp"],
    edits: true,
    on: ["point"],
    label: () => "Raise by 0.5",
    run: (m) => nudge(m, m.place.peek(), 0.5),
  },
  {
    id: "lower",
    keys: ["Alt+Shift+ArrowDown"],
    edits: true,
    on: ["point"],
    label: () => "Lower by 0.5",
    run: (m) => nudge(m, m.place.peek(), -0.5),
  },
  {
    id: "scores",
    edits: true,
    on: ["point"],
    when: (m) => m.meant("cards").length > 1,
    label: (m) => `Scores of its ${m.meant("cards").length} cards`,
    items: scoreItems,
  },
  {
    id: "persona",
    edits: true,
    on: CARDS,
    when: (m) => m.meant("cards").length > 0 && m.shown.ids("personas").length > 0,
    label: () => "Persona",
    items: personaItems,
  },
  {
    id: "score",
    edits: true,
    on: CARD,
    label: () => "Score…",
    run: (m) => askScore(m, m.meant("cards")),
  },
  {
    id: "channel",
    edits: true,
    on: CARD,
    when: (m) => kindHere(m) === "touchpoint" || Boolean(card(m)?.channel),
    label: () => "Channel…",
    run: (m) => askCardText(m, "channel"),
  },
  {
    id: "owner",
    edits: true,
    on: CARD,
    label: () => "Owner…",
    run: (m) => askCardText(m, "owner"),
  },
  { id: "tags", edits: true, on: CARD, label: () => "Tags…", run: askTags },
  {
    id: "link",
    edits: true,
    on: CARD,
    label: () => "Link…",
    run: (m) => askCardText(m, "url"),
  },
  {
    id: "open-link",
    on: CARD,
    when: (m) => safeLink(card(m)?.url ?? "") !== undefined,
    label: (m) => `Open ${linkName(safeLink(card(m)?.url ?? "") ?? "mailto:link")}`,
    run: (m) => {
      const href = safeLink(card(m)?.url ?? "");
      if (href) window.open(href, "_blank", "noopener,noreferrer");
    },
  },
  {
    id: "image",
    edits: true,
    on: CARD,
    label: () => "Image…",
    run: (m) => {
      const id = m.meant("cards")[0];
      if (id === undefined) return;
      choosePicture(
        (url) => setImage(m, id, url),
        (reason) => m.scope.tell(reason),
      );
    },
  },
  {
    id: "remove-image",
    edits: true,
    on: CARD,
    when: (m) => Boolean(card(m)?.image),
    label: () => "Remove image",
    run: (m) => {
      const row = card(m);
      if (row) setImage(m, row.id, "");
    },
  },
  {
    id: "to-stage",
    edits: true,
    on: CARD,
    label: () => "Move to stage",
    items: stageItems,
  },
  {
    id: "to-lane",
    edits: true,
    on: CARD,
    label: () => "Move to lane",
    items: laneItems,
  },
  {
    id: "duplicate",
    keys: ["Mod+D"],
    edits: true,
    on: CARDS,
    when: (m) => m.meant("cards").length > 0,
    label: () => "Duplicate",
    run: (m) =>
      perform(
        m,
        duplicateCards(m.shown, m.meant("cards"), () => m.client.newId()),
      ),
  },
  {
    id: "delete-cards",
    keys: ["Delete", "Backspace"],
    edits: true,
    on: CARDS,
    when: (m) => m.meant("cards").length > 0,
    danger: true,
    label: (m) => deleteLabel(m, "card", m.meant("cards").length, ""),
    run: deleteMeant,
  },
];
