/**
 * Pending edits in the browser's session storage, a key each, so that they outlive a reload of
 * the page. Only while they are pending; quietly absent where storage is denied.
 */
import type { KeptChange } from "./pending";

export class SessionKeeper {
  readonly #prefix: string;
  readonly #storage: Storage | undefined;

  constructor(home: string) {
    this.#prefix = `journeywidgets/1/${encodeURIComponent(home)}/`;
    try {
      this.#storage = globalThis.sessionStorage;
    } catch {
      this.#storage = undefined; // a sandboxed frame without an origin
    }
  }

  put(change: KeptChange): void {
    try {
      this.#storage?.setItem(this.#key(change), JSON.stringify(change));
    } catch {
      // Full or denied: the edit is still in this page's memory.
    }
  }

  drop(change: KeptChange): void {
    try {
      this.#storage?.removeItem(this.#key(change));
    } catch {
      // Denied; nothing was put either.
    }
  }

  /** Changes that a page before this one left, except those of the clients in `living`. */
  left(living: ReadonlySet<string>): KeptChange[] {
    const found: KeptChange[] = [];
    try {
      for (const key of Object.keys(this.#storage ?? {})) {
        if (!key.startsWith(this.#prefix)) continue;
        const change: unknown = JSON.parse(this.#storage?.getItem(key) ?? "null");
        if (isKept(change) && !living.has(change.client)) found.push(change);
      }
    } catch {
      return found; // denied, or not written by us
    }
    return found.sort((a, b) =>
      a.client === b.client ? a.seq - b.seq : a.client < b.client ? -1 : 1,
    );
  }

  #key(change: KeptChange): string {
    return `${this.#prefix}${change.client}/${change.seq}`;
  }
}

function isKept(value: unknown): value is KeptChange {
  const change = value as Partial<KeptChange> | null;
  return (
    typeof change?.client === "string" &&
    typeof change.epoch === "string" &&
    typeof change.label === "string" &&
    Number.isInteger(change.seq) &&
    Number.isInteger(change.base) &&
    Array.isArray(change.ops) &&
    Array.isArray(change.began)
  );
}
