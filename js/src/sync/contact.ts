/** Contact: whether the kernel answers, and what is said of it. */
import type { Status } from "./contract";

/** A round trip takes tens of ms, a slow hub's some hundred: longer means that a cell is running. */
export const BUSY_AFTER = 2000;
export const GONE_AFTER = 15_000;
/** A page whose first hello is not answered by then was opened without a kernel. */
export const ALONE_AFTER = 10_000;
const HELLO_EVERY = 5000;
const HELLO_ALONE_EVERY = 30_000;

export class Contact {
  /** When the kernel was last heard; 0 for never. */
  heard = 0;
  /** Since when a hello or a change is unanswered; 0 where none is. */
  asked = 0;
  lastHello = 0;
  disconnected = false;

  hear(now: number): void {
    this.heard = now;
    this.asked = 0;
  }

  ask(now: number): void {
    this.asked ||= now;
  }

  hello(now: number): void {
    this.lastHello = now;
    this.ask(now);
  }

  /** Never answered, as in a saved notebook that was opened without a kernel. */
  alone(now: number): boolean {
    return this.heard === 0 && this.asked > 0 && now - this.asked >= ALONE_AFTER;
  }

  helloDue(now: number, pending: number, hurry: boolean): boolean {
    const idle = pending === 0 && this.asked === 0 && !hurry;
    if (idle) return false;
    const rest = this.alone(now) && pending === 0 ? HELLO_ALONE_EVERY : HELLO_EVERY;
    return now - this.lastHello >= (hurry ? 1000 : rest);
  }

  /** The status of a client that may edit and has `pending` changes, the oldest since `since`. */
  status(now: number, pending: number, since: number): Status {
    const silent = this.asked > 0 && now - this.asked >= GONE_AFTER;
    if (this.disconnected || silent) return { kind: "gone", pending, sure: this.disconnected };
    if (pending === 0) return { kind: "saved" };
    return { kind: now - since >= BUSY_AFTER ? "busy" : "saving", pending };
  }
}
