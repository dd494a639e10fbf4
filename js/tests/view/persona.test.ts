import { describe, expect, test } from "vitest";
import { contrast, markOf, readable } from "../../src/view/shared/persona";

describe("a persona's line", () => {
  test.each(["#3454d1", "#fea", "#000", "#ffffff", "#777"])(
    "%s is read on light and dark",
    (hex) => {
      for (const ground of ["#fff", "#262626"]) {
        expect(contrast(readable(hex, ground), ground)).toBeGreaterThanOrEqual(4.5);
      }
    },
  );

  test("stays as it is where it can be read", () => {
    expect(readable("#3454d1", "#fff")).toBe("#3454d1");
  });

  test("a colour that is none never reaches a style", () => {
    const persona = { color: "red;background:url(x)" } as never;
    expect(markOf(persona, 1).line).toBe("var(--jw-p2)");
  });
});
