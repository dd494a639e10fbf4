import type { AnyModel, Host } from "@anywidget/types";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { OwnPort } from "../../src/chart/own-port";
import { runtimeOf } from "../../src/chart/runtime";
import { DataTable, textOf } from "../../src/chart/table";
import { memoryHost } from "../../src/host/memory";
import type { Chosen, Port } from "../../src/link/port";
import { ColumnBoard } from "../../src/state/board";
import { MapPort } from "../../src/state/map-port";
import { createClient } from "../../src/sync/client";
import { bike } from "../bike";
import { clearPage } from "../journey";

/** A widget model: what is set is heard; `fromKernel` is what Python sends. */
class Model {
  readonly listeners = new Map<string, Set<(value: unknown) => void>>();
  readonly sent: unknown[] = [];
  saved: Record<string, unknown>[] = [];
  constructor(readonly state: Record<string, unknown>) {}
  get = (name: string) => this.state[name];
  set = (name: string, value: unknown) => {
    this.state[name] = value;
    this.fire(`change:${name}`);
  };
  save_changes = () => this.saved.push({ ...this.state });
  send = (message: unknown) => this.sent.push(message);
  on = (name: string, listen: (value: unknown) => void) => {
    this.listeners.set(name, (this.listeners.get(name) ?? new Set()).add(listen));
  };
  off = (name: string, listen: (value: unknown) => void) => {
    this.listeners.get(name)?.delete(listen);
  };
  fire = (name: string, value?: unknown) => {
    for (const listen of this.listeners.get(name) ?? []) listen(value);
  };
  get any(): AnyModel {
    return this as unknown as AnyModel;
  }
}

let closing: AbortController;
beforeEach(() => {
  clearPage();
  closing = new AbortController();
});
afterEach(() => closing.abort());

/** What a port says, at each change. */
function heard(port: Port): Chosen[] {
  const all: Chosen[] = [];
  port.onHighlight(() => all.push(port.highlight()), closing.signal);
  return all;
}

describe("the map's port", () => {
  let port: MapPort;
  let host: ReturnType<typeof memoryHost>;
  beforeEach(() => {
    host = memoryHost(bike());
    const client = createClient(host, closing.signal);
    port = new MapPort(client.shown, host, new ColumnBoard(), closing.signal);
  });
  const rows = (table: string) => bike()[table] as Record<string, string>[];
  const stage = () => rows("stages")[0] as Record<string, string>;
  const persona = () => rows("personas")[0] as Record<string, string>;
  const card = () => rows("cards").find((row) => row.persona) as Record<string, string>;

  test("tells what is chosen by id and by title, once a change", () => {
    const all = heard(port);
    host.set("selection", { stages: [stage().id as string] });
    host.set("selection", { stages: [stage().id as string] });
    expect(all).toHaveLength(1);
    expect(all[0]?.stages).toEqual(expect.arrayContaining([stage().id, stage().title]));
    closing.abort();
    host.set("selection", {});
    expect(all).toHaveLength(1);
  });

  test("takes a card for its stage and persona as well", () => {
    host.set("selection", { cards: [card().id as string] });
    const { cards, stages, personas } = port.highlight();
    expect(cards).toEqual([card().id]);
    expect(stages).toContain(card().stage);
    expect(personas).toContain(card().persona);
  });

  test("chooses by id or title; what is not there is left out", () => {
    port.choose({
      stages: [stage().title as string, "nowhere"],
      personas: [persona().name as string],
    });
    expect(host.get("selection")).toEqual({ stages: [stage().id] });
    expect(host.get("personas")).toEqual([persona().id]);
  });

  test("leaves alone what a choice does not speak of", () => {
    host.set("personas", [persona().id as string]);
    host.set("selection", { cards: [card().id as string] });
    port.choose({ personas: [] });
    expect(host.get("selection")).toEqual({ cards: [card().id] });
    port.choose({ stages: [] });
    expect(host.get("selection")).toEqual({ cards: [card().id] });
    port.choose({ cards: [] });
    expect(host.get("selection")).toEqual({});
  });

  test("answers its own choice with one change, and the same choice with none", () => {
    const all = heard(port);
    port.choose({ stages: [stage().id as string] });
    port.choose({ stages: [stage().id as string] });
    expect(all).toHaveLength(1);
  });
});

