/** Commands of stages, steps and lanes. */
import type { Lane } from "../generated/schema";
import type { MapState } from "../state/map-state";
import type { Place } from "../state/place";
import type { MenuItem } from "../state/scope";
import { plural } from "../state/words";
import { askStageOwner } from "./asks";
import type { Command } from "./command";
import { editField, editPlace } from "./edits";
import { addLane, KINDS, ROLES, setKind, setLanes } from "./lanes";
import { type Direction, deleteLabel, deleteMeant, move } from "./moves";
import { perform } from "./perform";
import { addStage, goesAlong, stagesUnder, toggleMoment, withText } from "./stages";

const HEADERS: readonly Place["at"][] = ["stage", "step"];
const LANE: readonly Place["at"][] = ["lane"];

function stage(m: MapState) {
  const place = m.place.peek();
  return place.at === "stage" || place.at === "step" ? m.shown.row("stages", place.id) : undefined;
}

function lane(m: MapState): Lane | undefined {
  const place = m.place.peek();
  return place.at === "lane" ? m.layout.lane(place.id) : undefined;
}

/** Add a stage or step and name it at once. */
export function newStage(m: MapState, parent: string | null, before?: string): void {
  const id = m.client.newId();
  const place: Place = { at: parent === null ? "stage" : "step", id };
  if (perform(m, addStage(m.shown, id, parent, before), place)) editPlace(m, place);
}

export function newLane(m: MapState, row: Partial<Lane>, before?: string): void {
  const id = m.client.newId();
  const place: Place = { at: "lane", id };
  if (perform(m, addLane(m.shown, id, row, before), place)) editPlace(m, place);
}

/** A stage or step beside the focused one. */
function addBeside(m: MapState, by: 0 | 1): void {
  const row = stage(m);
  if (!row) return;
  const all = stagesUnder(m.shown, row.parent);
  const at = all.findIndex((other) => other.id === row.id);
  newStage(m, row.parent, all[at + by]?.id);
}

/** The kinds of a new lane, for the toolbar and the menus. */
export function kindItems(m: MapState, choose: (kind: Lane["kind"]) => void): MenuItem[] {
  const now = lane(m)?.kind;
  return Object.entries(KINDS).map(([kind, label]) => ({
    id: kind,
    label,
    ...(now === undefined ? {} : { checked: kind === now }),
    run: () => choose(kind as Lane["kind"]),
  }));
}

function besideItems(m: MapState, by: 0 | 1): MenuItem[] {
  const at = m.layout.lanes.indexOf(lane(m)?.id ?? "");
  const before = m.layout.lanes[at + by];
  const items = kindItems(m, (kind) => newLane(m, { kind, title: titleOf(kind) }, before));
  return items.map(({ checked: _checked, ...item }) => item);
}

export function titleOf(kind: Lane["kind"]): string {
  return kind === "text" ? "New lane" : kind === "emotion" ? "Emotion" : KINDS[kind];
}

function roleItems(m: MapState): MenuItem[] {
  const row = lane(m);
  const roles: [Lane["role"], string][] = [
    [null, "None"],
    ...(Object.entries(ROLES) as [Lane["role"], string][]),
  ];
  return roles.map(([role, label]) => ({
    id: `role ${role}`,
    label,
    checked: row?.role === role,
    run: () => row && perform(m, setLanes([row.id], { role }, `Role of lane: ${label}`)),
  }));
}

const MOVES: { direction: Direction; on: Place["at"][]; label: string }[] = [
  { direction: "up", on: ["card", "lane", "point", "step"], label: "Move up" },
  { direction: "down", on: ["card", "lane", "point", "stage"], label: "Move down" },
  { direction: "left", on: ["card", "stage", "step"], label: "Move left" },
  { direction: "right", on: ["card", "stage", "step"], label: "Move right" },
];

function moveLabel(m: MapState, direction: Direction, label: string): string {
  const { at } = m.place.peek();
  if (at === "point") return direction === "up" ? "Raise by 0.1" : "Lower by 0.1";
  if (at === "step" && direction === "up") return "Make it a stage";
  if (at === "stage" && direction === "down") return "Make it a step of the stage before";
  return label;
}

