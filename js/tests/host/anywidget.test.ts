import type { AnyModel } from "@anywidget/types";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { defineWidget, type Mounted } from "../../src/entry";
import { AnywidgetHost } from "../../src/host/anywidget";
import { MemoryKernel } from "../../src/host/kernel";
import { clearPage, plain, setText, text } from "../journey";

type Listen = (value: unknown) => void;

/** A widget model as hosts give it: events by name, and sends that a closed comm refuses. */
class FakeModel {
  readonly listeners = new Map<string, Set<Listen>>();
  readonly sent: unknown[] = [];
  saved = 0;
  closed = false;

  constructor(readonly state: Record<string, unknown>) {}

  get(name: string): unknown {
    return this.state[name];
  }

  set(name: string, value: unknown): void {
    this.state[name] = value;
    this.fire(`change:${name}`, undefined);
  }

  save_changes(): void {
    if (this.closed) throw new Error("the comm is closed");
    this.saved += 1;
  }

  send(message: unknown): void {
    if (this.closed) throw new Error("the comm is closed");
    this.sent.push(message);
  }

  on(name: string, listen: Listen): void {
    this.listeners.set(name, (this.listeners.get(name) ?? new Set()).add(listen));
  }

  off(name: string, listen: Listen): void {
    this.listeners.get(name)?.delete(listen);
  }

  fire(name: string, value: unknown): void {
    for (const listen of this.listeners.get(name) ?? []) listen(value);
  }

  count(): number {
    return [...this.listeners.values()].reduce((sum, set) => sum + set.size, 0);
  }
}

const kernel = () => new MemoryKernel(plain());
const traits = { theme: "dark", read_only: false, revision: 0 };
const model = () => new FakeModel({ _snapshot: JSON.stringify(kernel().paint()), ...traits });
const asModel = (fake: FakeModel) => fake as unknown as AnyModel;

beforeEach(() => {
  clearPage();
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a widget model as a host", () => {
  test("is a saved copy in a page that marimo has exported", () => {
    expect(new AnywidgetHost(asModel(model())).live).toBe(true);
    vi.stubGlobal("__MARIMO_STATIC__", {});
    expect(new AnywidgetHost(asModel(model())).live).toBe(false);
    vi.unstubAllGlobals();
  });

  test("keeps what is read of texts apart from the wire", () => {
    const fake = model();
    const host = new AnywidgetHost(asModel(fake));
    const closing = new AbortController();
    const [wire, answers] = [vi.fn(), vi.fn()];
    host.onMessage(wire, closing.signal);
    host.onAnswer(answers, closing.signal);
    fake.fire("msg:custom", { jw: 1, type: "text", source: "s" });
    fake.fire("msg:custom", { jw: 1, type: "hits", id: 1 });
    fake.fire("msg:custom", { jw: 1, type: "patch" });
    expect(answers.mock.calls.map(([message]) => message.type)).toEqual(["text", "hits"]);
    expect(wire.mock.calls.map(([message]) => message.type)).toEqual(["patch"]);
    host.ask({ jw: 1, type: "read", source: "s", at: 0, count: 1 });
    fake.closed = true;
    host.ask({ jw: 1, type: "read", source: "s", at: 1, count: 1 });
    expect(fake.sent).toEqual([{ jw: 1, type: "read", source: "s", at: 0, count: 1 }]);
    closing.abort();
    expect(fake.count()).toBe(0);
  });

  test("keeps settings in the model, or in the page where the model has none", () => {
    const fake = model();
    const host = new AnywidgetHost(asModel(fake));
    expect(host.get("theme")).toBe("dark");
    host.set("theme", "light");
    expect([fake.state.theme, fake.saved]).toEqual(["light", 1]);
    const closing = new AbortController();
    const changed = vi.fn();
    host.onChange("selection", changed, closing.signal);
    host.set("selection", { cards: ["c0"] });
    expect(host.get("selection")).toEqual({ cards: ["c0"] });
    expect(changed).toHaveBeenCalledTimes(1);
    expect("selection" in fake.state).toBe(false);
  });

  test("listens until the signal aborts, and not after", () => {
    const fake = model();
    const host = new AnywidgetHost(asModel(fake));
    const closing = new AbortController();
    const heard = vi.fn();
    host.onMessage(heard, closing.signal);
    host.onChange("theme", heard, closing.signal);
    fake.fire("msg:custom", { jw: 1 });
    fake.set("theme", "auto");
    expect(heard).toHaveBeenCalledTimes(2);
    closing.abort();
    expect(fake.count()).toBe(0);
  });

  test("outlives a comm that is closed", () => {
    const fake = model();
    fake.closed = true;
    const host = new AnywidgetHost(asModel(fake));
    host.send({ jw: 1, type: "hello", client: "x", epoch: "", revision: 0 });
    host.set("theme", "light");
    expect(host.get("theme")).toBe("light");
  });

  test("learns from a view's element that the kernel is gone, and that it is back", async () => {
    const host = new AnywidgetHost(asModel(model()));
    const closing = new AbortController();
    const heard: boolean[] = [];
    host.onConnection((connected) => heard.push(connected), closing.signal);
    const el = document.createElement("div");
    host.watch(el, closing.signal);
    el.classList.add("jupyter-widgets-disconnected");
    await Promise.resolve();
    el.classList.remove("jupyter-widgets-disconnected");
    await Promise.resolve();
    closing.abort();
    el.classList.add("jupyter-widgets-disconnected");
    await Promise.resolve();
    expect(heard).toEqual([false, true]);
  });
});

