/**
 * The clients in this page, by what keeps their journey. Each widget may have loaded its own copy of this module,
 * perhaps of another build, so what they share is plain data of a shape that stays as it is.
 */
import type { KeptChange } from "./pending";

export interface Seat {
  /** The client ids under which it sends. */
  readonly clients: readonly string[];
  readonly epoch: string;
  /** Since when it has waited for the kernel, in ms of the clock; 0 where it does not. */
  readonly waiting: number;
  /** The host says that its kernel is gone. */
  readonly disconnected: boolean;
  /** The widget was closed while edits were pending. */
  readonly closed: boolean;
  /** Hand the pending edits over to a newer client; takes no more edits after that. */
  take(): KeptChange[];
}

const KEY = Symbol.for("journeywidgets/1");
const PATIENCE = 3000;

/** The seats of one journey's clients. */
export class Room {
  readonly #rooms: Record<string, Seat[]>;
  readonly #journey: string;

  constructor(home: string) {
    const page = globalThis as unknown as { [KEY]?: Record<string, Seat[]> };
    page[KEY] ??= {};
    this.#rooms = page[KEY];
    // A prefix keeps an id from being taken for something that every object has.
    this.#journey = `journey ${home}`;
  }

  get seats(): readonly Seat[] {
    return this.#rooms[this.#journey] ?? [];
  }

  sit(seat: Seat): void {
    this.#rooms[this.#journey] = [...this.seats, seat];
  }

  leave(seat: Seat): void {
    const left = this.seats.filter((other) => other !== seat);
    if (left.length > 0) this.#rooms[this.#journey] = left;
    else delete this.#rooms[this.#journey];
  }

  /**
   * The seats whose edits a live client at seat `mine` should take over: those closed, and those
   * of another epoch whose kernel is gone: the host says so, or it has left an edit unanswered
   * for long, while this client `heard` from its own.
   */
  abandoned(mine: Seat, heard: number): Seat[] {
    return this.seats.filter((seat) => {
      if (seat === mine) return false;
      if (seat.closed) return true;
      const silent = seat.waiting > 0 && heard > seat.waiting + PATIENCE;
      return seat.epoch !== mine.epoch && (seat.disconnected || silent);
    });
  }
}
