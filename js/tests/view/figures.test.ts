import fc from "fast-check";
import { expect, it } from "vitest";
import { linesBetween } from "../../src/view/Blueprint";
import { asideOf, curvePath, scoreAt, yOf } from "../../src/view/curve-path";
import { safeImage, safeLink } from "../../src/view/shared/links";
import { inkOn, outline, SHAPES } from "../../src/view/shared/persona";
import { reviewed } from "../../src/view/TitleBar";

it("never lets the curve rise above or fall below its ends", () => {
  const ys = fc.array(fc.integer({ min: 0, max: 150 }), { minLength: 2, maxLength: 9 });
  fc.assert(
    fc.property(ys, (all) => {
      const path = curvePath(all.map((y, at) => ({ column: at, x: at + 0.5, y })));
      const curves = path.split("C").slice(1);
      expect(curves).toHaveLength(all.length - 1);
      curves.forEach((curve, at) => {
        const [, y1 = 0, , y2 = 0] = curve.split(/[ ]/).map(Number);
        const [low, high] = [all[at] ?? 0, all[at + 1] ?? 0].sort((a, b) => a - b);
        for (let t = 0; t <= 1; t += 0.05) {
          const [from, to] = [all[at] ?? 0, all[at + 1] ?? 0];
          const y =
            from * (1 - t) ** 3 +
            3 * y1 * t * (1 - t) ** 2 +
            3 * y2 * t ** 2 * (1 - t) +
            to * t ** 3;
          expect(y).toBeGreaterThanOrEqual((low ?? 0) - 0.01);
          expect(y).toBeLessThanOrEqual((high ?? 0) + 0.01);
        }
      });
    }),
  );
});

it("leaves a gap where a stage has no point", () => {
  const dot = (column: number) => ({ column, x: column + 0.5, y: 75 });
  expect(curvePath([dot(0), dot(1), dot(3), dot(4)]).match(/M/g)).toHaveLength(2);
  expect(curvePath([dot(0), dot(2)])).toBe("");
});

it("puts points that would lie on one another side by side", () => {
  expect(asideOf([10, 100])).toEqual([0, 0]);
  const [left = 0, right = 0] = asideOf([50, 40]);
  expect(right - left).toBeGreaterThan(0.12); // 24 px on the narrowest column
  expect(asideOf([10, 20, 30])).toHaveLength(3);
});

it("turns heights into scores on the scale", () => {
  for (const score of [-2, -1.6, 0, 0.3, 2]) expect(scoreAt(yOf(score))).toBe(score);
  expect(scoreAt(-500)).toBe(2);
  expect(scoreAt(500)).toBe(-2);
});

it("draws blueprint lines by role", () => {
  expect(linesBetween("customer", "frontstage")).toEqual(["line of interaction"]);
  expect(linesBetween("backstage", "support")).toEqual(["line of internal interaction"]);
  expect(linesBetween("customer", "backstage")).toEqual([
    "line of interaction",
    "line of visibility",
  ]);
  expect(linesBetween("frontstage", "frontstage")).toEqual([]);
  expect(linesBetween(null, "backstage")).toEqual([]);
});

it("follows only links that may be followed", () => {
  expect(safeLink("https://example.org/a?b=1")).toBe("https://example.org/a?b=1");
  expect(safeLink("mailto:a@example.org")).toBe("mailto:a@example.org");
  for (const bad of [
    "javascript:alert(1)",
    "JaVa\nScript:alert(1)",
    " \u0001javascript:x",
    "data:text/html,x",
    "//example.org",
    "vbscript:x",
    "file:///etc",
    "",
  ]) {
    expect(safeLink(bad)).toBeUndefined();
  }
});

it("shows only raster pictures of the document itself", () => {
  expect(safeImage("data:image/png;base64,AAAA")).toBeDefined();
  for (const bad of [
    "https://example.org/x.png",
    "data:image/svg+xml;base64,AAAA",
    'data:image/png;base64,AA" onload="x',
    "data:text/html;base64,AA",
  ]) {
    expect(safeImage(bad)).toBeUndefined();
  }
});

it("gives each persona a shape of its own, and letters that can be read", () => {
  expect(new Set(SHAPES.map((shape) => outline(shape))).size).toBe(SHAPES.length);
  expect(inkOn("#ffffff")).toBe("#000");
  expect(inkOn("#123")).toBe("#fff");
});

it("says when the map was reviewed, and when that is too long ago", () => {
  const now = Date.parse("2026-01-13T12:00:00Z");
  expect(reviewed("2026-01-01", null, now)).toEqual({
    text: "reviewed 12 days ago",
    overdue: false,
  });
  expect(reviewed("2026-01-01", 7, now)).toEqual({
    text: "reviewed 12 days ago, overdue",
    overdue: true,
  });
  expect(reviewed("2026-01-12", 7, now)?.text).toBe("reviewed yesterday");
  expect(reviewed(null, 7, now)).toBeUndefined();
});
