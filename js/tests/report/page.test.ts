import { fireEvent, waitFor } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Entry } from "../../src/report/contract";
import { start } from "../../src/report/start";
import { bike } from "../bike";
import { clearPage } from "../journey";

let closing: AbortController;

beforeEach(() => {
  clearPage();
  closing = new AbortController();
  document.title = "Report";
});
afterEach(() => {
  closing.abort();
  document.head.replaceChildren();
  document.body.replaceChildren();
  delete document.documentElement.dataset.theme;
});

function block(id: string, value: unknown): void {
  const script = document.createElement("script");
  script.type = "application/json";
  script.id = id;
  script.textContent = typeof value === "string" ? value : JSON.stringify(value);
  document.body.append(script);
}

/** A page as Python writes it, its script run. jsdom has no IntersectionObserver: all comes at once. */
function open(entries: readonly Entry[], data: Record<string, unknown>): void {
  for (const { key } of entries) {
    const place = document.createElement("div");
    place.dataset.jwView = key;
    document.body.append(place);
  }
  for (const [id, value] of Object.entries(data)) block(id, value);
  block("jw-views", entries);
  start(document, closing.signal);
}

const two: Entry[] = [
  { key: "one", kind: "map", data: "d1", name: "One" },
  { key: "two", kind: "map", data: "d2", settings: { personas: ["p1"] } },
];
const docs = () => ({
  d1: bike(),
  d2: { ...bike(), meta: { id: "k", title: "The other" } },
});

function place(key: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(`[data-jw-view=${key}]`);
  if (!found) throw new Error(`the page has no place ${key}`);
  return found;
}

function root(key: string): ShadowRoot {
  const shadow = place(key).firstElementChild?.shadowRoot;
  if (!shadow) throw new Error(`${key} is not shown: ${place(key).textContent}`);
  return shadow;
}

const field = () => document.querySelector<HTMLInputElement>(".jw-bar input") as HTMLInputElement;
const count = () => document.querySelector(".jw-bar-count")?.textContent;

it("puts each view into its place, read-only, with the settings it begins with", () => {
  const people: Entry = { key: "who", kind: "personas", data: "d1" };
  open([...two, people], docs());
  expect(root("one").querySelectorAll(".stage .title")).toHaveLength(3);
  expect(root("one").querySelector(".status")).toBeNull();
  expect(root("one").querySelector("[aria-readonly=true]")).not.toBeNull();
  expect(root("two").querySelector("[aria-pressed=true]")?.textContent).toContain("Commuter");
  expect(root("who").querySelectorAll("[data-persona]")).toHaveLength(2);
  expect(root("who").querySelector(".status")).toBeNull();
});

it("says what cannot be shown, and shows the rest", () => {
  open(
    [
      { key: "gone", kind: "map", data: "nowhere", name: "Gone" },
      { key: "broken", kind: "personas", data: "d3" },
      ...two,
    ],
    { ...docs(), d3: "{" },
  );
  expect(place("gone").textContent).toBe("Gone cannot be shown: its data is not in this page");
  expect(place("broken").textContent).toMatch(/^This view cannot be shown: /);
  expect(root("one").querySelector(".card")).not.toBeNull();
  expect(root("two").querySelector(".card")).not.toBeNull();
});

it("says in the place of a chart that the page holds no code for it", async () => {
  open([{ key: "c", kind: "chart", data: "d", name: "Reached" }], { d: { mark: "bar" } });
  await waitFor(() =>
    expect(root("c").querySelector("[role=status]")?.textContent).toBe(
      "The code that draws charts is not in this page.",
    ),
  );
});

