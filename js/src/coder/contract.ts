/**
 * What the parts of NotesCoder share: the reading pane, the codebook, the pickers and filters.
 * The state is one `CoderView` a view (`useCoder()` in view/coder/context.ts); edits go through
 * plans and `carryOut`, as on the map.
 */
import type { ReadonlySignal, Signal } from "@preact/signals";
import type { Application, Code, Participant, Quote } from "../generated/schema";
import type { Scope } from "../state/scope";
import type { JourneyClient, Shown } from "../sync/contract";

/** A stretch of a source, in code points of the text as this page sees it; `end` is exclusive. */
export interface Span {
  readonly source: string;
  readonly start: number;
  readonly end: number;
}

/** What a code would be applied to: a quote that is there, or a span that becomes one. */
export type Target =
  | { readonly kind: "quote"; readonly id: string }
  | { readonly kind: "span"; readonly span: Span; readonly text: string; readonly whole: boolean };

/** What is shown of the study; an empty list shows all. `Sieve` (coder/sieve.ts) asks it of rows. */
export interface CoderFilter {
  readonly participants: readonly string[];
  /** A code stands for those below it too. */
  readonly codes: readonly string[];
  /** Values by attribute of participants; attributes all hold, of an attribute's values any. */
  readonly attributes: Readonly<Record<string, readonly string[]>>;
  /** Whose applications are shown. */
  readonly coders: readonly string[];
  /** Whether quotes that have only suggestions not yet accepted are shown alone. */
  readonly suggested: boolean;
  /** Of what origin applications are shown: human, import, model. */
  readonly origins: readonly string[];
  /** Quotes of which levels are shown. */
  readonly levels: readonly string[];
}

export const NO_FILTER: CoderFilter = {
  participants: [],
  codes: [],
  attributes: {},
  coders: [],
  suggested: false,
  origins: [],
  levels: [],
};

/** A request to pick a code by typing: opened by the reading pane, drawn by `CodePicker`. */
export interface Picking {
  /** Said and shown above the field: "Code 12 words of P1". */
  readonly title: string;
  /** The letter that opened it, or nothing. */
  readonly typed: string;
  /** What it stands beside, in CSS px of the window: the picker goes below it, else above. */
  readonly beside: { left: number; top: number; bottom: number };
  /** Codes that are there already: shown as checked, and picked again to take away. */
  readonly applied: readonly string[];
  /** Codes that are not to be picked: not offered. */
  readonly without?: readonly string[];
  /** A code was picked. The picker closes unless `more` (Shift+Enter: pick another). */
  readonly pick: (code: string, more: boolean) => void;
  /** Whether several may be picked one after the other, with Shift+Enter. */
  readonly several?: boolean;
  /** Make a code of this name and pick it; absent where none may be made. */
  readonly create?: (name: string) => void;
  /** Where the focus goes when it closes. */
  readonly back: () => void;
}

/** The numbers that stand beside a code. */
export interface CodeCount {
  /** Quotes, of which the coder's or accepted applications speak. */
  readonly quotes: number;
  /** Distinct participants; moderators and observers never count. */
  readonly participants: number;
  /** Suggestions that wait to be accepted. */
  readonly suggested: number;
}

/** The state of one view. Owned by the reading pane; every read is reactive. */
export interface CoderView {
  readonly scope: Scope;
  readonly client: JourneyClient;
  readonly shown: Shown;
  readonly editable: boolean;

  /** Whose name new applications bear; a setting that Python keeps. */
  readonly coder: Signal<string>;
  /** The open source's id; "" where the study has none. */
  readonly source: ReadonlySignal<string>;
  readonly filter: Signal<CoderFilter>;
  /** What the next code is applied to. */
  readonly target: ReadonlySignal<Target | undefined>;
  /** The quote that is looked at. */
  readonly quote: ReadonlySignal<string | undefined>;
  /** Whether the codebook is shown beside the text, or the list of quotes, or (narrow) neither. */
  readonly pane: Signal<"codes" | "quotes" | "none">;
  /** What is being picked; the view draws `CodePicker` while it is set. */
  readonly picking: Signal<Picking | undefined>;

  /** Ids of the codes on the keys 1 to 9, in their order. */
  readonly keys: ReadonlySignal<readonly string[]>;
  /** Put a code on a key (1 to 9), or take it off (0). */
  setKey(code: string, key: number): void;

  /** Ids of the codes in the order of the tree, each followed by those below it. */
  readonly codes: ReadonlySignal<readonly string[]>;
  /** Ids of the codes right below this one, in order; those at the top for null. */
  children(parent: string | null): readonly string[];
  /** "Setup / Packages": a code's name with those above it. */
  path(code: string): string;
  /** A CSS colour that can be read as text and seen as a line in either theme. */
  colorOf(code: string): string;
  /** Counts of a code by itself, under the filter's participants and attributes. */
  count(code: string): CodeCount;
  /** Coders who have applied codes, by name. */
  readonly coders: ReadonlySignal<readonly string[]>;

  /** Whether a participant is among those that the filter shows. */
  showsParticipant(participant: string | null): boolean;
  /** Whether an application is among those that the filter shows. */
  showsApplication(application: Application): boolean;
  /** Quotes that the filter shows, in the order of sources and of their text. */
  readonly quotes: ReadonlySignal<readonly Quote[]>;

  /** Apply a code to the target, as one change; says what was done. False where it cannot be. */
  apply(code: string): boolean;
  /** Take the coder's application of a code off the target's quote. */
  unapply(code: string): boolean;
  /** Open the picker for the target, with a letter that was typed. */
  pickFor(typed?: string): void;

  /** Open a source at its start, or where it was left. */
  open(source: string): void;
  /** Open the quote's source, bring the quote into sight and look at it. */
  show(quote: string): void;
  /** Give the focus to the text, as the Escape key of every other part does. */
  focusText(): void;

  code(id: string): Code | undefined;
  participant(id: string): Participant | undefined;
}

/*
 * Parts by file, drawn by CoderView.tsx; none takes props unless said, all call `useCoder()`:
 *   view/coder/Codebook.tsx   Codebook    the tree, with counts, keys and editing
 *   view/coder/QuoteList.tsx  QuoteList   `coder.quotes`, each opening with `coder.show`
 *   view/coder/FilterBar.tsx  FilterBar   a line of chips that sets `coder.filter`
 *   view/coder/CodePicker.tsx CodePicker  `{ picking: Picking }`, in the top layer
 *   view/coder/codebook.css   the styles of these, imported by CoderView.tsx
 * Applying from the codebook: a code's Enter or click on its swatch calls `coder.apply(id)`.
 */
