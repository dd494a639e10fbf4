/**
 * The one text that is being written. It lives here and not in an input, so that it survives
 * every redraw, and what arrives meanwhile never overwrites it.
 */
import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { TableName, WireOp } from "../generated/schema";
import type { JourneyClient } from "../sync/contract";

export interface Target {
  table: TableName;
  id: string;
  field: string;
  /** What is edited, as a screen reader says it: "Text of the card". */
  label: string;
}

/** How an editor was left. */
export type Leave = "enter" | "tab" | "back-tab" | "escape" | "blur";

export interface Begin {
  /** Start with this text instead of what stands there: a key that was typed. */
  typed?: string;
  /** What stands there, as text; default: the field's own. */
  text?: string;
  /** Text to value. Throws an Error that says what would be right. */
  parse?: (text: string) => unknown;
  /** The change to make of the value; default: set the field. None where it returns []. */
  ops?: (value: unknown) => WireOp[];
  /** The change's name in the history. */
  change?: string;
  /** Called after the editor has closed. */
  done?: (how: Leave) => void;
}

export interface Editing extends Target {
  readonly draft: Signal<string>;
  /** What stood there when the edit began. */
  readonly original: string;
  /** Whether the row is made only when the text is done. */
  readonly fresh: boolean;
  readonly base: number;
  readonly begin: Begin;
}

function asText(value: unknown): string {
  return value === null || value === undefined ? "" : String(value);
}

export class Editor {
  readonly #current = signal<Editing | undefined>(undefined);

  constructor(
    private readonly client: JourneyClient,
    private readonly tell: (reason: string) => void,
  ) {}

  get current(): ReadonlySignal<Editing | undefined> {
    return this.#current;
  }

  /** The edit that is open at this field, if it is this one. */
  at(table: TableName, id: string, field: string): Editing | undefined {
    const now = this.#current.value;
    return now?.table === table && now.id === id && now.field === field ? now : undefined;
  }

  /** What stands in the edited field now, as text. */
  standing(editing: Editing): string {
    if (editing.begin.text !== undefined) return editing.begin.text;
    const row = this.client.shown.row(editing.table, editing.id);
    return asText((row as unknown as Record<string, unknown> | undefined)?.[editing.field]);
  }

  begin(target: Target, begin: Begin = {}): boolean {
    if (this.client.readOnly.peek()) return false;
    if (this.#current.peek() && !this.commit("blur")) return false;
    const row = this.client.shown.row(target.table, target.id);
    const field = (row as unknown as Record<string, unknown> | undefined)?.[target.field];
    const original = begin.text ?? asText(field);
    this.#current.value = {
      ...target,
      draft: signal(begin.typed ?? original),
      original,
      fresh: row === undefined,
      base: this.client.revision(),
      begin,
    };
    return true;
  }

  /** Close and keep. False where the text cannot be kept: the editor stays open and says why. */
  commit(how: Leave = "enter"): boolean {
    const editing = this.#current.peek();
    if (!editing) return true;
    const text = editing.draft.peek();
    // The row has gone meanwhile: its words wait until somebody says what becomes of them.
    const { table, id, fresh } = editing;
    if (!fresh && !this.client.shown.row(table, id)) return false;
    if (text !== editing.original) {
      const error = this.#write(editing, text);
      if (error) {
        this.tell(error);
        return false;
      }
    }
    this.#current.value = undefined;
    editing.begin.done?.(how);
    return true;
  }

  cancel(): void {
    const editing = this.#current.peek();
    this.#current.value = undefined;
    editing?.begin.done?.("escape");
  }

  #write(editing: Editing, text: string): string | undefined {
    const { table, id, field, begin, base } = editing;
    let value: unknown = text;
    try {
      if (begin.parse) value = begin.parse(text);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
    const ops: WireOp[] = begin.ops?.(value) ?? [
      { op: "set", table, id, values: { [field]: value } },
    ];
    if (ops.length === 0) return undefined;
    return this.client.commit(begin.change ?? `Edit ${editing.label}`, ops, { base });
  }
}
