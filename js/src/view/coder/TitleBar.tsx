/** The bar over the coder: the study, who codes, undo, search, what stands beside, status. */
import { undo } from "../../actions/carry-out";
import type { CoderState } from "../../coder/state";
import { plural } from "../../state/words";
import { Icon } from "../shared/Icon";
import { StatusChip } from "../shared/StatusChip";
import { useText } from "./context";
import { FindBox } from "./FindBox";
import { askCoder, openCoderMenu } from "./menus";

export function TitleBar() {
  const coder = useText();
  const { shown } = coder;
  const { title } = shown.rows("study")[0] ?? { title: "" };
  const people = shown.rows("participants").filter(({ role }) => role === "participant").length;
  const facts = [
    plural(shown.ids("sources").length, "source"),
    plural(people, "participant"),
    plural(shown.ids("quotes").length, "quote"),
  ];
  return (
    <div class="titlebar">
      <h2 class="said" dir="auto">
        {title || "Untitled study"}
      </h2>
      <span class="sub">{facts.join(" · ")}</span>
      <span class="grow" />
      <span class="tools">
        {coder.editable && (
          <>
            <Who coder={coder} />
            <UndoButton way="undo" on={coder.client.canUndo.value} />
            <UndoButton way="redo" on={coder.client.canRedo.value} />
          </>
        )}
        <FindBox />
        <PaneSwitch coder={coder} />
        <button
          type="button"
          class="btn square"
          aria-label="Menu"
          aria-haspopup="menu"
          onClick={(event) => openCoderMenu(coder, event.currentTarget)}
        >
          <Icon name="more" />
        </button>
      </span>
      <StatusChip file={coder.settings.file.value} />
    </div>
  );
}

function Who({ coder }: { coder: CoderState }) {
  const name = coder.coder.value;
  return (
    <button
      type="button"
      class="btn who"
      title="The name that your codes bear"
      onClick={(event) => askCoder(coder, event.currentTarget)}
    >
      {name ? (
        <>
          Coding as{" "}
          <b class="said" dir="auto">
            {name}
          </b>
        </>
      ) : (
        "Who codes?"
      )}
    </button>
  );
}

const PANES = [
  ["codes", "Codes"],
  ["quotes", "Quotes"],
] as const;

function PaneSwitch({ coder }: { coder: CoderState }) {
  return (
    <fieldset class="switch" aria-label="Beside the text">
      {PANES.map(([pane, label]) => {
        const on = coder.pane.value === pane;
        return (
          <button
            key={pane}
            type="button"
            class="btn"
            aria-pressed={on}
            onClick={() => {
              coder.pane.value = on ? "none" : pane;
            }}
          >
            {label}
          </button>
        );
      })}
    </fieldset>
  );
}

function UndoButton({ way, on }: { way: "undo" | "redo"; on: boolean }) {
  const { scope } = useText();
  const name = way === "undo" ? "Undo" : "Redo";
  return (
    <button
      type="button"
      class="btn square"
      // Not `disabled`: that would drop the focus with the last thing undone.
      aria-disabled={!on}
      aria-label={name}
      title={`${name} (Ctrl+${way === "undo" ? "Z" : "Shift+Z"})`}
      onClick={() => on && undo(scope, way)}
    >
      <Icon name={way} />
    </button>
  );
}
