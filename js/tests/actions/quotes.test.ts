import { afterEach, expect, it } from "vitest";
import { isRefusal, type Plan, type Refusal } from "../../src/actions/plan";
import {
  acceptApplication,
  addMemo,
  applicationsOf,
  applyCode,
  type Coding,
  deleteQuote,
  markQuote,
  moveQuote,
  removeApplication,
  setQuote,
} from "../../src/actions/quotes";
import type { Target } from "../../src/coder/contract";
import { studyPage } from "../coder/study";

let close = () => {};
afterEach(() => close());

function open() {
  const { client, close: end } = studyPage();
  close = end;
  const { shown } = client;
  const coding: Coding = { coder: "A", at: "2024-01-01T00:00:00Z", newId: () => client.newId() };
  const done = (plan: Plan | Refusal): Plan => {
    if (isRefusal(plan)) throw new Error(plan.refused);
    expect(client.commit(plan.label, plan.ops)).toBeUndefined();
    return plan;
  };
  const codes = (quote: string) =>
    applicationsOf(shown, quote).map(({ code, coder, accepted }) => `${code} ${coder} ${accepted}`);
  return { client, shown, coding, done, codes };
}

const words: Target = {
  kind: "span",
  span: { source: "s1", start: 2, end: 7 },
  text: "stood",
  whole: false,
};
const quote = (id: string): Target => ({ kind: "quote", id });

it("makes a quote of words and applies the code, as one change", () => {
  const { client, shown, coding, done, codes } = open();
  const before = shown.ids("quotes").length;
  const plan = applyCode(shown, words, "price", "p1", coding);
  done(plan);
  if (!("quote" in plan)) throw new Error("no quote was made");
  expect(shown.row("quotes", plan.quote)).toMatchObject({
    start: 2,
    end: 7,
    participant: "p1",
    coder: "A",
  });
  expect(codes(plan.quote)).toEqual(["price A true"]);
  client.undo();
  expect(shown.ids("quotes").length).toBe(before);
});

it("applies to the quote that stands on just these words", () => {
  const { shown, coding, done, codes } = open();
  const row = shown.row("quotes", "q4");
  if (!row) throw new Error("there is no quote");
  const span = { source: row.source, start: row.start ?? 0, end: row.end ?? 0 };
  const plan = applyCode(
    shown,
    { kind: "span", span, text: "", whole: true },
    "trust",
    null,
    coding,
  );
  done(plan);
  expect(codes("q4")).toEqual(expect.arrayContaining(["price A true", "trust A true"]));
});

it("does not apply a code twice for one coder, and does for another", () => {
  const { shown, coding, done, codes } = open();
  expect(applyCode(shown, quote("q1"), "wait", null, coding)).toHaveProperty("refused");
  done(applyCode(shown, quote("q1"), "wait", null, { ...coding, coder: "B" }));
  expect(codes("q1").sort()).toEqual(["wait A true", "wait B true"]);
});

it("accepts a suggestion by applying its code, or alone; and rejects it", () => {
  const { shown, coding, done, codes } = open();
  done(acceptApplication(shown, "a8"));
  expect(codes("q3")).toContain("sms B true");
  const other = open();
  other.done(applyCode(other.shown, quote("q3"), "sms", null, coding));
  expect(other.codes("q3")).toEqual(expect.arrayContaining(["sms B true", "sms A true"]));
  const third = open();
  expect(third.done(removeApplication(third.shown, "a8")).label).toBe("Reject SMS");
  expect(third.codes("q3")).toEqual(["wait B true"]);
  expect(third.done(removeApplication(third.shown, "a5")).label).toBe("Remove Waiting");
});

it("marks without a code, moves, scores, notes and deletes a quote with what hangs on it", () => {
  const { shown, coding, done } = open();
  const plan = markQuote(shown, words, "p1", coding);
  done(plan);
  const id = "quote" in plan ? plan.quote : "";
  expect(applicationsOf(shown, id)).toEqual([]);
  done(moveQuote(shown, id, { source: "s1", start: 0, end: 7 }));
  done(setQuote(shown, id, { score: -1, level: "private" }, "Score", "Scored"));
  done(addMemo(shown, id, "why?", coding));
  expect(shown.row("quotes", id)).toMatchObject({ start: 0, end: 7, score: -1, level: "private" });
  expect(shown.pointing("memos", "quote", id)[0]).toMatchObject({ text: "why?", author: "A" });
  done(deleteQuote(shown, "q2"));
  expect(shown.rows("applications").some((one) => one.quote === "q2")).toBe(false);
  for (const gone of [
    deleteQuote(shown, "q2"),
    addMemo(shown, "q2", "x", coding),
    applyCode(shown, quote("q2"), "wait", null, coding),
    applyCode(shown, quote("q1"), "none", null, coding),
    acceptApplication(shown, "a2"),
    removeApplication(shown, "a2"),
  ]) {
    expect(isRefusal(gone)).toBe(true);
  }
});
