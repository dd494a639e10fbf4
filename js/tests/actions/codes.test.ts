import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  addCode,
  behind,
  deleteCode,
  hangingOn,
  moveCode,
  type Shift,
  setCode,
  shiftCode,
  treeOf,
} from "../../src/actions/codes";
import { mergeCodes, splitCode } from "../../src/actions/codes-merge";
import { isRefusal, type Plan, type Refusal } from "../../src/actions/plan";
import { study, studyPage } from "../coder/study";
import { asShown, byId, clearPage, type Page, page } from "../journey";

let open: Page;
beforeEach(() => {
  clearPage();
  open = studyPage();
});
afterEach(() => open.close());

function done(plan: Plan | Refusal): Plan {
  if (isRefusal(plan)) throw new Error(plan.refused);
  expect(open.client.commit(plan.label, plan.ops)).toBeUndefined();
  return plan;
}

const shown = () => open.client.shown;
/** The tree as an indented list. */
const drawn = () => {
  const tree = treeOf(shown());
  return tree.sequence.map((id) => "-".repeat(tree.level(id) - 1) + id).join(" ");
};
const START = "signup -wait --sms -form price trust";
/** Quote and coder of each application of a code. */
const on = (code: string) =>
  shown()
    .pointing("applications", "code", code)
    .map((one) => `${one.quote} ${one.coder}`)
    .sort();

describe("a code", () => {
  it("is added where it shall stand, under a name that no sibling has", () => {
    expect(drawn()).toBe(START);
    done(addCode(shown(), "new", behind(treeOf(shown()), "wait"), { name: "Noise" }));
    expect(drawn()).toBe("signup -wait --sms -new -form price trust");
    done(addCode(shown(), "last", { parent: null }));
    expect(drawn()).toBe("signup -wait --sms -new -form price trust last");
    done(addCode(shown(), "last2", { parent: null }));
    expect(shown().row("codes", "last2")?.name).toBe("New code 2");
    done(addCode(shown(), "in", { parent: "sms" }));
    expect(shown().row("codes", "in")).toMatchObject({ name: "New code", parent: "sms" });
  });

  it("is renamed, and keeps all else", () => {
    const plan = done(setCode(shown(), "wait", { name: "Delay" }, "Rename code"));
    expect(plan.say).toBe("Renamed to Delay");
    expect(shown().row("codes", "wait")).toMatchObject({ name: "Delay", definition: "Time lost" });
  });

  it("moves with all below it by changing one row", () => {
    const plan = done(moveCode(shown(), "wait", { parent: null, before: "price" }));
    expect(plan.ops).toHaveLength(1);
    expect(plan.say).toBe("Waiting moved to position 2 of 4");
    expect(drawn()).toBe("signup -form wait -sms price trust");
    done(moveCode(shown(), "trust", { parent: "wait", before: "sms" }));
    expect(drawn()).toBe("signup -form wait -trust -sms price");
  });

  it("makes room where siblings have one key", () => {
    open.close();
    const data = study();
    data.codes = ["a", "b", "c"].map((id) => ({ id, name: id, order: "a0" }));
    data.applications = [];
    data.memos = [];
    open = page({}, data);
    done(moveCode(shown(), "c", { parent: null, before: "b" }));
    expect(drawn()).toBe("a c b");
  });

  it.each<[string, Shift, string]>([
    ["price", "up", "price signup -wait --sms -form trust"],
    ["price", "down", "signup -wait --sms -form trust price"],
    ["signup", "down", "price signup -wait --sms -form trust"],
    ["form", "in", "signup -wait --sms --form price trust"],
    ["price", "in", "signup -wait --sms -form -price trust"],
    ["sms", "out", "signup -wait -sms -form price trust"],
    ["form", "out", "signup -wait --sms form price trust"],
  ])("%s goes %s", (id, way, after) => {
    done(shiftCode(shown(), id, way));
    expect(drawn()).toBe(after);
  });

  it.each<[string, Shift, RegExp]>([
    ["signup", "up", /first/],
    ["trust", "down", /last/],
    ["wait", "in", /no code before/],
    ["signup", "out", /top/],
    ["gone", "up", /gone/],
  ])("%s does not go %s", (id, way, why) => {
    expect(shiftCode(shown(), id, way)).toEqual({ refused: expect.stringMatching(why) });
  });

  it("does not move below itself, nor below what is gone", () => {
    for (const parent of ["signup", "wait", "sms"]) {
      expect(moveCode(shown(), "signup", { parent })).toHaveProperty("refused");
    }
    expect(moveCode(shown(), "signup", { parent: "gone" })).toHaveProperty("refused");
    expect(addCode(shown(), "new", { parent: "gone" })).toHaveProperty("refused");
  });
});

