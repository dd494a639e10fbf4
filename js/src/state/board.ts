/** Where the columns of a map's views stand in the page. */
import type { Board, Columns } from "../link/port";

/** A view of the map, as long as it is in the page. */
export interface BoardView {
  read(): Columns | undefined;
  scrollTo(left: number): void;
}

export class ColumnBoard implements Board {
  readonly #views = new Set<BoardView>();
  readonly #events = new EventTarget();

  /** A view has come; call `changed` whenever its columns or its scroll have. */
  add(view: BoardView, signal: AbortSignal): void {
    this.#views.add(view);
    const go = () => {
      this.#views.delete(view);
      this.changed();
    };
    signal.addEventListener("abort", go, { once: true });
    this.changed();
  }

  changed(): void {
    this.#events.dispatchEvent(new Event("change"));
  }

  columns(): Columns | undefined {
    return this.#first()?.columns;
  }

  onColumns(listen: () => void, signal: AbortSignal): void {
    this.#events.addEventListener("change", listen, { signal });
  }

  scrollTo(left: number): void {
    this.#first()?.view.scrollTo(left);
  }

  /** Bring a stretch into sight, where it is not. */
  reveal(name: string): void {
    const columns = this.columns();
    const span = columns?.spans.get(name);
    if (!columns || !span) return;
    const { scrolled, width } = columns;
    const right = span.left + span.width;
    const head = Math.min(...[...columns.spans.values()].map(({ left }) => left));
    if (span.left - head < scrolled) this.scrollTo(span.left - head);
    else if (right > scrolled + width) this.scrollTo(right - width);
  }

  #first() {
    for (const view of this.#views) {
      const columns = view.read();
      if (columns) return { view, columns };
    }
    return undefined;
  }
}
