/** What stands over the cards: a question, and words whose persona is gone. */
import { useComputed } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { carryOut } from "../../actions/carry-out";
import type { WireOp } from "../../generated/schema";
import type { Editing } from "../../state/editing";
import { brief } from "../../state/words";
import { useScope } from "../shared/context";
import { Dialog } from "../shared/Dialog";
import { useCards } from "./context";

export function ConfirmLayer() {
  const { confirm } = useCards();
  const asked = confirm.value;
  if (!asked) return null;
  const close = () => {
    confirm.value = undefined;
  };
  return (
    <Dialog
      title={asked.title}
      close={() => {
        close();
        asked.back();
      }}
    >
      <p>{asked.text}</p>
      <div class="buttons">
        <button
          type="button"
          class="btn"
          data-first
          onClick={() => {
            close();
            asked.back();
          }}
        >
          Cancel
        </button>
        <button
          type="button"
          class="btn danger"
          onClick={() => {
            close();
            asked.run();
          }}
        >
          {asked.yes}
        </button>
      </div>
    </Dialog>
  );
}

/** An editor whose persona somebody else has deleted has no card to stand in: its words stay here. */
export function OrphanLine() {
  const scope = useScope();
  const orphan = useComputed(() => {
    const editing = scope.editor.current.value;
    const lost = editing?.table === "personas" && !scope.client.shown.row("personas", editing.id);
    return lost ? editing : undefined;
  });
  const editing = orphan.value;
  // Leaving the editor that went with its card has told a reason already; this one says more.
  // The focus went with it, too: the line takes it, since Enter would press a button.
  const line = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!editing) return;
    scope.quiet();
    line.current?.focus();
  }, [editing, scope]);
  if (!editing) return null;
  return (
    <section class="notices" aria-label="Words without a persona">
      <div class="notice" role="alert" ref={line} tabIndex={-1}>
        <p>
          This persona was deleted elsewhere while you wrote. Yours:{" "}
          <span class="said" dir="auto">
            {brief(editing.draft.value, 200) || "(empty)"}
          </span>
        </p>
        <button type="button" class="btn" onClick={() => bringBack(editing)}>
          Bring the persona back
        </button>
        <button type="button" class="btn" onClick={() => scope.editor.cancel()}>
          Discard
        </button>
      </div>
    </section>
  );

  function bringBack({ table, id, field, draft, begin }: Editing) {
    const text = draft.peek();
    let ops: WireOp[];
    try {
      const value = begin.parse ? begin.parse(text) : text;
      ops = begin.ops?.(value) ?? [{ op: "set", table, id, values: { [field]: value } }];
    } catch (problem) {
      return scope.tell((problem as Error).message);
    }
    const plan = { label: "Bring persona back", ops: [restore(id), ...ops], say: "" };
    if (carryOut(scope, plan)) scope.editor.cancel();
  }
}

function restore(id: string): WireOp {
  return { op: "restore", table: "personas", id };
}
