/**
 * The clients in this page, by journey. Each widget may have loaded its own copy of this module,
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

type Registry = Record<string, Seat[]>;

function registry(): Registry {
  const page = globalThis as unknown as { [KEY]?: Registry };
  page[KEY] ??= Object.create(null) as Registry;
  return page[KEY];
}

export function seats(journey: string): Seat[] {
  const all = registry();
  all[journey] ??= [];
  return all[journey];
}

export function leave(journey: string, seat: Seat): void {
  const left = seats(journey).filter((other) => other !== seat);
  if (left.length > 0) registry()[journey] = left;
  else delete registry()[journey];
}

/**
 * The seats whose edits a live client of `epoch` should take over: those closed, and those of
 * another epoch whose kernel is gone: the host says so, or it has left an edit unanswered for
 * longer than this client (`heard` from its own kernel since).
 */
export function abandoned(journey: string, mine: Seat, heard: number): Seat[] {
  return seats(journey).filter((seat) => {
    if (seat === mine) return false;
    if (seat.closed) return true;
    const silent = seat.waiting > 0 && heard > seat.waiting + PATIENCE;
    return seat.epoch !== mine.epoch && (seat.disconnected || silent);
  });
}
