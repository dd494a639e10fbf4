/** Adoption: a client of a journey takes over the edits of one whose kernel is gone. */
import type { KeptChange } from "./pending";
import { Room, type Seat } from "./registry";

interface Own {
  clients(): string[];
  epoch(): string;
  waiting(): number;
  disconnected(): boolean;
  take(): KeptChange[];
}

export interface Adopter {
  /** Another client has taken over: this one takes no more edits. */
  readonly gone: boolean;
  /** The ids of the clients in this page. */
  living(): ReadonlySet<string>;
  sit(): void;
  /** Whether another client waits for its kernel, so that it is worth asking ours. */
  waits(): boolean;
  /** Take over what is abandoned; `heard` is when our own kernel was heard. */
  adopt(heard: number): KeptChange[];
  /** Leave the page, and the edits to the next client. */
  leave(pending: KeptChange[]): void;
}

export function adopter(home: string, own: Own): Adopter {
  const room = new Room(home);
  let gone = false;
  const seat: Seat = {
    get clients() {
      return own.clients();
    },
    get epoch() {
      return own.epoch();
    },
    get waiting() {
      return own.waiting();
    },
    get disconnected() {
      return own.disconnected();
    },
    closed: false,
    take() {
      gone = true;
      room.leave(seat);
      return own.take();
    },
  };
  return {
    get gone() {
      return gone;
    },
    living: () => new Set(room.seats.flatMap((other) => other.clients)),
    sit: () => room.sit(seat),
    waits: () => room.seats.some((other) => other.waiting > 0 && other.epoch !== seat.epoch),
    adopt: (heard) => room.abandoned(seat, heard).flatMap((other) => other.take()),
    leave(pending) {
      room.leave(seat);
      if (pending.length === 0 || gone) return;
      const left: Seat = {
        clients: [...new Set(pending.map((change) => change.client))],
        epoch: seat.epoch,
        waiting: 0,
        disconnected: true,
        closed: true,
        take() {
          room.leave(left);
          return pending;
        },
      };
      room.sit(left);
    },
  };
}
