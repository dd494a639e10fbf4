/** The figures under the pointer, as text. */

const AWAY = 14; // px from the pointer

export class Tooltip {
  readonly #box: HTMLDivElement;

  constructor(private readonly frame: HTMLElement) {
    this.#box = frame.ownerDocument.createElement("div");
    this.#box.className = "tip";
    this.#box.setAttribute("aria-hidden", "true"); // the table says the same
    this.#box.hidden = true;
    frame.append(this.#box);
  }

  show(event: MouseEvent | undefined, value: unknown): void {
    const lines = linesOf(value);
    this.#box.hidden = lines.length === 0 || !event;
    if (!event || this.#box.hidden) return;
    const page = this.frame.ownerDocument;
    this.#box.replaceChildren(
      ...lines.map(([name, text]) => {
        const line = page.createElement("div");
        if (name) {
          const head = page.createElement("span");
          head.textContent = name;
          line.append(head, " ");
        }
        line.append(text);
        return line;
      }),
    );
    this.#place(event);
  }

  hide(): void {
    this.#box.hidden = true;
  }

  /** Beside the pointer, on the side where there is room. */
  #place({ clientX, clientY }: MouseEvent): void {
    const frame = this.frame.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.#box;
    const beyond = clientX + AWAY + width > frame.right;
    const left = clientX - frame.left + (beyond ? -AWAY - width : AWAY);
    const above = clientY - height - AWAY;
    const top = (above > 0 ? above : clientY + AWAY) - frame.top;
    this.#box.style.left = `${Math.max(0, left)}px`;
    this.#box.style.top = `${top}px`;
  }
}

function linesOf(value: unknown): [string, string][] {
  if (value === null || value === undefined || value === "") return [];
  if (typeof value !== "object") return [["", String(value)]];
  return Object.entries(value)
    .filter(([, text]) => text !== null && text !== undefined && text !== "")
    .map(([name, text]) => [name, String(text)]);
}