describe("deleting", () => {
  it("takes applications and memos along, raises what is below, and comes back whole", () => {
    const before = asShown(open.client);
    expect(hangingOn(shown(), ["sms"])).toBe("2 applications and 1 memo");
    expect(hangingOn(shown(), ["trust"])).toBe("");
    const plan = done(deleteCode(shown(), "wait"));
    expect(plan.say).toBe("Waiting deleted with 5 applications. Undo brings it back.");
    expect(drawn()).toBe("signup -sms -form price trust");
    expect(shown().ids("quotes")).toHaveLength(5);
    expect(shown().ids("applications")).toHaveLength(3);
    expect(open.client.undo()).toBeUndefined();
    expect(asShown(open.client)).toEqual(before);
  });

  it("can take all below along", () => {
    const before = asShown(open.client);
    const plan = done(deleteCode(shown(), "signup", "go"));
    expect(plan.say).toContain("with 3 codes and 7 applications and 1 memo");
    expect(drawn()).toBe("price trust");
    expect(shown().ids("memos")).toEqual([]);
    open.client.undo();
    expect(asShown(open.client)).toEqual(before);
  });

  it("raises what is below a code of the top to the top", () => {
    done(deleteCode(shown(), "signup"));
    expect(drawn()).toBe("wait -sms form price trust");
  });
});

describe("merging", () => {
  it("leaves one application for each quote and coder, and is one change and one undo", () => {
    const before = asShown(open.client);
    expect(on("wait")).toEqual(["q1 A", "q2 A", "q2 B", "q3 B", "q5 A"]);
    const plan = done(mergeCodes(shown(), ["wait"], "sms"));
    expect(plan.say).toBe("Waiting merged into SMS, which is now on 4 quotes.");
    expect(on("sms")).toEqual(["q1 A", "q2 A", "q2 B", "q3 B", "q5 A"]);
    expect(drawn()).toBe("signup -sms -form price trust");
    expect(shown().row("codes", "sms")).toMatchObject({
      definition: "Time lost",
      apply_when: "A code is sent",
    });
    expect(open.client.undo()).toBeUndefined();
    expect(asShown(open.client)).toEqual(before);
    expect(open.client.redo()).toBeUndefined();
    expect(on("sms")).toHaveLength(5);
  });

  it("keeps what was accepted before a suggestion", () => {
    done(mergeCodes(shown(), ["wait"], "sms"));
    const q3 = shown()
      .pointing("applications", "quote", "q3")
      .map(({ id, code, accepted }) => ({ id, code, accepted }));
    expect(q3).toEqual([{ id: "a5", code: "sms", accepted: true }]);
  });

  it("keeps memos, and puts what is below under the target", () => {
    done(mergeCodes(shown(), ["wait", "form", "form"], "price"));
    expect(drawn()).toBe("signup price -sms trust");
    done(mergeCodes(shown(), ["sms"], "trust"));
    expect(shown().row("memos", "n1")?.code).toBe("trust");
    expect(drawn()).toBe("signup price trust");
  });

  it("takes a target out from below what is merged into it", () => {
    done(mergeCodes(shown(), ["signup"], "sms"));
    expect(drawn()).toBe("sms -wait -form price trust");
  });

  it("takes a target out from below several", () => {
    done(mergeCodes(shown(), ["wait", "signup", "price"], "sms"));
    expect(drawn()).toBe("sms -form trust");
    expect(on("sms")).toContain("q4 A");
  });

  it("refuses itself and what is gone", () => {
    expect(mergeCodes(shown(), ["sms"], "sms")).toHaveProperty("refused");
    expect(mergeCodes(shown(), ["gone"], "sms")).toHaveProperty("refused");
    expect(mergeCodes(shown(), ["sms"], "gone")).toHaveProperty("refused");
  });
});

