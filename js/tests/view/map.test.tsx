import { configure, fireEvent, waitFor, within } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type MemoryHost, type MemoryOptions, memoryHost } from "../../src/host/memory";
import { createClient } from "../../src/sync/client";
import type { JourneyClient } from "../../src/sync/contract";
import { mountMap } from "../../src/view/MapView";
import { bike } from "../bike";
import { clearPage } from "../journey";

configure({ asyncUtilTimeout: 8000 });
vi.setConfig({ testTimeout: 30_000 });

let closing: AbortController;
let element: HTMLElement;
let host: MemoryHost;
let client: JourneyClient;
let root: ShadowRoot;

beforeEach(() => {
  clearPage();
  closing = new AbortController();
});
afterEach(() => {
  closing.abort();
  document.body.replaceChildren();
});

function show(document_: Record<string, unknown> = bike(), options: MemoryOptions = {}): void {
  host = memoryHost(document_, options);
  client = createClient(host, closing.signal);
  element = document.createElement("div");
  document.body.append(element);
  root = view(element, closing.signal);
}

function view(el: HTMLElement, signal: AbortSignal): ShadowRoot {
  mountMap({ el, host, client, signal });
  const shadow = el.firstElementChild?.shadowRoot;
  if (!shadow) throw new Error("the view has no shadow root");
  return shadow;
}

function find<E extends HTMLElement = HTMLElement>(selector: string): E {
  const found = root.querySelector<E>(selector);
  if (!found) throw new Error(`nothing is drawn for ${selector}`);
  return found;
}

/** The cell that shows `text`. */
function at(text: string): HTMLElement {
  const cells = [...root.querySelectorAll<HTMLElement>("[role$=cell], [role$=header]")];
  const found = cells.find((cell) => cell.textContent?.includes(text));
  if (!found) throw new Error(`no cell shows ${text}`);
  return found;
}

const focused = () => root.activeElement as HTMLElement;
const cards = () => client.shown.rows("cards");
const textOf = (id: string) => client.shown.row("cards", id)?.text;

function press(key: string, more: Partial<KeyboardEventInit> = {}): boolean {
  return fireEvent.keyDown(focused(), { key, ...more });
}

function write(text: string): void {
  fireEvent.input(focused(), { target: { value: text } });
}

it("is a grid: rows, headers, cells with places, and one tab stop", () => {
  show();
  const grid = find("[role=grid]");
  expect(grid.getAttribute("aria-rowcount")).toBe("7");
  expect(grid.getAttribute("aria-colcount")).toBe("4");
  const headers = [...root.querySelectorAll("[role=columnheader]")].slice(1);
  expect(headers.map((one) => one.querySelector(".title")?.textContent)).toEqual([
    "Awareness",
    "Sign-up",
    "Ride",
  ]);
  expect(root.querySelectorAll("[role=rowheader]")).toHaveLength(6);
  expect(at("Waits for the SMS").getAttribute("aria-colindex")).toBe("3");
  expect(root.querySelectorAll("[role=grid] [tabindex='0']")).toHaveLength(1);
  for (const cell of root.querySelectorAll("[role$=cell], [role$=header]")) {
    expect(cell.closest("[role=row]")?.closest("[role=grid]")).toBe(grid);
  }
});

it("draws blueprint lines, evidence, numbers and what was not asked", () => {
  show();
  const lines = [...root.querySelectorAll(".line")].map((line) => line.textContent);
  expect(lines).toEqual(["line of interaction", "line of visibility"]);
  expect(at("SMS too late").textContent).toContain("●●○○2 of 4 asked1 disagrees");
  expect(find(".numbers").textContent).toContain("100\u2009%n 41\u202f208");
  expect(root.querySelectorAll(".numbers")[2]?.textContent).toBe("not asked");
  expect(find(".point[aria-label='Commuter, Sign-up: \u22121.5 · n 2']")).toBeTruthy();
});

it("shows hostile text as text, whatever field it stands in", () => {
  const evil = `<img src=x onerror="boom()"></style><script>boom()</script>`;
  const document_ = bike() as Record<string, Record<string, unknown>[]>;
  for (const [table, fields] of Object.entries({
    stages: ["title", "description", "goal", "owner"],
    lanes: ["title", "description"],
    cards: ["text", "channel", "url", "owner"],
    personas: ["name", "initials"],
    metrics: ["title", "method", "unit"],
  })) {
    for (const row of document_[table] ?? []) for (const field of fields) row[field] = evil;
  }
  for (const row of document_.cards ?? []) row.tags = [evil];
  show({ ...document_, meta: { id: "j", title: evil } });
  expect(root.querySelectorAll("img, script")).toHaveLength(0);
  expect(root.querySelectorAll("a")).toHaveLength(0);
  expect(find("h2 .said").textContent).toBe(evil);
  const texts = [...root.querySelectorAll(".card .text")];
  expect(texts.length).toBeGreaterThan(0);
  for (const text of texts) expect(text.textContent).toBe(evil);
});

