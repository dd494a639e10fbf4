/** A host in memory, over a network that may drop, double, delay and reorder, by a seed. */
import type { FromKernel, FromPage } from "../generated/schema";
import type { Host, Paint, Settings } from "./host";
import { MemoryKernel } from "./kernel";
import { LocalSettings } from "./static";

export interface MemoryOptions {
  settings?: Partial<Settings>;
  /** A kernel that another host talks to already. */
  kernel?: MemoryKernel;
  seed?: number;
  /** Shares of the messages, 0 to 1. */
  drop?: number;
  double?: number;
  /** Ms that a message takes at least, and by how much more at most: what reorders. */
  latency?: number;
  jitter?: number;
}

export class MemoryHost extends LocalSettings implements Host {
  readonly live = true;
  readonly paint: Paint;
  readonly kernel: MemoryKernel;
  drop: number;
  double: number;
  latency: number;
  jitter: number;
  /** Every message that the page sent. */
  readonly sent: FromPage[] = [];
  readonly #random: () => number;
  readonly #connection = new EventTarget();
  #connected = true;
  #post: ((message: FromKernel) => void) | undefined;

  constructor(document: Record<string, unknown>, options: MemoryOptions = {}) {
    super(options.settings ?? {});
    this.kernel = options.kernel ?? new MemoryKernel(document);
    this.paint = copy(this.kernel.paint());
    this.#random = randomOf(options.seed ?? 1);
    this.drop = options.drop ?? 0;
    this.double = options.double ?? 0;
    this.latency = options.latency ?? 0;
    this.jitter = options.jitter ?? 0;
  }

  /** Whether messages get through, and whether the host says so where they do not. */
  connect(connected: boolean, tell = true): void {
    this.#connected = connected;
    if (tell) this.#connection.dispatchEvent(new Event("change"));
  }

  send(message: FromPage): void {
    this.sent.push(copy(message));
    this.#carry(message, (arrived) => {
      this.kernel.receive(arrived, (answer) => this.#post?.(answer));
    });
  }

  onMessage(listen: (message: FromKernel) => void, signal: AbortSignal): void {
    this.#post = (message) =>
      this.#carry(message, (arrived) => {
        if (!signal.aborted) listen(arrived);
      });
    this.kernel.connect(this.#post, signal);
  }

  onConnection(listen: (connected: boolean) => void, signal: AbortSignal): void {
    this.#connection.addEventListener("change", () => listen(this.#connected), { signal });
  }

  #carry<Message>(message: Message, arrive: (message: Message) => void): void {
    const times = this.#random() < this.drop ? 0 : this.#random() < this.double ? 2 : 1;
    for (let time = 0; time < times; time += 1) {
      const sent = copy(message);
      const wait = this.latency + Math.floor(this.#random() * this.jitter);
      setTimeout(() => this.#connected && arrive(sent), wait);
    }
  }
}

export function memoryHost(
  document: Record<string, unknown>,
  options: MemoryOptions = {},
): MemoryHost {
  return new MemoryHost(document, options);
}

function copy<Message>(message: Message): Message {
  return JSON.parse(JSON.stringify(message));
}

/** A linear congruential generator: repeatable, and good enough to lose messages by. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
