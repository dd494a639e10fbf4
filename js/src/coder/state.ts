/** The state of one view of NotesCoder: what is looked at and selected, and what is done with it. */
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { carryOut } from "../actions/carry-out";
import {
  applicationsOf,
  applyCode,
  type Coding,
  markQuote,
  quoteAt,
  removeApplication,
} from "../actions/quotes";
import type { Application } from "../generated/schema";
import type { Settings } from "../host/host";
import type { Scope } from "../state/scope";
import { brief, plural } from "../state/words";
import { CodedStudy } from "./coded";
import type { CoderView, Picking, Span, Target } from "./contract";
import { wordCount } from "./words";

/** Where the reading pane shall go as soon as it can. */
export interface Wanted {
  readonly source: string;
  /** A place, or a quote; without either the start. */
  readonly start?: number;
  readonly end?: number;
  readonly quote?: string;
  readonly segment?: string;
  /** Whether the focus goes along. */
  readonly focus: boolean;
}

export class CoderState extends CodedStudy implements CoderView {
  readonly pane: Signal<"codes" | "quotes" | "none"> = signal("codes");
  readonly picking: Signal<Picking | undefined> = signal(undefined);
  readonly settings;
  /** What Python asks to look at, and which of it is looked at. */
  readonly places: Signal<Settings["_places"]>;
  readonly placeAt = signal(0);
  /** The words that are selected. */
  readonly selected: Signal<Span | undefined> = signal(undefined);
  readonly quote: Signal<string | undefined> = signal(undefined);
  /** The passage that has the text's one tab stop. */
  readonly place = signal(0);
  /** Whether the text has been pointed at or walked through: its passage is a target. */
  readonly placed = signal(false);
  readonly wanted: Signal<Wanted | undefined> = signal(undefined);
  /** The coder whose marks stand in a column of their own; undefined: all in one. */
  readonly beside: Signal<string | undefined> = signal(undefined);
  readonly help = signal(false);
  /** How often the search was asked for. */
  readonly find = signal(0);
  /** Where each source was left. */
  readonly left = new Map<string, number>();
  /** How the reading pane takes the focus. */
  focusText: () => void = () => {};
  /** How a quote's label takes it. */
  focusQuote: (quote: string) => void = () => this.focusText();
  /** Where on the screen the target stands. */
  targetBox: () => { left: number; top: number; bottom: number } = () => ({
    left: 100,
    top: 100,
    bottom: 100,
  });

  constructor(scope: Scope) {
    super(scope);
    this.places = scope.setting("_places");
    this.settings = { file: scope.setting("file"), height: scope.setting("height") };
  }

  nameCoder(name: string): void {
    this.coder.value = name;
    this.scope.host.set("coder", name);
  }

  /** Put a quote on the clipboard, as the page's own copying does. */
  copyQuote(quote: string): void {
    this.lookAt(quote);
    this.scope.root.ownerDocument?.execCommand("copy");
  }

  // ---- sources ---------------------------------------------------------------------------

  open(source: string): void {
    if (source !== this.source.peek()) {
      this.place.value = 0;
      this.placed.value = false;
    }
    this.#choose(source);
  }

