/** The page counts what a card stands on as Python does: the same cases, the words written by Python. */
import { expect, it, test } from "vitest";
import cases from "../../../tests/fixtures/evidence.json";
import type { Evidence } from "../../src/generated/schema";
import { curve } from "../../src/model/curve";
import { missing, scoresOf, stateOf, tally } from "../../src/model/evidence";
import { dissent, dots, support } from "../../src/state/claims";

interface Case {
  enough: number;
  scores: Record<string, number | null>;
  evidence: (Evidence & { card: string })[];
  asks: { asked: number }[];
  says: unknown;
}

const PLACES: Record<string, { stage: string; persona: string | null }> = {
  "co-a": { stage: "a", persona: "co" },
  "co-b": { stage: "b", persona: "co" },
  "vi-a": { stage: "a", persona: "vi" },
  "all-b": { stage: "b", persona: null },
};

function says({ enough, scores, evidence, asks }: Case): unknown {
  const of = (id: string) => evidence.filter(({ card }) => card === id);
  const found = tally(of("claim"), asks);
  const feelings = Object.entries(PLACES).map(([id, place]) => ({
    id,
    ...place,
    score: scores[id] ?? null,
  }));
  const points = curve(feelings, ["a", "b"], ["co", "vi"], (id) => scoresOf(of(id)));
  return {
    tally: { ...found, asked: found.asked ?? null },
    state: stateOf(found, enough),
    missing: missing(found, enough),
    words: [dots(found), support(found), dissent(found)],
    curve: points.map(({ persona, stage, score, n, quoted }) => [persona, stage, score, n, quoted]),
  };
}

test.each(cases.map((one, at) => [at, one as unknown as Case] as const))("case %i", (_at, one) => {
  expect(says(one)).toEqual(one.says);
});

it("draws no dots where nobody would count them, or where they would not add up", () => {
  const found = { supports: 9, contradicts: 0, context: 0, quotes: 9 };
  expect(dots({ ...found, asked: 12 })).toBe("●●●●●●●●●○○○");
  expect(dots({ ...found, asked: 40 })).toBe("");
  expect(dots({ ...found, asked: 8 })).toBe("");
  expect(dots({ ...found, asked: undefined })).toBe("");
});
