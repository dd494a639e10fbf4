/** The box of a chart in the page: its shadow root, its parts, its theme. */
import { themeAround, watchTheme } from "../state/surroundings";
import { adopt } from "../view/shared/styles";
import tokensCss from "../view/shared/tokens.css";
import chartCss from "./chart.css";

export class Frame {
  readonly root: HTMLElement;
  readonly plot: HTMLDivElement;
  /** As wide as what scrolls with the map. */
  readonly inner: HTMLDivElement;
  readonly ink: HTMLDivElement;
  readonly #note: HTMLParagraphElement;

  constructor(
    readonly el: HTMLElement,
    signal: AbortSignal,
    /** Whether it stands in an exported page: in no host, under a policy that knows no style element. */
    private readonly exported = false,
  ) {
    const page = el.ownerDocument;
    const box = page.createElement("div");
    // As in the map: JupyterLab takes plain keys for commands unless the target says otherwise.
    box.dataset.lmSuppressShortcuts = "true";
    const shadow = box.attachShadow({ mode: "open" });
    const style = page.createElement("style");
    style.textContent = `${tokensCss}\n${chartCss}`;
    const adopted = exported && adopt(shadow, style.textContent);
    const part = <Name extends keyof HTMLElementTagNameMap>(name: Name, its: string) => {
      const made = page.createElement(name);
      made.className = its;
      return made;
    };
    this.root = part("figure", "jw chart");
    this.plot = part("div", "plot");
    this.inner = part("div", "inner");
    this.ink = part("div", "ink");
    this.ink.setAttribute("role", "img");
    this.#note = part("p", "note");
    this.#note.setAttribute("role", "status");
    this.inner.append(this.ink);
    this.plot.append(this.inner);
    this.root.append(this.plot, this.#note);
    shadow.append(...(adopted ? [] : [style]), this.root);
    el.append(box);
    signal.addEventListener("abort", () => box.remove(), { once: true });
  }

  say(text: string, wrong = false): void {
    this.#note.textContent = text;
    this.#note.toggleAttribute("data-wrong", wrong);
  }

  /** Follow the setting and the surroundings; `tell` is told whether it is dark, at each change. */
  follow(setting: () => unknown, tell: (dark: boolean) => void, signal: AbortSignal): () => void {
    let now: string | undefined;
    const look = () => {
      const chosen = setting();
      const dark = (view?.matchMedia?.("(prefers-color-scheme: dark)").matches ?? false) === true;
      const theme = chosen === "dark" || chosen === "light" ? chosen : themeAround(this.el, dark);
      const own = this.exported || chosen === "dark" || chosen === "light";
      this.root.toggleAttribute("data-host", !own);
      this.root.dataset.theme = theme;
      if (theme === now) return;
      now = theme;
      tell(theme === "dark");
    };
    const view = this.el.ownerDocument.defaultView;
    watchTheme(this.el, signal, look);
    look();
    return look;
  }
}
