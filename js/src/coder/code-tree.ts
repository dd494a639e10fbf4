/** The codebook as a tree: who stands below whom, in the order shown. */
import { compareOrder } from "../model/order";

/** As much of a code as its place needs. */
export interface Branch {
  readonly id: string;
  readonly name: string;
  readonly parent: string | null;
  readonly order: string;
}

export class CodeTree<Code extends Branch = Branch> {
  /** Every code, each followed by those below it. */
  readonly sequence: readonly string[];
  readonly #codes: ReadonlyMap<string, Code>;
  readonly #below = new Map<string | null, Code[]>();
  readonly #level = new Map<string, number>();

  constructor(codes: readonly Code[]) {
    this.#codes = new Map(codes.map((code) => [code.id, code]));
    for (const code of [...codes].sort(compareOrder)) {
      const parent = this.parent(code.id);
      const siblings = this.#below.get(parent);
      if (siblings) siblings.push(code);
      else this.#below.set(parent, [code]);
    }
    const sequence: string[] = [];
    const visit = (code: Code, level: number) => {
      if (this.#level.has(code.id)) return;
      this.#level.set(code.id, level);
      sequence.push(code.id);
      for (const child of this.children(code.id)) visit(child, level + 1);
    };
    for (const code of this.children(null)) visit(code, 1);
    // Edits of two pages can make a ring until the kernel has refused one: its codes stay in sight.
    for (const code of codes) visit(code, 1);
    this.sequence = sequence;
  }

  code(id: string): Code | undefined {
    return this.#codes.get(id);
  }

  /** The code above; null at the top, and where what it names is gone. */
  parent(id: string): string | null {
    const parent = this.#codes.get(id)?.parent ?? null;
    return parent !== null && this.#codes.has(parent) ? parent : null;
  }

  /** The codes right below; those of the top for null. */
  children(id: string | null): readonly Code[] {
    return this.#below.get(id) ?? [];
  }

  siblings(id: string): readonly Code[] {
    return this.children(this.parent(id));
  }

  /** From 1. */
  level(id: string): number {
    return this.#level.get(id) ?? 1;
  }

  /** The codes above, the nearest first. */
  above(id: string): string[] {
    const found: string[] = [];
    for (let at = this.parent(id); at !== null && !found.includes(at); at = this.parent(at)) {
      found.push(at);
    }
    return found;
  }

  /** The code and all below it. */
  within(id: string): ReadonlySet<string> {
    const found = new Set([id]);
    for (const at of found) for (const child of this.children(at)) found.add(child.id);
    return found;
  }

  /** "Sign-up › Waiting": names from the top, without the code's own. */
  path(id: string): string {
    const names = this.above(id).map((other) => this.#codes.get(other)?.name ?? "");
    return names.reverse().join(" › ");
  }

  /** What is drawn where the codes of `folded` hide what is below them. */
  visible(folded: ReadonlySet<string>): string[] {
    if (folded.size === 0) return [...this.sequence];
    return this.sequence.filter((id) => !this.above(id).some((other) => folded.has(other)));
  }
}
