import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type GridShape, keyOf, type Place, type Walk, walked } from "../../src/state/place";

const card = (id: string, lane: string, column: string): Place => ({
  at: "card",
  id,
  lane,
  column,
});

/** s1 plain, s2 with its own column and two steps; two lanes. */
const GRID: GridShape = {
  groups: [
    { stage: "s1", columns: ["s1"] },
    { stage: "s2", columns: ["s2", "t1", "t2"] },
  ],
  lanes: ["l1", "l2"],
  items: (lane, column) =>
    column === "s1"
      ? [card(`${lane}a`, lane, column), card(`${lane}b`, lane, column)]
      : [{ at: "cell", lane, column }],
};

const go = (from: Place, ...walks: Walk[]) => {
  let at: Place | undefined = from;
  for (const walk of walks) at = at && walked(GRID, at, walk);
  return at && keyOf(at);
};
const corner: Place = { at: "corner" };

describe("a walk", () => {
  it("goes through headers, steps and cells", () => {
    expect(go(corner, "right")).toBe("stage s1");
    expect(go(corner, "right", "right")).toBe("stage s2");
    expect(go(corner, "right", "right", "down")).toBe("step t1");
    expect(go(corner, "right", "right", "down", "left")).toBe("stage s2");
    expect(go({ at: "step", id: "t1" }, "right")).toBe("step t2");
    expect(go({ at: "step", id: "t2" }, "down")).toBe('cell ["l1","t2"]');
    expect(go(corner, "down", "down")).toBe("lane l2");
    expect(go(corner, "down", "right")).toBe("card l1a");
  });

  it("goes through the cards of a cell before the next lane", () => {
    expect(go(card("l1a", "l1", "s1"), "down")).toBe("card l1b");
    expect(go(card("l1b", "l1", "s1"), "down")).toBe("card l2a");
    expect(go(card("l2a", "l2", "s1"), "up")).toBe("card l1b");
    expect(go(card("l1a", "l1", "s1"), "up")).toBe("stage s1");
  });

  it("keeps its height from cell to cell", () => {
    expect(go(card("l1b", "l1", "s1"), "right", "left")).toBe("card l1a");
    expect(go(card("l1b", "l1", "s1"), "left")).toBe("lane l1");
  });

  it("knows the ends of a row and of the map, and lanes as pages", () => {
    expect(go(card("l1a", "l1", "s1"), "end")).toBe('cell ["l1","t2"]');
    expect(go(card("l1a", "l1", "s1"), "home")).toBe("lane l1");
    expect(go(corner, "finish")).toBe('cell ["l2","t2"]');
    expect(go(card("l2a", "l2", "s1"), "start")).toBe("corner");
    expect(go(card("l1a", "l1", "s1"), "page-down")).toBe("card l2a");
    expect(go(card("l2b", "l2", "s1"), "page-up")).toBe("card l1a");
  });

  it("never wraps around", () => {
    expect(go(corner, "left")).toBeUndefined();
    expect(go(corner, "up")).toBeUndefined();
    expect(go({ at: "cell", lane: "l2", column: "t2" }, "right")).toBeUndefined();
    expect(go({ at: "cell", lane: "l2", column: "t2" }, "down")).toBeUndefined();
  });

  it("stays on places of the grid wherever it goes", () => {
    const known = new Set<string>([
      "corner",
      "stage s1",
      "stage s2",
      "step t1",
      "step t2",
      "lane l1",
      "lane l2",
      ...GRID.lanes.flatMap((lane) =>
        GRID.groups.flatMap((group) =>
          group.columns.flatMap((c) => GRID.items(lane, c).map(keyOf)),
        ),
      ),
    ]);
    const walks = fc.constantFrom<Walk>(
      "left",
      "right",
      "up",
      "down",
      "home",
      "end",
      "start",
      "finish",
      "page-up",
      "page-down",
    );
    fc.assert(
      fc.property(fc.array(walks, { maxLength: 40 }), (path) => {
        let at: Place = corner;
        for (const walk of path) {
          at = walked(GRID, at, walk) ?? at;
          expect(known).toContain(keyOf(at));
        }
      }),
    );
  });
});
