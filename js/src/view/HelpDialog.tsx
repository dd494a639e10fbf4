/** The keys, from the commands themselves. */
import { useMap } from "./context";
import { Dialog } from "./shared/Dialog";
import { type Key, KeyTable } from "./shared/KeyTable";

const KEYS: readonly Key[] = [
  ["Move over the map", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"],
  ["First, last in the row", "Home", "End"],
  ["Start, end of the map", "Mod+Home", "Mod+End"],
  ["Lane above, below", "PageUp", "PageDown"],
  ["Edit, or just type", "Enter", "F2"],
  ["All figures of a metric's cell", "Enter"],
  ["Quotes behind a card", "Alt+Enter"],
  ["Put copied quotes behind a card", "Mod+V"],
  ["Keep; new line; leave as it was", "Enter", "Shift+Enter", "Escape"],
  ["Add a card, stage or step", "Insert"],
  ["Delete", "Delete"],
  ["Move a card, stage or lane", "Alt+ArrowUp", "Alt+ArrowDown", "Alt+ArrowLeft", "Alt+ArrowRight"],
  ["Raise, lower a point by 0.1", "Alt+ArrowUp", "Alt+ArrowDown"],
  ["Raise, lower a point by 0.5", "Alt+Shift+ArrowUp", "Alt+Shift+ArrowDown"],
  ["Stage to step, step to stage", "Alt+ArrowDown", "Alt+ArrowUp"],
  ["Select; select more", "Space", "Shift+ArrowDown"],
  ["Select the lane's cards, then all", "Mod+A"],
  ["Copy, cut, paste as a table", "Mod+C", "Mod+X", "Mod+V"],
  ["Duplicate", "Mod+D"],
  ["Undo, redo", "Mod+Z", "Mod+Shift+Z"],
  ["Search", "/", "Mod+F"],
  ["Menu", "Shift+F10"],
];

export function HelpDialog() {
  const m = useMap();
  const close = () => {
    m.help.value = false;
  };
  return (
    <Dialog title="Keys" close={close} back={() => m.focus(m.place.peek())}>
      <KeyTable keys={KEYS} />
      <p class="hint">
        A pasted table fills the cells to the right and below: stages across, lanes down. An empty
        line inside a cell separates cards.
      </p>
      <div class="buttons">
        <button type="button" class="btn primary" data-first onClick={close}>
          Close
        </button>
      </div>
    </Dialog>
  );
}
