/** An editor whose row somebody else has deleted has no place to stand in: its words stay here. */
import { useComputed } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { carryOut } from "../../actions/carry-out";
import type { TableName, WireOp } from "../../generated/schema";
import type { Editing } from "../../state/editing";
import type { Scope } from "../../state/scope";
import { brief } from "../../state/words";
import { useScope } from "./context";

const NOUNS: Partial<Record<TableName, string>> = {
  cards: "card",
  stages: "stage",
  lanes: "lane",
  personas: "persona",
};

/** The row comes back with what hung on it, and the words with it. */
function bringBack(scope: Scope, { table, id, field, draft, begin }: Editing): void {
  let value: unknown = draft.peek();
  try {
    if (begin.parse) value = begin.parse(draft.peek());
  } catch (problem) {
    scope.tell((problem as Error).message);
    return;
  }
  const ops: WireOp[] = begin.ops?.(value) ?? [
    { op: "set", table, id, values: { [field]: value } },
  ];
  const label = `Bring ${NOUNS[table] ?? "row"} back`;
  const restore: WireOp = { op: "restore", table, id };
  if (carryOut(scope, { label, ops: [restore, ...ops], say: "" })) scope.editor.cancel();
}

/** `homeless` tells of a new row, not yet in the journey, whose place has gone. */
export function Orphan({ homeless }: { homeless?: () => boolean }) {
  const scope = useScope();
  const orphan = useComputed(() => {
    const editing = scope.editor.current.value;
    if (!editing || (editing.fresh && !editing.begin.ops)) return undefined;
    const lost = editing.fresh ? homeless?.() : !scope.client.shown.row(editing.table, editing.id);
    return lost ? editing : undefined;
  });
  const editing = orphan.value;
  const line = useRef<HTMLDivElement>(null);
  // The editor had the focus, and went with its row. The line takes it, not a button in it: the
  // person may be typing still, and Enter or a space would press the button.
  useLayoutEffect(() => {
    if (!editing) return;
    scope.quiet();
    line.current?.focus();
  }, [editing, scope]);
  if (!editing) return null;
  const noun = NOUNS[editing.table] ?? "row";
  return (
    <section class="notices" aria-label={`Words without a ${noun}`}>
      <div class="notice" role="alert" ref={line} tabIndex={-1}>
        <p>
          {editing.fresh ? `The place of the new ${noun}` : `This ${noun}`} was deleted elsewhere
          while you wrote. Yours:{" "}
          <span class="said" dir="auto">
            {brief(editing.draft.value, 400) || "(empty)"}
          </span>
        </p>
        {!editing.fresh && (
          <button type="button" class="btn" onClick={() => bringBack(scope, editing)}>
            Bring the {noun} back
          </button>
        )}
        <button type="button" class="btn" onClick={() => scope.editor.cancel()}>
          Discard
        </button>
      </div>
    </section>
  );
}
