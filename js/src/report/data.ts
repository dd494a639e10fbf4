/** The data that a page holds, each piece read when it is first needed. */
import type { Entry } from "./contract";

const VIEWS = "jw-views";

export class Data {
  readonly #read = new Map<string, unknown>();

  constructor(private readonly page: Document) {}

  entries(): readonly Entry[] {
    return this.page.getElementById(VIEWS) ? (this.read(VIEWS) as Entry[]) : [];
  }

  /** What the element of that id holds. The same for everybody who asks: nobody changes it. */
  read(id: string): unknown {
    if (!this.#read.has(id)) {
      const text = this.page.getElementById(id)?.textContent;
      if (!text) throw new Error("its data is not in this page");
      this.#read.set(id, JSON.parse(text));
    }
    return this.#read.get(id);
  }
}
