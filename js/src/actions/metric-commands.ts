/** What can be done with the figures of a metric lane: look at all of them, copy them, set a target. */
import type { Metric } from "../generated/schema";
import type { MapState } from "../state/map-state";
import type { Place } from "../state/place";
import type { MenuItem } from "../state/scope";
import { brief } from "../state/words";
import type { Command } from "./command";
import { setLanes } from "./lanes";
import { perform } from "./perform";
import { type Plan, set } from "./plan";

const CELL: readonly Place["at"][] = ["cell"];
const LANE: readonly Place["at"][] = ["lane"];

/** The metric of the focused lane, or of the lane of the focused cell. */
export function metricHere(m: MapState): Metric | undefined {
  const place = m.place.peek();
  const id = place.at === "lane" ? place.id : place.at === "cell" ? place.lane : "";
  const lane = m.layout.lane(id);
  return lane?.kind === "metric" ? m.shown.row("metrics", lane.metric ?? "") : undefined;
}

/** Show every period and persona of a cell. */
export function openFigures(m: MapState, lane: string, column: string): void {
  m.details.value = { lane, column };
}

const HEADS = [
  ...["metric", "stage", "persona", "period", "value", "low", "high", "n"],
  ...["unit", "method", "computed_at"],
];

/** All values of a cell as they are, for a spreadsheet: not rounded, and with their method. */
export function figureTable(m: MapState, lane: string, column: string): string[][] {
  const measures = m.metrics.of(m.layout.lane(lane)?.metric ?? "");
  if (!measures) return [];
  const { title, unit, method } = measures.metric;
  const stage = m.shown.row("stages", column)?.title ?? "";
  const number = (value: number | null) => (value === null ? "" : String(value));
  const rows = measures.series(column).flatMap(([persona, series]) => {
    const name = persona === null ? "" : (m.shown.row("personas", persona)?.name ?? "");
    return measures
      .history(series)
      .map(({ row }) => [
        ...[title, stage, name, row.period ?? ""],
        ...[row.value, row.low, row.high, row.n].map(number),
        ...[unit, method, row.computed_at ?? ""],
      ]);
  });
  return rows.length ? [HEADS, ...rows] : [];
}

/** The figures of a cell on one line, for the table of the whole map. */
export function metricText(m: MapState, lane: string, column: string): string {
  const measures = m.metrics.of(m.layout.lane(lane)?.metric ?? "");
  if (!measures) return "";
  const some = measures.figures(column);
  if (some.length === 0) return "not asked";
  return some
    .map(({ text, interval, n, period }) => [text, interval, n, period].filter(Boolean).join(" · "))
    .join("; ");
}

function metricItems(m: MapState): MenuItem[] {
  const place = m.place.peek();
  const row = place.at === "lane" ? m.layout.lane(place.id) : undefined;
  const choice = (id: string | null, label: string): MenuItem => ({
    id: `metric ${id}`,
    label,
    checked: row?.metric === id,
    run: () => row && perform(m, setLanes([row.id], { metric: id }, `Metric of lane: ${label}`)),
  });
  const metrics = m.shown.rows("metrics");
  return [
    choice(null, "None"),
    ...metrics.map((metric) => choice(metric.id, brief(metric.title) || "untitled")),
  ];
}

export function setMetric(metric: Metric, values: Partial<Metric>, change: string): Plan {
  return { label: change, ops: [set("metrics", metric.id, values)], say: change };
}

function directionItems(m: MapState): MenuItem[] {
  const metric = metricHere(m);
  const labels = { up: "More is better", down: "Less is better" } as const;
  return (["up", "down"] as const).map((direction) => ({
    id: direction,
    label: labels[direction],
    checked: metric?.direction === direction,
    run: () =>
      metric && perform(m, setMetric(metric, { direction }, `Direction: ${labels[direction]}`)),
  }));
}

/** A target as people write it: "35", "35 %", "−1,5"; empty is none. Throws what is wrong with it. */
export function parseTarget(text: string, unit: string): number | null {
  const bare = text.trim().endsWith(unit) ? text.trim().slice(0, -unit.length || undefined) : text;
  const plain = bare
    .replace(/[\s\u2009\u202f]/g, "")
    .replace("\u2212", "-")
    .replace(",", ".");
  if (plain === "") return null;
  const number = Number(plain);
  if (!/^[-+]?(\d+\.?\d*|\.\d+)$/.test(plain) || !Number.isFinite(number)) {
    throw new Error("A target is a number, such as 35 or −1.5.");
  }
  return number;
}

function askTarget(m: MapState): void {
  const metric = metricHere(m);
  if (!metric) return;
  const place = m.place.peek();
  const reached = metric.direction === "down" ? "at most" : "at least";
  m.scope.ask.value = {
    title: `Target of ${brief(metric.title) || "the metric"}`,
    label: `The value aimed for${metric.unit ? `, in ${brief(metric.unit, 20)}` : ""}; empty takes it away`,
    value: metric.target === null ? "" : String(metric.target),
    hint: `Met where the whole interval is ${reached} this.`,
    back: () => m.focus(place),
    done: (text) => {
      try {
        const target = parseTarget(text, metric.unit);
        if (target === metric.target) return undefined;
        const plan = setMetric(
          metric,
          { target },
          target === null ? "Remove target" : "Set target",
        );
        const problem = m.client.commit(plan.label, plan.ops);
        if (!problem) m.scope.say(plan.say);
        return problem;
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    },
  };
}

export const metricCommands: readonly Command[] = [
  {
    id: "figures",
    keys: ["Enter"],
    on: CELL,
    when: (m) => metricHere(m) !== undefined,
    label: () => "Details",
    run: (m) => {
      const place = m.place.peek();
      if (place.at === "cell") openFigures(m, place.lane, place.column);
    },
  },
  {
    id: "lane-metric",
    edits: true,
    on: LANE,
    when: (m) => {
      const place = m.place.peek();
      const metric = place.at === "lane" && m.layout.lane(place.id)?.kind === "metric";
      return metric && m.shown.ids("metrics").length > 0;
    },
    label: () => "Metric",
    items: metricItems,
  },
  {
    id: "metric-target",
    edits: true,
    on: LANE,
    when: (m) => metricHere(m) !== undefined,
    label: () => "Target…",
    run: askTarget,
  },
  {
    id: "metric-direction",
    edits: true,
    on: LANE,
    when: (m) => metricHere(m) !== undefined,
    label: () => "Direction",
    items: directionItems,
  },
];
