/**
 * A page without a browser: the real client of the wire, driven line by line over standard input.
 *
 * Time is the driver's: timers run when it advances the clock. A line is one command, and gets one
 * line back: what came of it, and what the page sent meanwhile.
 */
import { createInterface } from "node:readline";
import type { FromKernel, FromPage } from "../../js/src/generated/schema";
import type { Host, Paint, Settings } from "../../js/src/host/host";
import type { JourneyClient } from "../../js/src/sync/contract";

type Timer = { at: number; call: () => void; every?: number };

/** A clock that the driver moves. Installed before the client's modules read the real one. */
class Clock {
  now = 1_000;
  #timers = new Map<number, Timer>();
  #next = 1;

  install(): void {
    const add = (call: () => void, ms = 0, every?: number) => {
      this.#timers.set(this.#next, { at: this.now + ms, call, every });
      return this.#next++;
    };
    const drop = (id: number) => this.#timers.delete(id);
    Object.assign(globalThis, {
      setTimeout: (call: () => void, ms?: number) => add(call, ms),
      setInterval: (call: () => void, ms = 1) => add(call, ms, ms),
      clearTimeout: drop,
      clearInterval: drop,
    });
    Date.now = () => this.now;
    performance.now = () => this.now;
  }

  advance(ms: number): void {
    const end = this.now + ms;
    for (;;) {
      const due = [...this.#timers].filter(([, t]) => t.at <= end).sort(([, a], [, b]) => a.at - b.at)[0];
      if (!due) break;
      const [id, timer] = due;
      this.now = Math.max(this.now, timer.at);
      if (timer.every) timer.at = this.now + timer.every;
      else this.#timers.delete(id);
      timer.call();
    }
    this.now = end;
  }
}

class WireHost implements Host {
  readonly live = true;
  #listen: ((message: FromKernel) => void) | undefined;
  readonly #settings: Settings;

  constructor(
    readonly paint: Paint,
    readonly send: (message: FromPage) => void,
  ) {
    this.#settings = {
      theme: "auto",
      read_only: false,
      selection: {},
      personas: [],
      file: "x.journey.json",
      revision: 0,
      height: 0,
    };
  }

  onMessage(listen: (message: FromKernel) => void): void {
    this.#listen = listen;
  }
  receive(message: FromKernel): void {
    this.#listen?.(message);
  }
  get<Name extends keyof Settings>(name: Name): Settings[Name] {
    return this.#settings[name];
  }
  set<Name extends keyof Settings>(name: Name, value: Settings[Name]): void {
    this.#settings[name] = value;
  }
  onChange(): void {}
}

const clock = new Clock();
clock.install();
const { createClient } = await import("../../js/src/sync/client");
let host: WireHost;
let client: JourneyClient;
let closing: AbortController;
let sent: FromPage[] = [];
/** Every notice that the page ever showed. */
let told: unknown[] = [];

const commands: Record<string, (line: Record<string, never>) => unknown> = {
  open({ paint }: { paint: Paint }) {
    closing = new AbortController();
    host = new WireHost(paint, (message) => sent.push(structuredClone(message)));
    client = createClient(host, closing.signal);
    told = [];
    client.notices.subscribe((notices) => {
      for (const { code, reason, id, mine, current } of notices)
        told.push({ code, reason, id, mine, current });
    });
  },
  close() {
    closing.abort();
  },
  receive({ message }: { message: FromKernel }) {
    host.receive(message);
  },
  commit({ label, ops }: { label: string; ops: never[] }) {
    return client.commit(label, ops) ?? null;
  },
  undo() {
    return client.undo() ?? null;
  },
  redo() {
    return client.redo() ?? null;
  },
  advance({ ms }: { ms: number }) {
    clock.advance(ms);
  },
  state() {
    return {
      meta: client.shown.meta.value,
      stages: client.shown.rows("stages"),
      lanes: client.shown.rows("lanes"),
      cards: client.shown.rows("cards"),
      status: client.status.value,
      revision: client.revision(),
      told,
    };
  },
};

const input = createInterface({ input: process.stdin });
for await (const text of input) {
  sent = [];
  const line = JSON.parse(text);
  let answer: unknown;
  try {
    answer = { result: commands[line.do](line as never) ?? null };
  } catch (error) {
    answer = { error: String((error as Error).stack ?? error) };
  }
  // Signals and promises settle before the answer goes out.
  await new Promise((resolve) => setImmediate(resolve));
  process.stdout.write(`${JSON.stringify({ ...(answer as object), sent })}\n`);
}
