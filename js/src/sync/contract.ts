/** What the view knows of the synchronised journey. */
import type { ReadonlySignal } from "@preact/signals";
import type {
  Application,
  Ask,
  Card,
  Code,
  Evidence,
  Lane,
  Link,
  Memo,
  Meta,
  Metric,
  Participant,
  Persona,
  Quote,
  Segment,
  Source,
  Stage,
  StudyRecord,
  TableName,
  Value,
  WireOp,
} from "../generated/schema";

export interface RowTypes {
  meta: Meta;
  stages: Stage;
  lanes: Lane;
  cards: Card;
  personas: Persona;
  metrics: Metric;
  values: Value;
  evidence: Evidence;
  asks: Ask;
  links: Link;
  study: StudyRecord;
  participants: Participant;
  sources: Source;
  segments: Segment;
  codes: Code;
  quotes: Quote;
  applications: Application;
  memos: Memo;
}

/** The document as shown: what the kernel holds, with the pending edits on top. Every read is reactive. */
export interface Shown {
  /** A journey's own record; a study's is the one row of its table `study`. */
  readonly meta: ReadonlySignal<Meta>;
  /** One row; undefined where there is none. One signal a row: a change to it re-renders only its readers. */
  row<T extends TableName>(table: T, id: string): RowTypes[T] | undefined;
  /** Ids in the order shown (stages: each followed by its steps); changes only when the sequence does. */
  ids(table: TableName): readonly string[];
  /** Ids of the cards of one cell, in order; changes only when that cell's sequence does. */
  cell(stage: string, lane: string): readonly string[];
  /** All rows of a table in the order shown (re-renders on any change of the table: for small tables). */
  rows<T extends TableName>(table: T): readonly RowTypes[T][];
  /** Rows of `table` whose `field` is `id`: evidence of a card, asks of a card, values of a metric. */
  pointing<T extends TableName>(table: T, field: string, id: string): readonly RowTypes[T][];
}

export type Status =
  | { kind: "saved" }
  | { kind: "saving"; pending: number }
  | { kind: "busy"; pending: number }
  /** `sure` where the host says so; else the kernel may be busy with one long cell. */
  | { kind: "gone"; pending: number; sure: boolean }
  | { kind: "conflict"; pending: number }
  | { kind: "read-only"; why: string };

/** Something to tell where an edit was made. */
export interface Notice {
  key: string;
  table?: TableName;
  id?: string;
  field?: string;
  code: string;
  reason: string;
  /** For a conflict: what the person wrote, and what stands there now. */
  mine?: unknown;
  current?: unknown;
  /** What can be done about it: keep mine, keep theirs, bring the row back … */
  offers: { label: string; run: () => void }[];
}

/** The journey in this page: one per widget model, shared by all its views. */
export interface JourneyClient {
  readonly shown: Shown;
  readonly status: ReadonlySignal<Status>;
  readonly notices: ReadonlySignal<readonly Notice[]>;
  readonly readOnly: ReadonlySignal<boolean>;
  readonly canUndo: ReadonlySignal<boolean>;
  readonly canRedo: ReadonlySignal<boolean>;
  /**
   * Edit: shown at once, pending until the kernel answers. `base` is the revision when the edit
   * began (a text that was open for a while); default: now. Returns an error text, and changes
   * nothing, where the edit cannot be (too large, read-only, unknown row).
   */
  commit(label: string, ops: WireOp[], options?: { base?: number }): string | undefined;
  /** Take back this page's last change (or bring it back). Returns a text where that cannot be. */
  undo(): string | undefined;
  redo(): string | undefined;
  /** The revision now, to begin an edit with. */
  revision(): number;
  dismiss(notice: Notice): void;
  /** The pending edits, and the document with them, as JSON for a download. */
  download(): string;
  newId(): string;
}