describe("a chart's own port", () => {
  const answer = (stages: string[], client?: unknown, asked?: number) => ({
    stages,
    personas: [],
    cards: [],
    client,
    asked,
  });

  test("highlights what it chooses at once, and tells Python", () => {
    const model = new Model({ selection: {} });
    const port = new OwnPort(model.any, closing.signal);
    const all = heard(port);
    port.choose({ stages: ["a"] });
    expect(all.at(-1)?.stages).toEqual(["a"]);
    expect(model.saved).toHaveLength(1);
    expect(model.saved[0]).toMatchObject({ selection: { stages: ["a"] }, _asked: { n: 1 } });
  });

  test("A, then B: Python's late answer to A changes nothing; its answer to B does", () => {
    const model = new Model({ selection: {}, _highlight: answer([]) });
    const port = new OwnPort(model.any, closing.signal);
    const all = heard(port);
    port.choose({ stages: ["a"] });
    const { client } = model.get("_asked") as { client: string };
    port.choose({ stages: ["b"] });
    model.set("_highlight", answer(["a", "Title of a"], client, 1));
    expect(port.highlight().stages).toEqual(["b"]);
    model.set("_highlight", answer(["b", "Title of b"], client, 2));
    expect(port.highlight().stages).toEqual(["b", "Title of b"]);
    expect(all.map(({ stages }) => stages[0])).toEqual(["a", "b", "b"]);
  });

  test("follows what others choose, another page of the same chart too", () => {
    const model = new Model({ selection: {}, _highlight: answer([]) });
    const port = new OwnPort(model.any, closing.signal);
    model.set("_highlight", answer(["c"], "another page", 1));
    expect(port.highlight().stages).toEqual(["c"]);
    model.set("_highlight", answer([]));
    expect(port.highlight().stages).toEqual([]);
  });

  test("without a map it holds what its own trait says", () => {
    const model = new Model({ selection: { stages: ["a"] }, _highlight: {} });
    const port = new OwnPort(model.any, closing.signal);
    expect(port.highlight().stages).toEqual(["a"]);
    model.set("selection", {});
    expect(port.highlight().stages).toEqual([]);
    closing.abort();
    expect([...model.listeners.values()].every((some) => some.size === 0)).toBe(true);
  });
});

describe("the runtime", () => {
  const runtime = { draw: vi.fn(), clear: vi.fn() };

  test("comes from the model that holds it", async () => {
    const model = new Model({ _runtime: "anywidget:v" });
    const getWidget = vi.fn(async () => ({ exports: { load: async () => runtime } }));
    const host = { getWidget } as unknown as Host;
    expect(await runtimeOf(model.any, host, closing.signal)).toBe(runtime);
    expect(getWidget).toHaveBeenCalledWith("anywidget:v");
    expect(model.sent).toEqual([]);
  });

  test("is asked of the kernel where the page does not have it, and a close ends the wait", async () => {
    const model = new Model({ _runtime: "anywidget:v" });
    const getWidget = vi.fn(() => Promise.reject(new Error("no model")));
    const wait = runtimeOf(model.any, { getWidget } as unknown as Host, closing.signal);
    await vi.waitFor(() => expect(model.sent).toEqual([{ jw: 1, type: "runtime" }]));
    closing.abort();
    await expect(wait).rejects.toThrow("closed");
    expect(model.listeners.get("msg:custom")?.size).toBe(0);
  });

  test("says what to do where nobody has it", async () => {
    vi.useFakeTimers();
    const wait = runtimeOf(new Model({}).any, undefined, closing.signal);
    const said = expect(wait).rejects.toThrow("run the cell again");
    await vi.advanceTimersByTimeAsync(30_000);
    await said;
    vi.useRealTimers();
  });
});

describe("the table", () => {
  const rows = [
    { stage: "a", title: "<b>A</b>", n: 1 / 3 },
    { stage: null, title: "Overall", n: null },
  ];
  const columns = [
    { field: "title", title: "Stage" },
    { field: "n", title: "n" },
  ];

  function shown() {
    const choose = vi.fn();
    const port = { choose } as unknown as Port;
    const table = new DataTable(document, port, ["stage"]);
    document.body.append(table.element);
    table.fill([{ data: "rows", columns }], { rows });
    table.element.open = true;
    table.element.dispatchEvent(new Event("toggle"));
    return { choose, table, box: table.element };
  }

  test("shows texts as texts, and a button where a row names rows of the journey", () => {
    const { box, choose, table } = shown();
    expect(box.querySelector("b")).toBeNull();
    expect([...box.querySelectorAll("td")].map((cell) => cell.textContent)).toEqual([
      "0.333333",
      "",
    ]);
    const buttons = [...box.querySelectorAll("button")];
    expect(buttons.map((button) => button.textContent)).toEqual(["<b>A</b>"]);
    buttons[0]?.click();
    expect(choose).toHaveBeenLastCalledWith({ stages: ["a"] });
    table.mark({ stages: ["a"], personas: [], cards: [] });
    expect(buttons[0]?.getAttribute("aria-pressed")).toBe("true");
    buttons[0]?.click();
    expect(choose).toHaveBeenLastCalledWith({ stages: [] });
  });

  test("tells how many rows it leaves out", () => {
    const { table } = shown();
    const many = Array.from({ length: 230 }, (_, n) => ({ stage: "a", title: "T", n }));
    table.fill([{ data: "rows", columns }], { rows: many });
    expect(table.element.querySelectorAll("tbody tr")).toHaveLength(200);
    expect(table.element.textContent).toContain("and 30 rows more");
  });

  test("writes numbers short", () => {
    expect([1 / 3, 12_345_678, 0, null, "x"].map(textOf)).toEqual([
      "0.333333",
      "12345700",
      "0",
      "",
      "x",
    ]);
  });
});
