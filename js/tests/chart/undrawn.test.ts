import type { AnyModel } from "@anywidget/types";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import chart from "../../src/chart";
import { runtimeOf } from "../../src/chart/runtime";
import { clearPage } from "../journey";

/** What a page that marimo has exported holds of a chart: its traits, and nobody who answers. */
function held(): { model: AnyModel; sent: unknown[] } {
  const about = {
    label: "",
    fields: ["stage"],
    tables: [{ data: "d", columns: [{ field: "stage", title: "Stage" }] }],
    themes: { light: {}, dark: {} },
  };
  const traits: Record<string, unknown> = {
    _about: JSON.stringify(about),
    spec: JSON.stringify({ datasets: { d: [{ stage: "<b>Sign-up</b>" }] } }),
    selection: {},
  };
  const sent: unknown[] = [];
  const model = {
    get: (name: string) => traits[name],
    send: (message: unknown) => sent.push(message),
    on: () => undefined,
    off: () => undefined,
  };
  return { model: model as unknown as AnyModel, sent };
}

beforeEach(() => {
  clearPage();
  vi.stubGlobal("__MARIMO_STATIC__", {});
});
afterEach(() => vi.unstubAllGlobals());

test("nobody is asked for Vega where nobody can answer", async () => {
  const { model, sent } = held();
  const asked = runtimeOf(model, undefined, new AbortController().signal);
  await expect(asked).rejects.toThrow("static()");
  expect(sent).toEqual([]);
});

test("a chart that cannot be drawn says why, and opens its data", async () => {
  const el = document.createElement("div");
  document.body.append(el);
  const { model } = held();
  const { signal } = new AbortController();
  await chart().render({ model, el, signal } as never);
  const root = el.firstElementChild?.shadowRoot;
  expect(root?.querySelector(".note")?.textContent).toContain("static()");
  const details = root?.querySelector("details");
  expect(details?.open).toBe(true);
  await vi.waitFor(() =>
    expect(details?.querySelector("tbody")?.textContent).toBe("<b>Sign-up</b>"),
  );
});