  #choose(source: string): void {
    if (source === this.chosen.peek()) return;
    this.selected.value = undefined;
    this.quote.value = undefined;
    this.chosen.value = source;
    this.scope.host.set("source", source);
  }

  show(quote: string, focus = true): void {
    const row = this.shown.row("quotes", quote);
    if (!row) return;
    this.#choose(row.source);
    this.lookAt(quote);
    const { source, start } = row;
    this.wanted.value = { source, quote, focus, ...(start !== null && { start }) };
  }

  /** Open a source at a stretch of its text. */
  showSpan({ source, start, end }: Span, focus = true): void {
    this.#choose(source);
    this.wanted.value = { source, start, end, focus };
  }

  /** Look at one of the places that Python has asked for. */
  showPlace(at: number, focus = true): void {
    const place = this.places.peek()[at];
    if (!place) return;
    this.placeAt.value = at;
    if (place.quote !== undefined) this.show(place.quote, focus);
    else if (place.segment !== undefined) {
      this.#choose(place.source);
      this.lookAt(undefined);
      this.wanted.value = { source: place.source, segment: place.segment, focus };
    }
  }

  // ---- what the next code is applied to ----------------------------------------------------

  select(span: Span | undefined): void {
    const now = this.selected.peek();
    const equal = now?.source === span?.source && now?.start === span?.start;
    if (equal && now?.end === span?.end) return;
    if (span) this.quote.value = undefined;
    this.selected.value = span;
  }

  lookAt(quote: string | undefined): void {
    if (quote !== undefined) this.selected.value = undefined;
    this.quote.value = quote;
  }

  readonly target: ReadonlySignal<Target | undefined> = computed(() => {
    const quote = this.quote.value;
    if (quote !== undefined && this.shown.row("quotes", quote)) return { kind: "quote", id: quote };
    const text = this.text.value;
    const span = this.selected.value;
    if (!text) return undefined;
    if (span?.source === text.source) {
      const words = text.words(span.start, span.end);
      return { kind: "span", span, text: words, whole: false };
    }
    text.arrived.value;
    const passage = this.placed.value ? text.passage(this.place.value) : undefined;
    if (!passage) return undefined;
    const turn = { source: text.source, ...text.turn(passage) };
    return { kind: "span", span: turn, text: text.words(turn.start, turn.end), whole: true };
  });

  /** "12 words of P1": what a code would be applied to. */
  readonly targetName: ReadonlySignal<string> = computed(() => {
    const target = this.target.value;
    if (!target) return "";
    if (target.kind === "quote") {
      const who = this.#pseudonym(this.shown.row("quotes", target.id)?.participant ?? null);
      return who ? `Quote of ${who}` : "Quote";
    }
    const who = this.#pseudonym(this.#speaker(target));
    const of = who ? ` of ${who}` : "";
    if (target.whole) return `Whole turn${of}`;
    return `${plural(wordCount(target.text), "word")}${of}`;
  });

  #pseudonym(id: string | null): string {
    return (id === null ? undefined : this.participant(id)?.pseudonym) ?? "";
  }

  #speaker(target: Target): string | null {
    if (target.kind === "quote") return this.shown.row("quotes", target.id)?.participant ?? null;
    return this.text.peek()?.holding(target.span.start)?.participant ?? null;
  }

  /** Ids of the codes that the coder has on the target. */
  #applied(target: Target): Application[] {
    const quote = target.kind === "quote" ? target.id : quoteAt(this.shown, target.span)?.id;
    if (quote === undefined) return [];
    const own = this.coder.peek();
    return applicationsOf(this.shown, quote).filter((one) => one.coder === own && one.accepted);
  }

  coding(): Coding {
    const at = `${new Date().toISOString().slice(0, 19)}Z`;
    return { coder: this.coder.peek(), at, newId: () => this.client.newId() };
  }

  apply(code: string): boolean {
    const target = this.#wantTarget();
    if (!target) return false;
    const plan = applyCode(this.shown, target, code, this.#speaker(target), this.coding());
    if (!carryOut(this.scope, plan)) return false;
    if ("quote" in plan) this.#marked(target, plan.quote);
    return true;
  }

  unapply(code: string): boolean {
    const target = this.target.peek();
    const one = target && this.#applied(target).find((other) => other.code === code);
    return one !== undefined && carryOut(this.scope, removeApplication(this.shown, one.id));
  }

  /** Apply a code, or take it off where the coder has applied it. */
  toggle(code: string): boolean {
    const target = this.target.peek();
    const there = target && this.#applied(target).some((one) => one.code === code);
    return there ? this.unapply(code) : this.apply(code);
  }

  /** Mark the target as a quote, without a code. */
  mark(): boolean {
    const target = this.#wantTarget();
    if (!target) return false;
    const plan = markQuote(this.shown, target, this.#speaker(target), this.coding());
    if ("quote" in plan && plan.ops.length === 0) this.lookAt(plan.quote);
    else if (!carryOut(this.scope, plan)) return false;
    if ("quote" in plan) this.#marked(target, plan.quote);
    return true;
  }

  /** Words that have become a quote stay the target, as that quote. */
  #marked(target: Target, quote: string): void {
    if (target.kind === "span" && !target.whole) this.lookAt(quote);
  }

  #wantTarget(): Target | undefined {
    const target = this.target.peek();
    if (!target) this.scope.tell("Select words in the text first, or go to a turn.");
    return target;
  }

  pickFor(typed = ""): void {
    const target = this.#wantTarget();
    if (!target || !this.editable) return;
    const once = (done: boolean, more: boolean) => {
      if (done && !more) this.picking.value = undefined;
    };
    this.picking.value = {
      title: `Code ${brief(this.targetName.peek(), 60)}`,
      typed,
      beside: this.targetBox(),
      applied: this.#applied(target).map(({ code }) => code),
      pick: (code, more) => once(this.toggle(code), more),
      create: (name) => once(this.#applyNew(name), false),
      back: () => this.focusText(),
    };
  }

  /** Make a code and apply it, as one change. */
  #applyNew(name: string): boolean {
    const target = this.target.peek();
    if (!target) return false;
    const code = this.client.newId();
    const made = carryOut(this.scope, {
      label: `Add code ${brief(name)}`,
      ops: [{ op: "add", table: "codes", id: code, row: { name } }],
      say: "",
    });
    return made && this.apply(code);
  }
}
