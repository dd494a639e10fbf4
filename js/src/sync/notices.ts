/** Notices: what is told where an edit was made, and what can be done about it. */
import { type Signal, signal } from "@preact/signals";
import { type RejectEntry, TABLES, type TableName, type WireOp } from "../generated/schema";
import type { Notice } from "./contract";
import { type KeptChange, written } from "./pending";

type Refusal = Omit<RejectEntry, "client" | "seq">;
export type Again = (label: string, ops: WireOp[]) => string | undefined;

export class Notices {
  readonly list: Signal<readonly Notice[]> = signal([]);

  /** `again` commits anew; returns a text where that cannot be. */
  constructor(
    readonly again: Again,
    readonly changed: () => void,
  ) {}

  get conflict(): boolean {
    return this.list.value.some((notice) => notice.code === "conflict");
  }

  dismiss(notice: Notice): void {
    this.#set(this.list.value.filter((other) => other.key !== notice.key));
  }

  /** A change does not hold; `reject` says why. */
  tell(change: KeptChange, reject: Refusal, restorable: boolean): void {
    const first = change.ops[0];
    const table = (reject.table ?? first?.table) as TableName | undefined;
    const id = reject.id ?? first?.id;
    // The kernel says "id" of a row that is gone: the place is what was written to the row.
    const known = written(change.ops, table, id, reject.field) !== undefined;
    const field = known ? reject.field : (onlyField(change.ops, table, id) ?? reject.field);
    const lost = missing(change.ops, reject);
    const value = lost ? undefined : written(change.ops, table, id, field);
    const mine = value ?? words(change.ops, table, id);
    const notice: Notice = {
      // A later edit of the same place takes the place of the earlier one's notice.
      key:
        reject.code === "conflict" ? `${table} ${id} ${field}` : `${change.client}/${change.seq}`,
      code: reject.code,
      reason: reject.reason,
      offers: [],
      ...(table !== undefined && { table }),
      ...(id !== undefined && { id }),
      ...(field !== undefined && { field }),
      ...(mine !== undefined && { mine }),
      ...("current" in reject && { current: reject.current }),
    };
    const again = (ops: WireOp[]) => () => {
      this.dismiss(notice);
      const problem = this.again(change.label, ops);
      if (problem) this.#put({ ...notice, code: "invalid", reason: problem, offers: [] });
    };
    if (reject.code === "conflict") {
      notice.offers.push({ label: "Keep mine", run: again(change.ops) });
      notice.offers.push({ label: "Keep theirs", run: () => this.dismiss(notice) });
    } else if (reject.code === "gone" && restorable && table && id) {
      const ops: WireOp[] = [{ op: "restore", table, id }, ...change.ops];
      notice.offers.push({ label: "Bring the row back", run: again(ops) });
    } else if (lost) {
      const ops: WireOp[] = [{ op: "restore", ...lost }, ...change.ops];
      notice.offers.push({ label: `Bring the ${lost.table.slice(0, -1)} back`, run: again(ops) });
    } else if (reject.code === "storage") {
      notice.offers.push({ label: "Try again", run: again(change.ops) });
    }
    this.#put(notice);
  }

  #put(notice: Notice): void {
    this.#set([...this.list.value.filter((other) => other.key !== notice.key), notice]);
  }

  #set(notices: readonly Notice[]): void {
    this.list.value = notices;
    this.changed();
  }
}

/** The row that a change stood on and that is gone: the stage of a card that was added meanwhile. */
function missing(
  ops: readonly WireOp[],
  { code, table, id, field }: Refusal,
): { table: TableName; id: string } | undefined {
  if (code !== "reference" || field === undefined) return undefined;
  const value = written(ops, table, id, field);
  const target = TABLES[table as TableName]?.[field]?.ref as TableName | undefined;
  return target && typeof value === "string" ? { table: target, id: value } : undefined;
}

/** What a row that was to be added says. */
function words(ops: readonly WireOp[], table?: string, id?: string): unknown {
  const names = ["text", "title", "name", "quote"];
  return names.map((name) => written(ops, table, id, name)).find((value) => value !== undefined);
}

function onlyField(ops: readonly WireOp[], table?: string, id?: string): string | undefined {
  const op = ops.find((other) => other.table === table && other.id === id);
  const names = op?.op === "set" ? Object.keys(op.values) : [];
  return names.length === 1 ? names[0] : undefined;
}
