import { afterEach, beforeEach, expect, it } from "vitest";
import { blockOf, copyCards, mapAsTsv, paste, type Sheet } from "../../src/actions/clipboard";
import { isRefusal } from "../../src/actions/plan";
import { bikePage } from "../bike";
import { clearPage } from "../journey";

const SHEET: Sheet = {
  columns: ["s1", "s2", "s3"],
  lanes: ["acts", "mood", "pains", "ideas", "back"],
};
let p: ReturnType<typeof bikePage>;
let n = 0;
const newId = () => {
  n += 1;
  return `n${n}`;
};
beforeEach(() => {
  clearPage();
  p = bikePage();
  n = 0;
});
afterEach(() => p.close());

function pasted(text: string, at: { lane: string; column: string; before?: string }) {
  const plan = paste(p.shown, SHEET, blockOf(text), at, newId);
  if (isRefusal(plan)) throw new Error(plan.refused);
  p.run(plan);
  return plan;
}

const texts = (stage: string, lane: string) =>
  p.shown.cell(stage, lane).map((id) => p.shown.row("cards", id)?.text);

it("copies stages across and lanes down, cards of a cell apart by an empty line", () => {
  const { text } = copyCards(p.shown, SHEET, ["see", "id", "sms"]);
  expect(text).toBe('Sees a station\t"Enters ID\n\nWaits for the SMS"');
});

it("copies the block around the cards, and in it only these", () => {
  const { text, cards } = copyCards(p.shown, SHEET, ["see", "late"]);
  expect(text).toBe("Sees a station\t\n\t\n\tSMS too late");
  expect(cards).toBe(2);
});

it("pastes a block as one change", () => {
  const plan = pasted('a\tb\r\n0.5\t"-1,5"\r\n"two\nlines"\t"one\n\ntwo"', {
    lane: "acts",
    column: "s1",
    before: "see",
  });
  expect(plan.label).toBe("Paste 7 cards");
  expect(texts("s1", "acts")).toEqual(["a", "Sees a station"]);
  expect(texts("s2", "acts")).toEqual(["Enters ID", "Waits for the SMS", "b"]);
  // A number in an emotion lane is a score.
  expect(p.shown.row("cards", p.shown.cell("s2", "mood").at(-1) ?? "")?.score).toBe(-1.5);
  expect(texts("s1", "pains")).toEqual(["two\nlines"]);
  expect(texts("s2", "pains")).toEqual(["SMS too late", "one", "two"]);
});

it("refuses a block that the map has no room for, and says so", () => {
  const wide = paste(p.shown, SHEET, blockOf("a\tb"), { lane: "acts", column: "s3" }, newId);
  expect(wide).toEqual({
    refused:
      "The block is 2 columns by 1 lane, and from here there is room for 1 stage by 5 lanes. Nothing was pasted.",
  });
  const high = paste(p.shown, SHEET, blockOf("a\nb"), { lane: "back", column: "s1" }, newId);
  expect(high).toHaveProperty("refused");
  expect(paste(p.shown, SHEET, blockOf("\t\n"), { lane: "acts", column: "s1" }, newId)).toEqual({
    refused: "There is no text to paste.",
  });
});

it("pastes its own copy whole, without a score of another scale or a persona that is gone", () => {
  const { block } = copyCards(p.shown, SHEET, ["late", "pass"]);
  p.run({ label: "x", ops: [{ op: "delete", table: "personas", id: "p1" }] });
  const plan = paste(p.shown, SHEET, block, { lane: "mood", column: "s3" }, newId);
  if (isRefusal(plan)) throw new Error(plan.refused);
  p.run(plan);
  expect(p.shown.row("cards", "n1")).toMatchObject({ text: "SMS too late", persona: null });
  expect(p.shown.row("cards", "n2")).toMatchObject({ text: "Passkey", score: 16.8 });
  const other = paste(p.shown, SHEET, block, { lane: "acts", column: "s3" }, newId);
  if (isRefusal(other)) throw new Error(other.refused);
  p.run(other);
  expect(p.shown.row("cards", "n4")?.score).toBeNull();
});

it("writes the whole map with its titles", () => {
  const text = mapAsTsv(p.shown, { columns: ["s1", "s2"], lanes: ["acts", "conv"] }, () => "7 %");
  expect(text).toBe(
    '\tAwareness\tSign-up\nActions\tSees a station\t"Enters ID\n\nWaits for the SMS"\nConversion\t7 %\t7 %',
  );
});
