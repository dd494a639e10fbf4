/** The page says of a metric what Python says: the same cases, the words written by Python. */
import { expect, it, test } from "vitest";
import cases from "../../../tests/fixtures/figures.json";
import type { Metric, Value } from "../../src/generated/schema";
import { placeOf } from "../../src/model/periods";
import { complete } from "../../src/model/rows";
import { type Figure, Measures, MetricBook } from "../../src/state/measures";
import { trendShape } from "../../src/view/trend-path";
import { bikePage } from "../bike";

interface Case {
  metric: Record<string, unknown>;
  values: ({ id: string; stage: string } & Record<string, unknown>)[];
  chosen: string[];
  says: unknown;
}

const BOX = { width: 100, height: 24, inset: 3 };

function plain({ row: _row, trend, ...rest }: Figure, target: number | null): unknown {
  if (!trend) return { ...rest, trend };
  const points = trend.points.map(({ x, row }) => [x, row.id]);
  const { last, target: aim = null, ...paths } = trendShape(trend.points, target, BOX);
  const shape = { ...paths, last: [last.x, last.y], target: aim };
  return { ...rest, trend: { words: trend.words, points, shape } };
}

function says({ metric, values, chosen }: Case): unknown {
  const rows = values.map((row) => complete("values", row.id, { metric: "m", ...row }));
  const measures = new Measures(
    complete("metrics", "m", metric) as unknown as Metric,
    rows as unknown as Value[],
    ["co", "vi", "se"],
  );
  const stages = ["a", "b"].map((stage) => [stage, measures.figures(stage, chosen)] as const);
  const gaps = stages.map(([stage, found]) => {
    const pair = measures.pair(found);
    return [stage, pair ? measures.gap(...pair) : null];
  });
  return {
    note: measures.style.note,
    figures: Object.fromEntries(
      stages.map(([stage, found]) => [
        stage,
        found.map((one) => plain(one, measures.metric.target)),
      ]),
    ),
    gaps: Object.fromEntries(gaps),
  };
}

test.each(cases.cases.map((one, at) => [at, one as unknown as Case] as const))(
  "case %i",
  (_at, one) => {
    expect(says(one)).toEqual(one.says);
  },
);

it.each(Object.entries(cases.periods))("finds the place of %j", (period, place) => {
  const found = placeOf(period);
  expect(found ? [found.grain, found.number] : null).toEqual(place);
});

it("makes the measures of a metric once, until a value of it changes", () => {
  const { shown, client, close } = bikePage();
  const book = new MetricBook(shown);
  const first = book.of("m");
  client.commit("x", [{ op: "set", table: "cards", id: "see", values: { text: "Other" } }]);
  expect(book.of("m")).toBe(first);
  client.commit("x", [{ op: "set", table: "values", id: "v2", values: { value: 40 } }]);
  expect(book.of("m")).not.toBe(first);
  expect(book.of("m")?.figures("s2")[0]?.text).toBe("40.0\u2009%");
  expect(book.of("gone")).toBeUndefined();
  close();
});
