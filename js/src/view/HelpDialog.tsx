/** The keys, from the commands themselves. */
import { useMap } from "./context";
import { Dialog } from "./shared/Dialog";
import { type Key, KeyTable } from "./shared/KeyTable";

const READING: readonly Key[] = [
  ["Move over the map", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"],
  ["First, last in the row", "Home", "End"],
  ["Start, end of the map", "Mod+Home", "Mod+End"],
  ["Lane above, below", "PageUp", "PageDown"],
  ["All figures of a metric's cell", "Enter"],
  ["Quotes behind a card", "Alt+Enter"],
  ["Select; select more", "Space", "Shift+ArrowDown"],
  ["Select the lane's cards, then all", "Mod+A"],
  ["Copy as a table", "Mod+C"],
  ["Search", "/", "Mod+F"],
  ["Menu", "Shift+F10"],
];

const EDITING: readonly Key[] = [
  ["Edit, or just type", "Enter", "F2"],
  ["Keep; new line; leave as it was", "Enter", "Shift+Enter", "Escape"],
  ["Add a card, stage or step", "Insert"],
  ["Delete", "Delete"],
  ["Move a card, stage or lane", "Alt+ArrowUp", "Alt+ArrowDown", "Alt+ArrowLeft", "Alt+ArrowRight"],
  ["Raise, lower a point by 0.1", "Alt+ArrowUp", "Alt+ArrowDown"],
  ["Raise, lower a point by 0.5", "Alt+Shift+ArrowUp", "Alt+Shift+ArrowDown"],
  ["Stage to step, step to stage", "Alt+ArrowDown", "Alt+ArrowUp"],
  ["Put copied quotes behind a card", "Mod+V"],
  ["Cut, paste as a table", "Mod+X", "Mod+V"],
  ["Duplicate", "Mod+D"],
  ["Undo, redo", "Mod+Z", "Mod+Shift+Z"],
];

export function HelpDialog() {
  const m = useMap();
  const close = () => {
    m.help.value = false;
  };
  return (
    <Dialog title="Keys" close={close} back={() => m.focus(m.place.peek())}>
      <KeyTable keys={m.editable ? [...READING, ...EDITING] : READING} />
      {m.editable && (
        <p class="hint">
          A pasted table fills the cells to the right and below: stages across, lanes down. An empty
          line inside a cell separates cards.
        </p>
      )}
      <div class="buttons">
        <button type="button" class="btn primary" data-first onClick={close}>
          Close
        </button>
      </div>
    </Dialog>
  );
}
