/** An exported page: a document, and nobody to talk to. */
import type { Host, Paint, Settings } from "./host";

export const DEFAULTS: Settings = {
  theme: "auto",
  read_only: false,
  selection: {},
  personas: [],
  file: "",
  revision: 0,
  height: 0,
  coder: "",
  source: "",
  code_keys: [],
  _places: [],
};

/** View settings that live in this page alone. */
export class LocalSettings {
  readonly #values: Settings;
  readonly #events = new EventTarget();

  constructor(given: Partial<Settings>) {
    this.#values = { ...DEFAULTS, ...given };
  }

  get<Name extends keyof Settings>(name: Name): Settings[Name] {
    return this.#values[name];
  }

  set<Name extends keyof Settings>(name: Name, value: Settings[Name]): void {
    this.#values[name] = value;
    this.#events.dispatchEvent(new Event(name));
  }

  onChange(name: keyof Settings, listen: () => void, signal: AbortSignal): void {
    this.#events.addEventListener(name, listen, { signal });
  }
}

export class StaticHost extends LocalSettings implements Host {
  readonly live = false;

  constructor(
    readonly paint: Paint,
    settings: Partial<Settings> = {},
  ) {
    super(settings);
  }

  send(): void {
    // Nobody is there.
  }

  onMessage(): void {
    // Nobody speaks.
  }
}

export function staticHost(paint: Paint, settings: Partial<Settings> = {}): Host {
  return new StaticHost(paint, settings);
}
