/** The keys of the coder. */
import { Dialog } from "../shared/Dialog";
import { type Key, KeyTable } from "../shared/KeyTable";
import { useText } from "./context";

const KEYS: readonly Key[] = [
  ["Turn above, below", "ArrowUp", "ArrowDown"],
  ["Screen up, down", "PageUp", "PageDown"],
  ["Start, end of the text", "Mod+Home", "Mod+End"],
  ["Select a word; a sentence", "ArrowRight", "Mod+ArrowRight"],
  ["Select more words, or fewer", "Shift+ArrowRight", "Shift+ArrowLeft"],
  ["More sentences, or fewer", "Shift+ArrowDown", "Shift+ArrowUp"],
  ["One character more, or less", "Alt+Shift+ArrowRight", "Alt+Shift+ArrowLeft"],
  ["Apply a code, or take it off", "1", "9"],
  ["Find a code: type its name, or", "Enter"],
  ["Mark without a code", "0"],
  ["To the quotes of a turn", "Tab"],
  ["Delete the quote", "Delete"],
  ["Menu of the quote", "Shift+F10"],
  ["Let go of what is selected", "Escape"],
  ["Search all sources", "/", "Mod+F"],
  ["Undo, redo", "Mod+Z", "Mod+Shift+Z"],
];

const CODEBOOK: readonly Key[] = [
  ["Apply the code", "Enter"],
  ["Its quotes alone, or all", "Space"],
  ["Rename", "F2"],
  ["New code behind, below", "Insert", "Shift+Insert"],
  ["Move up, down", "Alt+ArrowUp", "Alt+ArrowDown"],
  ["Move in, out", "Alt+ArrowRight", "Alt+ArrowLeft"],
  ["Delete", "Delete"],
  ["Menu of the code", "Shift+F10"],
  ["Back to the text", "Escape"],
];

export function HelpDialog() {
  const coder = useText();
  const close = () => {
    coder.help.value = false;
  };
  return (
    <Dialog title="Keys" close={close} back={() => coder.focusText()}>
      <KeyTable of="In the text" keys={KEYS} />
      <KeyTable of="In the codebook" keys={CODEBOOK} />
      <p class="hint">
        A code goes onto the words selected, the quote looked at, or else the whole turn. Drag a
        quote by its label onto a card of the map.
      </p>
      <div class="buttons">
        <button type="button" class="btn primary" data-first onClick={close}>
          Close
        </button>
      </div>
    </Dialog>
  );
}