describe("the entry of a bundle", () => {
  /** What anywidget does: the factory once per model, a proxy of its own for each call. */
  function start(fake: FakeModel) {
    const mounted: Mounted[] = [];
    const definition = defineWidget((view) => mounted.push(view))();
    const closing = new AbortController();
    const proxy = () => {
      const names = ["get", "set", "on", "off", "send", "save_changes"] as const;
      const bound = names.map((name) => [name, (fake[name] as () => unknown).bind(fake)]);
      return Object.fromEntries(bound) as AnyModel;
    };
    const experimental = { invoke: () => Promise.reject(new Error("not in every host")) };
    definition.initialize({ model: proxy(), signal: closing.signal, experimental });
    const render = (el: HTMLElement, signal: AbortSignal) => {
      const host = undefined as unknown as Parameters<typeof definition.render>[0]["host"];
      definition.render({ model: proxy(), el, signal, experimental, host });
    };
    return { mounted, closing, render };
  }

  test("one client for all views of a model, another for the next model", () => {
    const [one, two] = [start(model()), start(model())];
    for (const { render, closing } of [one, two]) {
      for (let view = 0; view < 2; view += 1) render(document.createElement("div"), closing.signal);
    }
    const clients = [...one.mounted, ...two.mounted].map((view) => view.client);
    expect(clients[0]).toBe(clients[1]);
    expect(clients[2]).toBe(clients[3]);
    expect(clients[0]).not.toBe(clients[2]);
    expect(one.mounted[0]?.host).toBe(one.mounted[1]?.host);
    for (const { closing } of [one, two]) closing.abort();
  });

  test("speaks with the kernel through the model, and frees all when the model is closed", () => {
    const fake = model();
    const { mounted, closing, render } = start(fake);
    render(document.createElement("div"), closing.signal);
    const [view] = mounted;
    if (!view) throw new Error("nothing was mounted");
    expect(fake.sent).toMatchObject([{ jw: 1, type: "hello" }]);
    const { epoch, revision } = JSON.parse(String(fake.state._snapshot));
    const ops = setText("c0", "from Python");
    const head = { jw: 1, type: "patch", epoch, base: revision, client: null, seq: null };
    fake.fire("msg:custom", { ...head, revision: revision + 1, ops });
    expect(text(view.client, "c0")).toBe("from Python");
    closing.abort();
    expect([fake.count(), vi.getTimerCount()]).toEqual([0, 0]);
  });

  test("a view that was closed before it is drawn is not drawn", () => {
    const { mounted, closing, render } = start(model());
    const gone = new AbortController();
    gone.abort();
    render(document.createElement("div"), gone.signal);
    expect(mounted).toEqual([]);
    closing.abort();
  });
});
