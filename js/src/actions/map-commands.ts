/** Commands of the map as a whole. */
import type { MapState } from "../state/map-state";
import type { MenuItem } from "../state/scope";
import { plural } from "../state/words";
import { saveAs } from "../view/shared/download";
import { undo } from "./carry-out";
import type { Command } from "./command";
import { copySelected, copyWholeMap, cutSelected, pasteFromMenu } from "./copying";
import { foldLanes, kindItems, newLane, newStage, titleOf } from "./header-commands";

function fold(m: MapState, collapsed: boolean): void {
  const ids = m.layout.lanes.filter((id) => m.layout.lane(id)?.collapsed !== collapsed);
  foldLanes(m, ids, collapsed, collapsed ? "Collapse all lanes" : "Expand all lanes");
}

/** First the cards of the lane, then those of the map. */
function selectMore(m: MapState): void {
  const place = m.place.peek();
  const lane = "lane" in place ? place.lane : undefined;
  const all = m.layout.reading();
  const own = all.filter((id) => m.shown.row("cards", id)?.lane === lane);
  const has = own.length > 0 && own.every((id) => m.selection.has("cards", id));
  const next = own.length === 0 || has ? all : own;
  m.selection.set("cards", next);
  m.scope.say(`${plural(next.length, "card")} selected`);
}

function themeItems(m: MapState): MenuItem[] {
  const around = m.scope.host.live ? "As the notebook" : "As the page";
  const themes = { auto: around, light: "Light", dark: "Dark" } as const;
  return Object.entries(themes).map(([theme, label]) => ({
    id: theme,
    label,
    checked: m.settings.theme.value === theme,
    run: () => m.scope.theming(theme as keyof typeof themes),
  }));
}

export const mapCommands: readonly Command[] = [
  {
    id: "undo",
    keys: ["Mod+Z"],
    edits: true,
    disabled: (m) => !m.client.canUndo.value,
    label: () => "Undo",
    run: (m) => undo(m.scope, "undo"),
  },
  {
    id: "redo",
    keys: ["Mod+Shift+Z", "Mod+Y"],
    edits: true,
    disabled: (m) => !m.client.canRedo.value,
    label: () => "Redo",
    run: (m) => undo(m.scope, "redo"),
  },
  { id: "add-stage", edits: true, label: () => "Add stage", run: (m) => newStage(m, null) },
  {
    id: "add-lane",
    edits: true,
    label: () => "Add lane",
    items: (m) =>
      kindItems(m, (kind) => newLane(m, { kind, title: titleOf(kind) })).map(
        ({ checked: _checked, ...item }) => item,
      ),
  },
  {
    id: "copy",
    keys: ["Mod+C"],
    on: ["card", "point", "cell"],
    label: () => "Copy",
    run: copySelected,
  },
  {
    id: "cut",
    keys: ["Mod+X"],
    edits: true,
    on: ["card", "point"],
    label: () => "Cut",
    run: cutSelected,
  },
  {
    id: "paste",
    edits: true,
    on: ["card", "point", "cell"],
    label: () => "Paste",
    run: (m) => void pasteFromMenu(m),
  },
  {
    id: "select",
    keys: ["Space"],
    on: ["card", "point", "stage", "step", "lane"],
    label: () => "Select",
    run: (m) => m.pick(m.place.peek(), "toggle"),
  },
  {
    id: "select-all",
    keys: ["Mod+A"],
    label: () => "Select all cards of the lane",
    run: selectMore,
  },
  {
    id: "clear-selection",
    keys: ["Escape"],
    when: (m) => m.selection.size > 0,
    label: () => "Clear selection",
    run: (m) => m.selection.clear(),
  },
  {
    id: "search",
    keys: ["/", "Mod+F"],
    label: () => "Search",
    run: (m) => {
      m.search.open.value = true;
      m.search.asked.value += 1;
    },
  },
  { id: "expand-all", label: () => "Expand all lanes", run: (m) => fold(m, false) },
  { id: "collapse-all", label: () => "Collapse all lanes", run: (m) => fold(m, true) },
  {
    id: "full-screen",
    checked: (m) => m.fullScreen.value,
    label: () => "Full screen",
    run: (m) => {
      m.fullScreen.value = !m.fullScreen.peek();
    },
  },
  { id: "copy-map", label: () => "Copy map as table", run: copyWholeMap },
  {
    id: "download",
    label: () => "Download journey",
    run: (m) => saveAs("journey.json", m.client.download()),
  },
  { id: "theme", label: () => "Theme", items: themeItems },
  {
    id: "help",
    keys: ["F1"],
    label: () => "Keyboard help",
    run: (m) => {
      m.help.value = true;
    },
  },
];
