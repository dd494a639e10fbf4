/** A widget model of anywidget as a host. */
import type { AnyModel } from "@anywidget/types";
import type {
  FromKernel,
  FromPage,
  HitsMessage,
  ReadMessage,
  SearchMessage,
  TextMessage,
} from "../generated/schema";
import { exported } from "./exported";
import type { Host, Paint, Settings } from "./host";
import { LocalSettings } from "./static";

/** The document comes as JSON text: a notebook that stores it keeps it in one line. */
type Traits = Settings & { _snapshot: string };

const DISCONNECTED = "jupyter-widgets-disconnected";

export class AnywidgetHost implements Host {
  readonly live = !exported();
  readonly paint: Paint;
  readonly #model: AnyModel<Traits>;
  /** Settings that this kind of widget does not share with Python. */
  readonly #local = new LocalSettings({});
  readonly #connection = new EventTarget();
  #connected = true;

  constructor(model: AnyModel) {
    this.#model = model as AnyModel<Traits>;
    this.paint = JSON.parse(this.#model.get("_snapshot"));
  }

  send(message: FromPage): void {
    this.#send(message);
  }

  ask(message: ReadMessage | SearchMessage): void {
    this.#send(message);
  }

  #send(message: FromPage | ReadMessage | SearchMessage): void {
    try {
      this.#model.send(message);
    } catch {
      // The kernel's end is closed. What was sent stays pending, and is sent again when it is back.
    }
  }

  onMessage(listen: (message: FromKernel) => void, signal: AbortSignal): void {
    const own = (message: FromKernel | TextMessage | HitsMessage) => {
      if (!isAnswer(message)) listen(message);
    };
    this.#on("msg:custom", own, signal);
  }

  onAnswer(listen: (message: TextMessage | HitsMessage) => void, signal: AbortSignal): void {
    const own = (message: FromKernel | TextMessage | HitsMessage) => {
      if (isAnswer(message)) listen(message);
    };
    this.#on("msg:custom", own, signal);
  }

  get<Name extends keyof Settings>(name: Name): Settings[Name] {
    return this.#has(name) ? this.#model.get(name) : this.#local.get(name);
  }

  set<Name extends keyof Settings>(name: Name, value: Settings[Name]): void {
    if (!this.#has(name)) {
      this.#local.set(name, value);
      return;
    }
    this.#model.set(name, value as Traits[Name]);
    try {
      this.#model.save_changes();
    } catch {
      // As above: the setting holds in this page.
    }
  }

  onChange(name: keyof Settings, listen: () => void, signal: AbortSignal): void {
    if (this.#has(name)) this.#on(`change:${name}`, listen, signal);
    else this.#local.onChange(name, listen, signal);
  }

  onConnection(listen: (connected: boolean) => void, signal: AbortSignal): void {
    this.#connection.addEventListener("change", () => listen(this.#connected), { signal });
  }

  /** Learn from a view's element whether the host takes the kernel for gone. */
  watch(el: HTMLElement, signal: AbortSignal): void {
    const look = () => {
      const connected = el.closest(`.${DISCONNECTED}`) === null;
      if (connected === this.#connected) return;
      this.#connected = connected;
      this.#connection.dispatchEvent(new Event("change"));
    };
    const observer = new MutationObserver(look);
    observer.observe(el, { attributes: true, attributeFilter: ["class"] });
    signal.addEventListener("abort", () => observer.disconnect(), { once: true });
    look();
  }

  #has(name: keyof Settings): boolean {
    return this.#model.get(name) !== undefined;
  }

  #on<Value>(event: string, listen: (value: Value) => void, signal: AbortSignal): void {
    if (signal.aborted) return;
    this.#model.on(event, listen);
    signal.addEventListener("abort", () => this.#model.off(event, listen), { once: true });
  }
}

function isAnswer(
  message: FromKernel | TextMessage | HitsMessage,
): message is TextMessage | HitsMessage {
  return message?.type === "text" || message?.type === "hits";
}