it("searches all maps, and walks from hit to hit over them", async () => {
  open(two, docs());
  fireEvent.input(field(), { target: { value: "sms" } });
  expect(count()).toBe("4 found");
  const at = () =>
    ["one", "two"].map(
      (key) => root(key).querySelector(".card[aria-selected=true]")?.textContent ?? "",
    );
  fireEvent.keyDown(field(), { key: "Enter" });
  expect(count()).toBe("1 of 4");
  await waitFor(() => expect(at()[0]).toContain("Waits for the SMS"));
  for (let step = 0; step < 2; step += 1) fireEvent.keyDown(field(), { key: "Enter" });
  expect(count()).toBe("3 of 4");
  await waitFor(() => expect(at()[1]).toContain("Waits for the SMS"));
  for (let step = 0; step < 2; step += 1) fireEvent.keyDown(field(), { key: "Enter" });
  expect(count()).toBe("1 of 4");
  fireEvent.keyDown(field(), { key: "Enter", shiftKey: true });
  expect(count()).toBe("4 of 4");
  fireEvent.keyDown(field(), { key: "Escape" });
  expect(count()).toBe("");
  fireEvent.input(field(), { target: { value: "not there" } });
  expect(count()).toBe("none found");
  fireEvent.keyDown(field(), { key: "Enter" });
  expect(count()).toBe("none found");
});

it("has no search where there is no map", () => {
  open([{ key: "who", kind: "personas", data: "d1" }], docs());
  expect(document.querySelector(".jw-bar input")).toBeNull();
  expect(document.querySelector(".jw-bar select")).not.toBeNull();
});

it("switches the page between light and dark", () => {
  open(two, docs());
  const choice = document.querySelector(".jw-bar select") as HTMLSelectElement;
  expect(choice.value).toBe("auto");
  fireEvent.change(choice, { target: { value: "dark" } });
  expect(document.documentElement.dataset.theme).toBe("dark");
  fireEvent.change(choice, { target: { value: "auto" } });
  expect(document.documentElement.dataset.theme).toBeUndefined();
});

it("prints what personas say of themselves whole", async () => {
  const bio = "word ".repeat(800).trim();
  const goal = "aim ".repeat(300).trim();
  const personas = [{ id: "p1", name: "Commuter", order: "a0", bio, goals: [goal] }];
  open([{ key: "who", kind: "personas", data: "d1" }], { d1: { ...bike(), personas } });
  const text = () => root("who").textContent ?? "";
  expect(text()).not.toContain(bio);
  window.dispatchEvent(new Event("beforeprint"));
  // The browser does what is promised before it prints, and waits for no clock.
  await Promise.resolve();
  await Promise.resolve();
  expect(text()).toContain(bio);
  expect(text()).toContain(goal);
  window.dispatchEvent(new Event("afterprint"));
  await waitFor(() => expect(text()).not.toContain(bio));
});

it("draws maps for paper when it is printed, and takes that away afterwards", () => {
  document.documentElement.dataset.theme = "dark";
  const long = "word ".repeat(800);
  const given = docs();
  const cards = given.d1.cards as Record<string, unknown>[];
  cards.push({ id: "long", stage: "s1", lane: "acts", text: long, order: "a9" });
  open(two, given);
  window.dispatchEvent(new Event("beforeprint"));
  window.dispatchEvent(new Event("beforeprint"));
  expect(document.documentElement.dataset.theme).toBe("light");
  const print = root("one").querySelectorAll(".print");
  expect(print).toHaveLength(1);
  const papers = [...root("one").querySelectorAll<HTMLElement>("[data-paper]")];
  expect(papers.map((one) => one.dataset.paper)).toEqual(["small", "portrait landscape large"]);
  const sheets = [...(papers[0]?.querySelectorAll(".grid") ?? [])];
  expect(sheets.map((one) => one.querySelectorAll(".head .stage").length)).toEqual([2, 1]);
  // Each sheet has all lanes; no card is missing, none is cut, and nothing takes the focus.
  for (const sheet of sheets) expect(sheet.querySelectorAll(".row.lane")).toHaveLength(6);
  expect(papers[0]?.textContent).toContain("Enters ID");
  expect(papers[0]?.textContent).toContain(long.trim());
  expect(papers[0]?.querySelector("[tabindex='0']")).toBeNull();
  expect(papers[0]?.querySelector(".print-title")?.textContent).toContain("columns 1 to 2 of 3");
  window.dispatchEvent(new Event("afterprint"));
  expect(root("one").querySelector(".print")).toBeNull();
  expect(document.documentElement.dataset.theme).toBe("dark");
  expect(root("one").querySelector(".card")).not.toBeNull();
});
