/** A kernel's end of reading, for tests: texts with their passages, as pages are sent them. */
import type {
  HitsMessage,
  PassageEntry,
  ReadMessage,
  SearchMessage,
  TextMessage,
} from "../../src/generated/schema";
import type { Host } from "../../src/host/host";

export type Turn = [participant: string | null, text: string];

/** Turns one under the other, as entries over one text in code points. */
export function laid(turns: readonly Turn[]): { text: string; entries: PassageEntry[] } {
  let text = "";
  const entries: PassageEntry[] = [];
  for (const [at, [participant, words]] of turns.entries()) {
    if (at) text += "\n\n";
    const start = [...text].length;
    text += words;
    const end = [...text].length;
    const id = `g${at}`;
    entries.push({ id, part: 0, start, end, participant, time: at * 7, question: "" });
  }
  return { text, entries };
}

/** The piece of a text that a page asks for. */
export function piece(
  source: string,
  turns: readonly Turn[],
  at = 0,
  count = 1000,
  view = "v1",
): TextMessage {
  const { text, entries } = laid(turns);
  const passages = entries.slice(at, at + count);
  const points = [...text];
  const part = points.slice(passages[0]?.start ?? 0, passages.at(-1)?.end ?? 0).join("");
  const whole = { total: entries.length, length: points.length };
  return { jw: 1, type: "text", source, view, ...whole, at, passages, text: part };
}

/** Answers what a page reads of `sources`; `most` passages a message. */
export class Shelf {
  readonly asked: (ReadMessage | SearchMessage)[] = [];
  readonly #listeners = new Set<(message: TextMessage | HitsMessage) => void>();
  view = "v1";
  most = 1000;
  /** Nothing is answered. */
  silent = false;

  constructor(readonly sources: Record<string, readonly Turn[]>) {}

  /** Give a host what a kernel with texts would do. */
  onto<Some extends Host>(host: Some): Some {
    host.ask = (message) => {
      this.asked.push(JSON.parse(JSON.stringify(message)));
      if (!this.silent) setTimeout(() => this.#answer(message));
    };
    host.onAnswer = (listen, signal) => {
      this.#listeners.add(listen);
      signal.addEventListener("abort", () => this.#listeners.delete(listen), { once: true });
    };
    return host;
  }

  say(message: TextMessage | HitsMessage): void {
    for (const listen of this.#listeners) listen(JSON.parse(JSON.stringify(message)));
  }

  #answer(message: ReadMessage | SearchMessage): void {
    if (message.type === "search") {
      const { client, id, query } = message;
      this.say({ jw: 1, type: "hits", client, id, hits: this.#hits(query), more: 0 });
      return;
    }
    const { source, at, count } = message;
    const turns = this.sources[source];
    if (turns) this.say(piece(source, turns, at, Math.min(count, this.most), this.view));
    else this.say({ ...piece(source, []), total: -1 });
  }

  #hits(query: string) {
    return Object.entries(this.sources).flatMap(([source, turns]) => {
      const { text } = laid(turns);
      const at = text.indexOf(query);
      if (at < 0) return [];
      const start = [...text.slice(0, at)].length;
      return [{ source, start, end: start + [...query].length }];
    });
  }
}
