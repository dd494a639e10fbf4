import { describe, expect, it } from "vitest";
import { countOf } from "../../src/coder/code-counts";
import { CodeTree } from "../../src/coder/code-tree";
import { type CoderFilter, NO_FILTER } from "../../src/coder/contract";
import {
  attributesOf,
  attributeValues,
  isEverything,
  NO_CODE,
  Sieve,
  toggled,
  toggledAttribute,
  valuesOf,
} from "../../src/coder/sieve";
import type { Application, Participant, Quote } from "../../src/generated/schema";

const person = (id: string, values: Partial<Participant> = {}): Participant =>
  ({
    id,
    pseudonym: id,
    role: "participant",
    persona: null,
    attributes: {},
    ...values,
  }) as Participant;
const quote = (id: string, values: Partial<Quote> = {}): Quote =>
  ({ id, participant: "p1", level: "team", coder: "A", ...values }) as Quote;
const application = (id: string, values: Partial<Application> = {}): Application =>
  ({
    id,
    quote: "q1",
    code: "wait",
    coder: "A",
    origin: "human",
    accepted: true,
    ...values,
  }) as Application;

const tree = new CodeTree([
  { id: "signup", name: "Sign-up", parent: null, order: "a0" },
  { id: "wait", name: "Waiting", parent: "signup", order: "a0" },
  { id: "sms", name: "SMS", parent: "wait", order: "a0" },
  { id: "price", name: "Price", parent: null, order: "a1" },
]);

const sieve = (filter: Partial<CoderFilter>) => new Sieve({ ...NO_FILTER, ...filter }, tree);
const passes = (
  filter: Partial<CoderFilter>,
  applications: Application[] = [application("a1")],
  values: Partial<Quote> = {},
  who: Participant | null = person("p1"),
) => sieve(filter).quote(quote("q1", values), who ?? undefined, applications);

describe("the filter", () => {
  it("lets all through that is not asked", () => {
    expect(isEverything(NO_FILTER)).toBe(true);
    expect(passes({}, [], {}, null)).toBe(true);
  });

  it("takes a code for all below it", () => {
    expect(passes({ codes: ["signup"] }, [application("a1", { code: "sms" })])).toBe(true);
    expect(passes({ codes: ["sms"] })).toBe(false);
    expect(passes({ codes: ["price", "wait"] })).toBe(true);
  });

  it("finds quotes without a code", () => {
    expect(passes({ codes: [NO_CODE] }, [])).toBe(true);
    expect(passes({ codes: [NO_CODE] })).toBe(false);
    expect(passes({ codes: [NO_CODE, "wait"] })).toBe(true);
    expect(passes({ codes: [NO_CODE], coders: ["B"] }, [])).toBe(false);
    expect(passes({ codes: [NO_CODE], origins: ["human"] }, [])).toBe(false);
  });

  it("asks code, coder and origin of one and the same application", () => {
    const two = [application("a1"), application("a2", { code: "price", coder: "B" })];
    expect(passes({ codes: ["wait"], coders: ["A"] }, two)).toBe(true);
    expect(passes({ codes: ["wait"], coders: ["B"] }, two)).toBe(false);
    expect(passes({ codes: ["price"], origins: ["import"] }, two)).toBe(false);
  });

  it("shows suggestions alone", () => {
    const suggestion = application("a1", { origin: "model", accepted: false });
    expect(passes({ suggested: true }, [suggestion])).toBe(true);
    expect(passes({ suggested: true })).toBe(false);
    expect(passes({ suggested: true }, [])).toBe(false);
    expect(isEverything({ ...NO_FILTER, suggested: true })).toBe(false);
  });

  it("asks who said it, by attribute too", () => {
    const nurse = person("p1", {
      persona: "Commuter",
      attributes: { job: "nurse", city: ["Oslo", "Bergen"], car: false, year: 3, none: null },
    });
    expect(passes({ participants: ["p2"] }, [], {}, nurse)).toBe(false);
    expect(passes({ participants: ["p1"] }, [], { participant: null }, null)).toBe(false);
    const by = (attributes: Record<string, string[]>) => passes({ attributes }, [], {}, nurse);
    expect(by({ job: ["nurse", "cook"] })).toBe(true);
    expect(by({ job: ["cook"] })).toBe(false);
    expect(by({ city: ["Bergen"], car: ["no"], year: ["3"] })).toBe(true);
    expect(by({ city: ["Bergen"], car: ["yes"] })).toBe(false);
    expect(by({ role: ["participant"], persona: ["Commuter"] })).toBe(true);
    expect(by({ none: ["null"] })).toBe(false);
    expect(by({ job: [] })).toBe(true);
    expect(attributesOf(nurse).has("none")).toBe(false);
  });

  it("asks for the level", () => {
    expect(passes({ levels: ["public"] })).toBe(false);
    expect(passes({ levels: ["team", "public"] })).toBe(true);
  });

  it("puts a value in, and takes it out again", () => {
    const one = toggled(NO_FILTER, "codes", "wait");
    expect(one.codes).toEqual(["wait"]);
    expect(NO_FILTER.codes).toEqual([]);
    expect(toggled(one, "codes", "wait")).toEqual(NO_FILTER);
    const odd = toggledAttribute(NO_FILTER, "__proto__", "x");
    expect(valuesOf(odd, "__proto__")).toEqual(["x"]);
    expect(valuesOf(odd, "constructor")).toEqual([]);
    expect(isEverything(odd)).toBe(false);
    expect(isEverything(toggledAttribute(odd, "__proto__", "x"))).toBe(true);
  });

  it("lists the values of attributes with how many have them", () => {
    const values = attributeValues([
      person("p1", { attributes: { job: "nurse" } }),
      person("p2", { attributes: { job: "cook" } }),
      person("p3", { attributes: { job: "nurse" } }),
    ]);
    expect([...(values.get("job") ?? [])]).toEqual([
      ["nurse", 2],
      ["cook", 1],
    ]);
    expect(values.get("role")?.get("participant")).toBe(3);
  });
});

describe("counts", () => {
  const people = new Map(
    [person("p1"), person("p2"), person("m", { role: "moderator" })].map((one) => [one.id, one]),
  );
  const quotes = new Map(
    [
      quote("q1"),
      quote("q2"),
      quote("q3", { participant: "p2" }),
      quote("asked", { participant: "m" }),
      quote("nobody", { participant: null }),
    ].map((one) => [one.id, one]),
  );
  const rows = {
    quote: (id: string) => quotes.get(id),
    participant: (id: string) => people.get(id),
  };
  const count = (...of: [string, Partial<Application>?][]) =>
    countOf(
      of.map(([id, values], at) => application(`a${at}`, { quote: id, ...values })),
      rows,
    );

  it("counts a quote and a person once, however many coders coded it", () => {
    expect(count(["q1"], ["q1", { coder: "B" }], ["q2"], ["q3"])).toEqual({
      quotes: 3,
      participants: 2,
      suggested: 0,
    });
  });

  it("never counts moderators, and no suggestion before it is accepted", () => {
    const open = { origin: "model", accepted: false } as const;
    expect(count(["asked"])).toEqual({ quotes: 0, participants: 0, suggested: 0 });
    expect(count(["q1", open], ["q2", open], ["q2"], ["asked", open])).toEqual({
      quotes: 1,
      participants: 1,
      suggested: 1,
    });
  });

  it("counts what is said by somebody unknown as a quote, and not as a person", () => {
    expect(count(["nobody"], ["gone"])).toEqual({ quotes: 1, participants: 0, suggested: 0 });
  });
});
