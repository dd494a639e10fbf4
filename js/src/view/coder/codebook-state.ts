/** The state of one view's codebook: what is folded, where its tab stop is, what is dragged. */
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { type Spot, treeOf } from "../../actions/codes";
import type { CodeTree } from "../../coder/code-tree";
import type { CoderView } from "../../coder/contract";
import type { Code } from "../../generated/schema";

/** Where a dragged code would go. */
export interface CodeDrag {
  readonly id: string;
  /** The code it would stand before, after or below; undefined where it would stay. */
  readonly target?: string;
  readonly side: "before" | "after" | "below";
}

/** What stands over the codebook. */
export interface CodeDialog {
  readonly kind: "delete" | "split";
  readonly id: string;
}

/** A code that is being named: it is made when its name is done. */
export interface Adding extends Spot {
  readonly id: string;
}

export class CodebookState {
  readonly #at: Signal<string | undefined> = signal(undefined);
  readonly folded: Signal<ReadonlySet<string>> = signal(new Set<string>());
  readonly adding: Signal<Adding | undefined> = signal(undefined);
  readonly drag: Signal<CodeDrag | undefined> = signal(undefined);
  /** The code over which a quote is held. */
  readonly taking: Signal<string | undefined> = signal(undefined);
  readonly dialog: Signal<CodeDialog | undefined> = signal(undefined);
  /** Whether what the code at hand says is shown under the tree. */
  readonly about = signal(true);
  /** Whether the press that now ends has dragged something. */
  dragged = false;
  /** Letters typed in a row, by which a code is found. */
  typed = { text: "", at: 0 };

  readonly tree: ReadonlySignal<CodeTree<Code>>;
  /** Ids of the codes that are drawn. */
  readonly visible: ReadonlySignal<readonly string[]>;
  /** The code that has the tab stop: where it is hidden, the one that hides it. */
  readonly at: ReadonlySignal<string | undefined>;

  constructor(readonly coder: CoderView) {
    this.tree = computed(() => treeOf(coder.shown));
    this.visible = computed(() => this.tree.value.visible(this.folded.value));
    this.at = computed(() => {
      const visible = this.visible.value;
      const at = this.#at.value;
      if (at === undefined) return visible[0];
      const line = [at, ...this.tree.value.above(at)];
      return line.find((id) => visible.includes(id)) ?? visible[0];
    });
  }

  /** Take the tab stop to a code, and what hides it away. */
  go(id: string): void {
    const above = this.tree.peek().above(id);
    const folded = this.folded.peek();
    if (above.some((other) => folded.has(other))) {
      this.folded.value = new Set([...folded].filter((other) => !above.includes(other)));
    }
    this.#at.value = id;
  }

  /** The same with the focus, once it is drawn. */
  focus(id: string): void {
    this.go(id);
    this.#soon(() => this.element(id));
  }

  focusAt(selector: string): void {
    this.#soon(() => this.coder.scope.root.querySelector<HTMLElement>(selector));
  }

  #soon(find: () => HTMLElement | null | undefined): void {
    find()?.focus({ preventScroll: true });
    requestAnimationFrame(() => {
      const drawn = find();
      drawn?.scrollIntoView?.({ block: "nearest" });
      // What has taken the focus meanwhile keeps it: an editor, a picker, a menu.
      const active = this.coder.scope.active();
      if (!active || active.matches("[data-code]")) drawn?.focus({ preventScroll: true });
    });
  }

  fold(id: string, folded: boolean): void {
    const now = new Set(this.folded.peek());
    if (folded) now.add(id);
    else now.delete(id);
    this.folded.value = now;
  }

  /** Codes with others below them. */
  branches(): string[] {
    const tree = this.tree.value;
    return tree.sequence.filter((id) => tree.children(id).length > 0);
  }

  elements(): HTMLElement[] {
    return [...this.coder.scope.root.querySelectorAll<HTMLElement>("[data-code]")];
  }

  element(id: string): HTMLElement | undefined {
    return this.elements().find((element) => element.dataset.code === id);
  }
}

const books = new WeakMap<CoderView, CodebookState>();

/** One for each view, so that what is folded stays so while the pane shows something else. */
export function codebookOf(coder: CoderView): CodebookState {
  let book = books.get(coder);
  if (!book) {
    book = new CodebookState(coder);
    books.set(coder, book);
  }
  return book;
}