it("edits in place with Enter, keeps with Enter, and gives the focus back", async () => {
  show();
  at("Sees a station").focus();
  press("Enter");
  await waitFor(() => expect(focused().tagName).toBe("TEXTAREA"));
  write("Sees two\nstations");
  press("Enter");
  await waitFor(() => expect(textOf("see")).toBe("Sees two\nstations"));
  await waitFor(() => expect(focused()).toBe(at("Sees two")));
});

it("starts an edit with the key that is typed, and leaves the text on Escape", async () => {
  show();
  at("Sees a station").focus();
  expect(press("N")).toBe(false); // the page around does not get the key
  await waitFor(() => expect((focused() as HTMLTextAreaElement).value).toBe("N"));
  press("Escape");
  await waitFor(() => expect(focused()).toBe(at("Sees a station")));
  expect(client.canUndo.value).toBe(false);
});

it("writes a new card into an empty cell, and none without a text", async () => {
  show();
  const empty = [...root.querySelectorAll<HTMLElement>(".blank")][0];
  empty?.focus();
  press("Enter");
  await waitFor(() => expect(focused().tagName).toBe("TEXTAREA"));
  write("Fresh");
  press("Tab");
  await waitFor(() => expect(cards().some((card) => card.text === "Fresh")).toBe(true));
  const n = cards().length;
  at("Fresh").focus();
  press("Insert");
  await waitFor(() => expect(focused().tagName).toBe("TEXTAREA"));
  press("Enter");
  await waitFor(() => expect(focused()).toBe(at("Fresh")));
  expect(cards()).toHaveLength(n);
});

it("keeps what is written beside what arrives, and never writes over it", async () => {
  show();
  at("Sees a station").focus();
  press("F2");
  await waitFor(() => expect(focused().tagName).toBe("TEXTAREA"));
  write("Mine");
  const ops = [
    { op: "set" as const, table: "cards" as const, id: "see", values: { text: "Theirs" } },
  ];
  client.commit("elsewhere", ops);
  await waitFor(() => expect(find(".aside").textContent).toContain("Changed meanwhile: Theirs"));
  expect((focused() as HTMLTextAreaElement).value).toBe("Mine");
});

it("holds the words of a card that was deleted while they were written", async () => {
  show();
  at("Sees a station").focus();
  press("F2");
  await waitFor(() => expect(focused().tagName).toBe("TEXTAREA"));
  write("Worth keeping");
  client.commit("elsewhere", [{ op: "delete", table: "cards", id: "see" }]);
  const bring = await within(find(".map")).findByText("Bring the card back");
  expect(find(".notices").textContent).toContain("Worth keeping");
  fireEvent.click(bring);
  await waitFor(() => expect(textOf("see")).toBe("Worth keeping"));
});

it("keeps the open text when the view goes away", async () => {
  show();
  const own = new AbortController();
  const other = document.createElement("div");
  document.body.append(other);
  root = view(other, own.signal);
  at("Sees a station").focus();
  press("F2");
  await waitFor(() => expect(focused().tagName).toBe("TEXTAREA"));
  write("Half a sentence");
  own.abort();
  expect(textOf("see")).toBe("Half a sentence");
  expect(other.childElementCount).toBe(0);
});

it("moves by Alt and an arrow, tells it, undoes it, and the focus goes along", async () => {
  show();
  at("Sees a station").focus();
  press("ArrowRight", { altKey: true });
  await waitFor(() => expect(client.shown.cell("s2", "acts")).toEqual(["see", "id", "sms"]));
  await waitFor(() => expect(focused()).toBe(at("Sees a station")));
  expect(find("[aria-live=polite]").textContent).toContain(
    "moved to Actions, Sign-up, position 1 of 3",
  );
  press("z", { ctrlKey: true });
  await waitFor(() => expect(client.shown.cell("s1", "acts")).toEqual(["see"]));
  await waitFor(() => expect(focused()).toBe(at("Sees a station")));
});

it("deletes, and the focus goes to the neighbour", async () => {
  show();
  at("Enters ID").focus();
  press("Delete");
  await waitFor(() => expect(focused()).toBe(at("Waits for the SMS")));
  expect(client.shown.row("cards", "id")).toBeUndefined();
});

it("renames a stage and moves it, and makes it a step", async () => {
  show();
  at("Ride").focus();
  press("F2");
  await waitFor(() => expect(focused().tagName).toBe("TEXTAREA"));
  write("First ride");
  press("Enter");
  await waitFor(() => expect(client.shown.row("stages", "s3")?.title).toBe("First ride"));
  press("ArrowDown", { altKey: true });
  await waitFor(() => expect(client.shown.row("stages", "s3")?.parent).toBe("s2"));
  await waitFor(() => expect(focused()).toBe(at("First ride")));
});

