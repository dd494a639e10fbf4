/** The bar over the page: search over its maps, light or dark, print. */
import type { Finding } from "./finding";

const THEMES = { auto: "As the system", light: "Light", dark: "Dark" } as const;

export class Bar {
  constructor(
    private readonly page: Document,
    /** Undefined where the page has no maps. */
    finding: Finding | undefined,
  ) {
    const bar = this.#make("header", { class: "jw-bar" });
    const title = this.#make("span", { class: "jw-bar-title" });
    title.textContent = page.title;
    bar.append(title);
    if (finding) bar.append(...this.#search(finding));
    bar.append(this.#themes());
    if (this.#canPrint()) bar.append(this.#print());
    page.body.prepend(bar);
  }

  #make<Name extends keyof HTMLElementTagNameMap>(
    name: Name,
    attributes: Record<string, string> = {},
  ): HTMLElementTagNameMap[Name] {
    const made = this.page.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  #search(finding: Finding): HTMLElement[] {
    const field = this.#make("input", {
      type: "search",
      placeholder: "Search the maps",
      "aria-label": "Search the cards of all maps",
      dir: "auto",
    });
    const told = this.#make("span", { class: "jw-bar-count", role: "status" });
    const tell = () => {
      const { count } = finding;
      told.textContent = field.value.trim() === "" ? "" : count ? `${count} found` : "none found";
    };
    field.addEventListener("input", () => {
      finding.look(field.value);
      tell();
    });
    const go = (by: 1 | -1) => {
      const { number, of } = finding.step(by);
      if (of) told.textContent = `${number} of ${of}`;
    };
    field.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "Enter") go(event.shiftKey ? -1 : 1);
      else if (event.key === "Escape") {
        field.value = "";
        finding.look("");
        tell();
      } else return;
      event.preventDefault();
    });
    const step = (by: 1 | -1, sign: string, label: string) => {
      const button = this.#make("button", { type: "button", "aria-label": label, title: label });
      button.textContent = sign;
      button.addEventListener("click", () => go(by));
      return button;
    };
    return [field, told, step(-1, "↑", "Match before"), step(1, "↓", "Next match")];
  }

  #themes(): HTMLElement {
    const root = this.page.documentElement;
    const choice = this.#make("select", { "aria-label": "Light or dark" });
    for (const [theme, name] of Object.entries(THEMES)) {
      const option = this.#make("option", { value: theme });
      option.textContent = name;
      choice.append(option);
    }
    choice.value = root.dataset.theme ?? "auto";
    choice.addEventListener("change", () => {
      if (choice.value === "auto") delete root.dataset.theme;
      else root.dataset.theme = choice.value;
    });
    return choice;
  }

  #print(): HTMLElement {
    const button = this.#make("button", { type: "button" });
    button.textContent = "Print";
    button.addEventListener("click", () => this.page.defaultView?.print());
    return button;
  }

  /** A sandboxed frame may not open the print dialog, and would say so to nobody. */
  #canPrint(): boolean {
    const view = this.page.defaultView;
    return view !== null && (view.top === view || view.origin !== "null");
  }
}
