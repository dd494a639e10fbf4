/** A study as one view shows it: the open source, the codes in their order, the filter, the marks. */
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { applicationsOf, isRejected } from "../actions/quotes";
import type { Application, Code, Participant, Quote } from "../generated/schema";
import type { Scope } from "../state/scope";
import type { JourneyClient, Shown } from "../sync/contract";
import { markOf } from "../view/shared/persona";
import { countOf } from "./code-counts";
import { CodeTree } from "./code-tree";
import { type CoderFilter, NO_FILTER } from "./contract";
import { type Mark, type MarkCode, wordsOf } from "./marks";
import type { SourceText } from "./passages";
import { Reader } from "./reader";
import { Sieve } from "./sieve";

const KEYS = 9;

export class CodedStudy {
  readonly client: JourneyClient;
  readonly shown: Shown;
  readonly reader: Reader;
  readonly coder: Signal<string>;
  readonly filter: Signal<CoderFilter> = signal(NO_FILTER);
  /** The source that was chosen; it may be gone. */
  protected readonly chosen: Signal<string>;
  readonly #keys: Signal<string[]>;

  constructor(readonly scope: Scope) {
    this.client = scope.client;
    this.shown = scope.client.shown;
    this.reader = new Reader(scope.host, scope.abort);
    this.coder = scope.setting("coder");
    this.chosen = scope.setting("source");
    this.#keys = scope.setting("code_keys");
  }

  get editable(): boolean {
    return !this.client.readOnly.value;
  }

  /** The study's id: what a quote that leaves says it is of. */
  get studyId(): string {
    return this.shown.rows("study")[0]?.id ?? "";
  }

  readonly source: ReadonlySignal<string> = computed(() => {
    const ids = this.shown.ids("sources");
    const chosen = this.chosen.value;
    return ids.includes(chosen) ? chosen : (ids[0] ?? "");
  });

  /** The open source's text, as much of it as is here. */
  readonly text: ReadonlySignal<SourceText | undefined> = computed(
    () => this.reader.text(this.source.value).value,
  );

  // ---- codes -------------------------------------------------------------------------------

  readonly #tree = computed(() => new CodeTree(this.shown.rows("codes")));
  readonly codes: ReadonlySignal<readonly string[]> = computed(() => this.#tree.value.sequence);
  readonly #position = computed(() => new Map(this.codes.value.map((id, at) => [id, at])));
  /** Places in the palette: a code that others are put before keeps the colour it is known by. */
  readonly #places = new Map<string, number>();

  readonly keys: ReadonlySignal<readonly string[]> = computed(() => {
    const chosen = this.#keys.value.slice(0, KEYS);
    const codes = this.codes.value;
    if (chosen.length === 0) return codes.slice(0, KEYS);
    return chosen.map((id) => (codes.includes(id) ? id : ""));
  });

  setKey(code: string, key: number): void {
    const keys = Array.from({ length: KEYS }, (_, at) => this.keys.peek()[at] ?? "");
    const free = keys.map((id) => (id === code ? "" : id));
    if (key > 0) free[key - 1] = code;
    this.#keys.value = free;
    this.scope.host.set("code_keys", free);
  }

  children(parent: string | null): readonly string[] {
    return this.#tree.value.children(parent).map(({ id }) => id);
  }

  path(code: string): string {
    const above = this.#tree.value.path(code);
    const name = this.code(code)?.name ?? "";
    return above ? `${above} › ${name}` : name;
  }

  colorOf(code: string): string {
    const row = this.code(code);
    const known = row && { color: row.color };
    return markOf(known, this.#place(code)).line;
  }

  #place(code: string): number {
    if (!this.#places.has(code)) {
      for (const id of this.codes.peek()) {
        if (!this.#places.has(id)) this.#places.set(id, this.#places.size);
      }
    }
    return this.#places.get(code) ?? 0;
  }

  count(code: string) {
    const rows = {
      quote: (id: string) => this.shown.row("quotes", id),
      participant: (id: string) => this.participant(id),
    };
    const shown = this.shown.pointing("applications", "code", code).filter((one) => {
      const quote = rows.quote(one.quote);
      return quote !== undefined && this.showsParticipant(quote.participant);
    });
    return countOf(shown, rows);
  }

  code(id: string): Code | undefined {
    return this.shown.row("codes", id);
  }

  participant(id: string): Participant | undefined {
    return this.shown.row("participants", id);
  }

  readonly coders: ReadonlySignal<readonly string[]> = computed(() => {
    const names = this.shown.rows("applications").map(({ coder }) => coder);
    return [...new Set(names)].filter(Boolean).sort((a, b) => a.localeCompare(b));
  });

  // ---- the filter --------------------------------------------------------------------------

  readonly #sieve = computed(() => new Sieve(this.filter.value, this.#tree.value));

  showsParticipant(id: string | null): boolean {
    return this.#sieve.value.participant(id === null ? undefined : this.participant(id));
  }

  showsApplication(application: Application): boolean {
    return this.#sieve.value.application(application);
  }

  readonly quotes: ReadonlySignal<readonly Quote[]> = computed(() => {
    const sieve = this.#sieve.value;
    const on = new Map<string, Application[]>();
    const rejected = new Set<string>();
    for (const one of this.shown.rows("applications")) {
      const some = on.get(one.quote);
      if (one.rejected) rejected.add(one.quote);
      else if (some) some.push(one);
      else on.set(one.quote, [one]);
    }
    return this.shown.rows("quotes").filter((quote) => {
      if (rejected.has(quote.id) && !on.has(quote.id)) return false;
      const who = quote.participant === null ? undefined : this.participant(quote.participant);
      return sieve.quote(quote, who, on.get(quote.id) ?? []);
    });
  });

  /** What stands on the open source's text, by start. */
  readonly marks: ReadonlySignal<readonly Mark[]> = computed(() => {
    const sieve = this.#sieve.value;
    const marks: Mark[] = [];
    for (const quote of this.shown.pointing("quotes", "source", this.source.value)) {
      const { id, start, end } = quote;
      if (start === null || end === null || isRejected(this.shown, id)) continue;
      const applications = applicationsOf(this.shown, id);
      const who = quote.participant === null ? undefined : this.participant(quote.participant);
      if (!sieve.quote(quote, who, applications)) continue;
      const shown = applications
        .filter((one) => sieve.application(one))
        .sort((a, b) => this.#at(a.code) - this.#at(b.code));
      marks.push({ quote: id, start, end, codes: shown.map((one) => this.#markCode(one)) });
    }
    return marks.sort((a, b) => a.start - b.start || b.end - a.end);
  });

  #at(code: string): number {
    return this.#position.value.get(code) ?? 0;
  }

  #markCode({ id, code, coder, accepted }: Application): MarkCode {
    const own = coder === this.coder.value;
    return {
      application: id,
      code,
      name: this.code(code)?.name ?? "",
      color: this.colorOf(code),
      coder,
      standing: accepted ? (own ? "own" : "other") : "suggested",
    };
  }

  /** The words of a quote, as they may be shown. */
  wordsOf(quote: Quote): string {
    return wordsOf(quote, this.text.value);
  }
}
