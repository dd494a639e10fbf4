/** All commands, and the menus made of them. */
import type { MapState } from "../state/map-state";
import type { Place } from "../state/place";
import type { MenuItem } from "../state/scope";
import { cardCommands } from "./card-commands";
import { type Command, menuItem, offered } from "./command";
import { evidenceCommands } from "./evidence-commands";
import { laneCommands, moveCommands, stageCommands } from "./header-commands";
import { byChord } from "./keymap";
import { mapCommands } from "./map-commands";
import { metricCommands } from "./metric-commands";

export const commands: readonly Command[] = [
  ...cardCommands,
  ...moveCommands,
  ...stageCommands,
  ...laneCommands,
  ...metricCommands,
  ...evidenceCommands,
  ...mapCommands,
];

const BY_ID = new Map(commands.map((command) => [command.id, command]));
const BY_CHORD = byChord(commands);

/** The command of this name. A wrong name is a mistake of ours, found by the first test. */
export function command(id: string): Command {
  const found = BY_ID.get(id);
  if (!found) throw new Error(`There is no command ${id}.`);
  return found;
}

export function commandOf(chord: string, m: MapState): Command | undefined {
  return BY_CHORD.get(chord)?.find((one) => offered(one, m) && !one.disabled?.(m));
}

const MOVES = "move-up move-down move-left move-right";

/** Menus: groups of command names, with a line between groups. */
const MENUS: Record<Place["at"], string[]> = {
  corner: ["add-stage add-lane"],
  stage: [
    "edit stage-description stage-goal stage-owner moment",
    "add-step stage-before stage-after",
    MOVES,
    "delete-stages",
  ],
  step: [
    "edit stage-description stage-goal stage-owner moment",
    "add-step stage-before stage-after",
    MOVES,
    "delete-stages",
  ],
  lane: [
    "edit lane-description lane-kind lane-role collapse",
    "lane-metric metric-target metric-direction",
    "lane-above lane-below",
    MOVES,
    "delete-lanes",
  ],
  card: [
    "edit quotes add-below duplicate",
    "persona score channel owner tags link open-link image remove-image",
    `to-stage to-lane ${MOVES}`,
    "copy cut paste",
    "delete-cards",
  ],
  point: [
    "edit quotes scores edit-point-text add-below",
    "move-up move-down raise lower",
    "persona duplicate",
    "delete-cards",
  ],
  cell: ["figures edit paste", "copy"],
};

const MAP_MENU = [
  "undo redo add-stage add-lane search",
  "expand-all collapse-all select-all full-screen theme",
  "evidence-enough",
  "copy-map download",
  "help",
];

function menu(groups: readonly string[], m: MapState): MenuItem[] {
  return groups.flatMap((group, at) => {
    const some = group.split(" ").map(command);
    return some
      .filter((one) => offered(one, m))
      .map((one, index) => menuItem(one, m, at > 0 && index === 0));
  });
}

export function placeMenu(m: MapState): MenuItem[] {
  return menu(MENUS[m.place.peek().at], m);
}

export function mapMenu(m: MapState): MenuItem[] {
  return menu(MAP_MENU, m);
}