it("says that a point of several cards is a mean, and moves a point of one", async () => {
  show();
  find(".point[aria-label^='Commuter, Sign-up']").focus();
  press("ArrowUp", { altKey: true });
  await waitFor(() => expect(find(".notices").textContent).toContain("mean of 2 cards"));
  find(".point[aria-label^='Commuter, Awareness']").focus();
  press("ArrowUp", { altKey: true });
  await waitFor(() => expect(client.shown.row("cards", "up")?.score).toBe(0.9));
  find(".point[aria-label^='Visitor, Ride']").focus();
  press("-");
  await waitFor(() => expect(focused().tagName).toBe("TEXTAREA"));
  write("-1.2");
  press("Enter");
  await waitFor(() => {
    expect(cards().find((card) => card.persona === "p2")).toMatchObject({
      score: -1.2,
      stage: "s3",
    });
  });
});

it("keeps selection in step with the setting both ways", async () => {
  show();
  fireEvent.click(at("Enters ID"));
  fireEvent.click(at("Sees a station"), { ctrlKey: true });
  expect(host.get("selection")).toEqual({ cards: ["id", "see"] });
  host.set("selection", { cards: ["pass"] });
  await waitFor(() => expect(at("Passkey").getAttribute("aria-selected")).toBe("true"));
  expect(at("Enters ID").getAttribute("aria-selected")).toBe("false");
});

it("hides other personas' cards and curves, and dims what is not found", async () => {
  show();
  fireEvent.click(within(find(".personas")).getByText("Visitor"));
  expect(host.get("personas")).toEqual(["p2"]);
  await waitFor(() => expect(root.textContent).not.toContain("SMS too late"));
  expect(root.querySelector(".point[aria-label^='Commuter']")).toBeNull();
  at("Sees a station").focus();
  press("/");
  await waitFor(() => expect(root.querySelector("input[type=search]")).toBeTruthy());
  fireEvent.input(find("input[type=search]"), { target: { value: "sms" } });
  await waitFor(() => expect(at("Sees a station").dataset.dim).toBe("true"));
  expect(find(".count").textContent).toBe("1 of 4");
});

it("offers nothing that edits where it is read-only, and can be walked all the same", async () => {
  show(bike(), { settings: { read_only: true } });
  expect(root.querySelector(".add, .add-more")).toBeNull();
  at("Sees a station").focus();
  for (const key of ["Enter", "x", "Delete", "d"]) press(key);
  press("ArrowRight", { altKey: true });
  expect(textOf("see")).toBe("Sees a station");
  expect(root.querySelector("textarea")).toBeNull();
  press("ArrowRight");
  await waitFor(() => expect(focused()).toBe(at("Enters ID")));
  expect(find("[role=grid]").getAttribute("aria-readonly")).toBe("true");
});

it("opens a menu of what can be done, and every command of it has a name", async () => {
  show();
  at("Sees a station").focus();
  press("F10", { shiftKey: true });
  const menu = await waitFor(() => find("[role=menu]"));
  const labels = [...menu.querySelectorAll(".label")].map((label) => label.textContent);
  expect(labels).toContain("Move to stage");
  expect(labels).toContain("Delete card");
  expect(labels.every(Boolean)).toBe(true);
  press("Escape");
  await waitFor(() => expect(focused()).toBe(at("Sees a station")));
});

it("redraws one card when one card changes", async () => {
  show();
  const changed: Node[] = [];
  const observer = new MutationObserver((all) => changed.push(...all.map((one) => one.target)));
  observer.observe(find("[role=grid]"), {
    subtree: true,
    childList: true,
    attributes: true,
    characterData: true,
  });
  client.commit("x", [
    { op: "set", table: "cards", id: "id", values: { text: "Enters a passport" } },
  ]);
  await waitFor(() => expect(at("passport")).toBeTruthy());
  observer.disconnect();
  expect(changed.length).toBeGreaterThan(0);
  for (const node of changed) expect(at("passport").contains(node)).toBe(true);
});

it("does not tell the page around of its plain keys, and lets Tab out", () => {
  show();
  const heard: string[] = [];
  document.body.addEventListener("keydown", (event) => heard.push(event.key));
  at("Sees a station").focus();
  for (const key of ["a", "Escape", "ArrowDown", "Tab", "F5"]) press(key);
  press("Escape");
  expect(heard).not.toContain("a");
  expect(heard).not.toContain("ArrowDown");
  at("Sees a station").focus();
  expect(press("Tab")).toBe(true);
});

it("stands beside another view of the same journey, each with its own focus and ids", async () => {
  show();
  const other = document.createElement("div");
  document.body.append(other);
  const second = view(other, closing.signal);
  client.commit("x", [{ op: "set", table: "cards", id: "id", values: { text: "In both" } }]);
  await waitFor(() => expect(second.textContent).toContain("In both"));
  expect(root.textContent).toContain("In both");
  const ids = [root, second].flatMap((one) =>
    [...one.querySelectorAll("[id]")].map(({ id }) => id),
  );
  expect(new Set(ids).size).toBe(ids.length);
});

it("shows a map without anything, and what to do first", async () => {
  show({ meta: { id: "j", title: "" } });
  expect(find(".empty").textContent).toContain("no stages and no lanes");
  fireEvent.click(within(find(".empty")).getByText("+ Stage"));
  await waitFor(() => expect(client.shown.ids("stages")).toHaveLength(1));
  await waitFor(() => expect(focused().tagName).toBe("TEXTAREA"));
});
