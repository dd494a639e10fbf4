/** What every part of one view shares. Nothing here leaves the page. */
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Host, Settings } from "../host/host";
import type { JourneyClient, Notice } from "../sync/contract";
import { Editor } from "./editing";
import { observeTheme, type Theme } from "./theme";

export interface MenuItem {
  id: string;
  label: string;
  /** The key that does the same. */
  hint?: string;
  run?: () => void;
  /** A page of further items. */
  items?: () => MenuItem[];
  checked?: boolean;
  disabled?: boolean;
  danger?: boolean;
  /** A line above it. */
  apart?: boolean;
}

export interface OpenMenu {
  label: string;
  items: MenuItem[];
  /** Where it opens, in CSS px of the window. */
  at: { x: number; y: number };
  /** Where the focus goes when it closes without a choice. */
  back: () => void;
}

export interface Ask {
  title: string;
  label: string;
  value: string;
  hint?: string;
  /** Values to choose from; any other may be typed unless `closed`. */
  choices?: readonly string[];
  multiline?: boolean;
  /** Returns what is wrong with it, or nothing where it was done. */
  done: (value: string) => string | undefined;
  back: () => void;
}

let views = 0;

export class Scope {
  readonly editor: Editor;
  /** What a screen reader is told next. */
  readonly said = signal("");
  readonly menu = signal<OpenMenu | undefined>(undefined);
  readonly ask = signal<Ask | undefined>(undefined);
  readonly theme: ReadonlySignal<Theme>;
  /** Whether the theme is the host's own. */
  readonly themeIsHosts: ReadonlySignal<boolean>;
  readonly themeSetting: Signal<Settings["theme"]>;
  readonly readOnly: ReadonlySignal<boolean>;
  readonly notices: ReadonlySignal<readonly Notice[]>;
  /** Whether long texts are shown whole: on paper nobody asks for the rest. */
  readonly whole = signal(false);
  /** Goes before every id in this view: several views may stand in one page. */
  readonly prefix: string;
  readonly #told = signal<readonly Notice[]>([]);

  constructor(
    readonly client: JourneyClient,
    readonly host: Host,
    readonly root: ShadowRoot | HTMLElement,
    readonly abort: AbortSignal,
  ) {
    views += 1;
    this.prefix = `jw${views}-`;
    this.editor = new Editor(client, (reason) => this.tell(reason));
    const setting = this.setting("theme");
    const around = observeTheme(root instanceof ShadowRoot ? root.host : root, abort);
    this.themeSetting = setting;
    // An exported page stands in no host: its colours are ours.
    this.themeIsHosts = computed(() => host.live && setting.value === "auto");
    this.theme = computed(() => (setting.value === "auto" ? around.value : setting.value));
    this.readOnly = client.readOnly;
    this.notices = computed(() => [...client.notices.value, ...this.#told.value]);
    if (!host.live) {
      const print = (on: boolean) => () => {
        this.whole.value = on;
      };
      globalThis.addEventListener("beforeprint", print(true), { signal: abort });
      globalThis.addEventListener("afterprint", print(false), { signal: abort });
    }
    // A text that is open when the view goes away is kept, not dropped.
    abort.addEventListener("abort", () => this.editor.commit("blur"), { once: true });
  }

  theming(theme: Settings["theme"]): void {
    this.themeSetting.value = theme;
    this.host.set("theme", theme);
  }

  /** A setting of the view, followed for as long as the view lives. */
  setting<Name extends keyof Settings>(name: Name): Signal<Settings[Name]> {
    const value: Signal<Settings[Name]> = signal(this.host.get(name));
    this.host.onChange(
      name,
      () => {
        value.value = this.host.get(name);
      },
      this.abort,
    );
    return value;
  }

  /** Announce politely. The same words twice are said twice. */
  say(text: string): void {
    this.said.value = this.said.peek() === text ? `${text}\u00a0` : text;
  }

  /** Show a reason until it is dismissed or another takes its place. */
  tell(reason: string, offers: Notice["offers"] = []): void {
    this.#told.value = [{ key: "told", code: "told", reason, offers }];
    this.say(reason);
  }

  dismiss(notice: Notice): void {
    if (this.#told.peek().includes(notice)) this.#told.value = [];
    else this.client.dismiss(notice);
  }

  quiet(): void {
    this.#told.value = [];
  }

  /** The element that has the focus inside this view. */
  active(): Element | null {
    const root = this.root.getRootNode();
    return root instanceof ShadowRoot || root instanceof Document ? root.activeElement : null;
  }
}
