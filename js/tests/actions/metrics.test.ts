import { afterEach, beforeEach, expect, it } from "vitest";
import { figureTable, metricText, parseTarget, setMetric } from "../../src/actions/metric-commands";
import type { Metric } from "../../src/generated/schema";
import { MapState } from "../../src/state/map-state";
import { Scope } from "../../src/state/scope";
import { bikePage } from "../bike";

let open: ReturnType<typeof bikePage>;
let m: MapState;
const closing = new AbortController();

beforeEach(() => {
  open = bikePage();
  m = new MapState(new Scope(open.client, open.host, document.body, closing.signal));
});
afterEach(() => open.close());

it("copies values as they are, with their method, whatever is shown of them", () => {
  open.client.commit("x", [
    { op: "set", table: "metrics", id: "m", values: { method: "Wilson\nof all" } },
    {
      op: "add",
      table: "values",
      id: "v3",
      row: { metric: "m", stage: "s2", persona: "p1", period: "2026-Q3", value: 0.1 + 0.2, n: 7 },
    },
  ]);
  const [heads, ...rows] = figureTable(m, "conv", "s2");
  expect(heads?.slice(0, 8)).toEqual([
    ...["metric", "stage", "persona", "period", "value", "low", "high", "n"],
  ]);
  expect(rows).toEqual([
    ["Conversion", "Sign-up", "", "", "31.04", "30.4", "31.6", "6170", "%", "Wilson\nof all", ""],
    [
      ...["Conversion", "Sign-up", "Commuter", "2026-Q3", "0.30000000000000004", "", "", "7"],
      ...["%", "Wilson\nof all", ""],
    ],
  ]);
  expect(figureTable(m, "conv", "s3")).toEqual([]);
  expect(figureTable(m, "acts", "s1")).toEqual([]);
});

it("writes a cell on one line for the table of the map", () => {
  expect(metricText(m, "conv", "s2")).toBe("31.0\u2009% · 30.4 – 31.6 · n 6\u202f170");
  expect(metricText(m, "conv", "s3")).toBe("not asked");
  expect(metricText(m, "acts", "s1")).toBe("");
});

it("reads a target as people write it", () => {
  expect(parseTarget("35", "%")).toBe(35);
  expect(parseTarget(" 35,5 % ", "%")).toBe(35.5);
  expect(parseTarget("\u22121.5", "")).toBe(-1.5);
  expect(parseTarget("1\u202f000\u2009h", "h")).toBe(1000);
  expect(parseTarget("  ", "%")).toBeNull();
  for (const bad of ["many", "1e3", "35 h", "Infinity", "0x10", "1.2.3"]) {
    expect(() => parseTarget(bad, "%")).toThrow("A target is a number");
  }
});

it("sets target and direction as one change each, which undo takes back", () => {
  const metric = () => m.shown.row("metrics", "m") as Metric;
  open.run(setMetric(metric(), { target: 35 }, "Set target"));
  expect(m.metrics.of("m")?.figures("s2")[0]?.verdict?.kind).toBe("missed");
  open.run(setMetric(metric(), { direction: "down" }, "Direction"));
  expect(m.metrics.of("m")?.figures("s2")[0]?.verdict?.kind).toBe("met");
  open.client.undo();
  open.client.undo();
  expect(metric()).toMatchObject({ target: null, direction: "up" });
});
