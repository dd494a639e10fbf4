/** Snapshots come in pieces, which may be lost, doubled and out of order. */
import type { RejectEntry, SnapshotMessage } from "../generated/schema";

export interface Snapshot {
  epoch: string;
  revision: number;
  document: Record<string, unknown>;
  seen: Record<string, number>;
  rejected: RejectEntry[];
}

export class Chunks {
  #parts: (SnapshotMessage | undefined)[] = [];

  /** Take a piece; returns the snapshot when it is whole. */
  take(message: SnapshotMessage): Snapshot | undefined {
    const first = this.#parts.find((part) => part !== undefined);
    const { epoch, revision, parts } = message;
    const other = first?.epoch !== epoch || first.revision !== revision || first.parts !== parts;
    // An old piece that comes late must not push out the newer ones.
    if (first?.epoch === epoch && first.revision > revision) return undefined;
    if (other) this.#parts = new Array<undefined>(parts).fill(undefined);
    const sameHead = message.part === 0 && this.#parts[0];
    this.#parts[message.part] = sameHead ? newer(sameHead, message) : message;
    if (this.#parts.includes(undefined)) return undefined;
    const whole = this.#parts as SnapshotMessage[];
    this.#parts = [];
    return {
      epoch,
      revision,
      document: JSON.parse(whole.map((part) => part.document).join("")),
      seen: Object.assign({}, ...whole.map((part) => part.seen)),
      rejected: whole.flatMap((part) => part.rejected),
    };
  }
}

/** Of two heads of one revision, the one that has seen more. */
function newer(one: SnapshotMessage, other: SnapshotMessage): SnapshotMessage {
  const count = (message: SnapshotMessage) =>
    Object.values(message.seen).reduce((sum, seq) => sum + seq, 0);
  return count(other) >= count(one) ? other : one;
}