describe("splitting", () => {
  it("moves the chosen applications to a new code right behind", () => {
    const before = asShown(open.client);
    const plan = done(
      splitCode(shown(), "wait", ["a1", "a3", "a6"], { id: "new", name: " Queue " }),
    );
    expect(plan.say).toBe("2 applications moved from Waiting to Queue");
    expect(on("new")).toEqual(["q1 A", "q2 A"]);
    expect(on("wait")).toEqual(["q2 B", "q3 B", "q5 A"]);
    expect(on("price")).toEqual(["q4 A"]);
    expect(drawn()).toBe("signup -wait --sms -new -form price trust");
    open.client.undo();
    expect(asShown(open.client)).toEqual(before);
  });

  it("needs quotes and a name", () => {
    const fresh = { id: "new", name: "Queue" };
    expect(splitCode(shown(), "wait", ["a6"], fresh)).toHaveProperty("refused");
    expect(splitCode(shown(), "wait", ["a1"], { id: "new", name: " " })).toHaveProperty("refused");
    expect(splitCode(shown(), "gone", ["a1"], fresh)).toHaveProperty("refused");
  });
});

it("never loses an application, whatever is merged, moved and deleted; undo restores all", () => {
  const ids = ["signup", "wait", "sms", "form", "price", "trust"];
  const id = fc.constantFrom(...ids);
  const step = fc.oneof(
    fc.record({
      act: fc.constant("merge" as const),
      from: fc.uniqueArray(id, { minLength: 1 }),
      into: id,
    }),
    fc.record({
      act: fc.constant("move" as const),
      id,
      parent: fc.option(id),
      before: fc.option(id),
    }),
    fc.record({
      act: fc.constant("shift" as const),
      id,
      way: fc.constantFrom<Shift>("up", "down", "in", "out"),
    }),
    fc.record({
      act: fc.constant("delete" as const),
      id,
      below: fc.constantFrom("stay" as const, "go" as const),
    }),
  );
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), (steps) => {
      open.close();
      clearPage();
      open = studyPage();
      const before = byId(asShown(open.client));
      let times = 0;
      for (const one of steps) {
        const quotes = coded();
        const plan =
          one.act === "merge"
            ? mergeCodes(shown(), one.from, one.into)
            : one.act === "move"
              ? moveCode(shown(), one.id, { parent: one.parent, before: one.before ?? undefined })
              : one.act === "shift"
                ? shiftCode(shown(), one.id, one.way)
                : deleteCode(shown(), one.id, one.below);
        if (isRefusal(plan)) continue;
        const was = asShown(open.client);
        done(plan);
        // What moves to where it stands changes nothing, and leaves nothing to undo.
        if (JSON.stringify(asShown(open.client)) !== JSON.stringify(was)) times += 1;
        // Every code is drawn, and only a deletion takes a code off a quote for good.
        expect(treeOf(shown()).sequence).toHaveLength(shown().ids("codes").length);
        if (one.act !== "delete") expect(coded()).toEqual(quotes);
      }
      for (let n = 0; n < times; n += 1) expect(open.client.undo()).toBeUndefined();
      expect(byId(asShown(open.client))).toEqual(before);
    }),
    { numRuns: 60 },
  );
});

/** Quotes with an accepted code, by coder. */
function coded(): string[] {
  const rows = shown()
    .rows("applications")
    .filter(({ accepted }) => accepted);
  return [...new Set(rows.map(({ quote, coder }) => `${quote} ${coder}`))].sort();
}