export const moveCommands: readonly Command[] = MOVES.map(({ direction, on, label }) => {
  const name = `${direction.charAt(0).toUpperCase()}${direction.slice(1)}`;
  return {
    id: `move-${direction}`,
    keys: [`Alt+Arrow${name}`],
    edits: true,
    on,
    label: (m) => moveLabel(m, direction, label),
    run: (m) => move(m, direction),
  };
});

export const stageCommands: readonly Command[] = [
  {
    id: "stage-description",
    edits: true,
    on: HEADERS,
    label: () => "Edit description",
    run: (m) => editField(m, m.place.peek(), "description"),
  },
  {
    id: "stage-goal",
    edits: true,
    on: HEADERS,
    label: () => "Edit goal",
    run: (m) => editField(m, m.place.peek(), "goal"),
  },
  { id: "stage-owner", edits: true, on: HEADERS, label: () => "Owner…", run: askStageOwner },
  {
    id: "moment",
    edits: true,
    on: HEADERS,
    checked: (m) => stage(m)?.moment_of_truth ?? false,
    label: () => "Moment of truth",
    run: (m) => perform(m, toggleMoment(m.shown, stage(m)?.id ?? "")),
  },
  {
    id: "add-step",
    edits: true,
    on: HEADERS,
    label: () => "Add step",
    run: (m) => {
      const row = stage(m);
      if (row) newStage(m, row.parent ?? row.id);
    },
  },
  {
    id: "stage-before",
    edits: true,
    on: HEADERS,
    label: (m) => `Add ${m.place.peek().at} before`,
    run: (m) => addBeside(m, 0),
  },
  {
    id: "stage-after",
    keys: ["Insert"],
    edits: true,
    on: HEADERS,
    label: (m) => `Add ${m.place.peek().at} after`,
    run: (m) => addBeside(m, 1),
  },
  {
    id: "delete-stages",
    keys: ["Delete", "Backspace"],
    edits: true,
    on: HEADERS,
    danger: true,
    label: (m) => {
      const ids = m.meant("stages");
      const along = ids.map((id) => goesAlong(m.shown, id));
      const steps = along.reduce((sum, one) => sum + one.steps, 0);
      const cards = along.reduce((sum, one) => sum + one.cards, 0);
      return deleteLabel(m, m.place.peek().at, ids.length, withText({ steps, cards }));
    },
    run: deleteMeant,
  },
];

export const laneCommands: readonly Command[] = [
  {
    id: "lane-description",
    edits: true,
    on: LANE,
    label: () => "Edit description",
    run: (m) => editField(m, m.place.peek(), "description"),
  },
  {
    id: "lane-kind",
    edits: true,
    on: LANE,
    label: () => "Kind",
    items: (m) => {
      const row = lane(m);
      return kindItems(m, (kind) => row && perform(m, setKind(m.shown, row.id, kind)));
    },
  },
  { id: "lane-role", edits: true, on: LANE, label: () => "Role", items: roleItems },
  {
    id: "collapse",
    on: LANE,
    label: (m) => (lane(m)?.collapsed ? "Expand lane" : "Collapse lane"),
    run: (m) => {
      const row = lane(m);
      if (row) toggleLane(m, row);
    },
  },
  {
    id: "lane-above",
    edits: true,
    on: LANE,
    label: () => "Add lane above",
    items: (m) => besideItems(m, 0),
  },
  {
    id: "lane-below",
    edits: true,
    on: LANE,
    label: () => "Add lane below",
    items: (m) => besideItems(m, 1),
  },
  {
    id: "delete-lanes",
    keys: ["Delete", "Backspace"],
    edits: true,
    on: LANE,
    danger: true,
    label: (m) => {
      const ids = m.meant("lanes");
      const cards = ids.reduce((n, id) => n + m.shown.pointing("cards", "lane", id).length, 0);
      return deleteLabel(m, "lane", ids.length, cards ? `with ${plural(cards, "card")}` : "");
    },
    run: deleteMeant,
  },
];

export function toggleLane(m: MapState, row: Lane): void {
  foldLanes(m, [row.id], !row.collapsed, row.collapsed ? "Expand lane" : "Collapse lane");
}

/** In the journey, for everybody; where that cannot be changed, in this view alone. */
export function foldLanes(
  m: MapState,
  ids: readonly string[],
  collapsed: boolean,
  change: string,
): void {
  if (m.editable) perform(m, setLanes(ids, { collapsed }, change));
  else {
    m.layout.fold(ids, collapsed);
    m.scope.say(change);
  }
}
