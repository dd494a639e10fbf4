import { configure, fireEvent, waitFor, within } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type MemoryHost, type MemoryOptions, memoryHost } from "../../src/host/memory";
import { staticHost } from "../../src/host/static";
import { openQuote, takeQuotes } from "../../src/link/quote";
import { createClient } from "../../src/sync/client";
import type { JourneyClient } from "../../src/sync/contract";
import { mountCoder } from "../../src/view/coder/CoderView";
import { laid, Shelf, type Turn } from "../coder/text";
import { clearPage } from "../journey";

// Roles are slow to find in a simulated page, and more so on a busy machine.
configure({
  asyncUtilTimeout: 8000,
  getElementError: (message) => new Error(message?.split("\n", 1)[0]),
});
vi.setConfig({ testTimeout: 30_000 });

const TURNS: Turn[] = [
  ["m", "How was it?"],
  ["p1", "I waited 🚲 for ten minutes. Then it worked."],
  ["p2", "<img src=x onerror=alert(1)> never came."],
];
const { text: TEXT } = laid(TURNS);
const at = (words: string) => [...TEXT.slice(0, TEXT.indexOf(words))].length;
const span = (words: string) => ({ start: at(words), end: at(words) + [...words].length });

function plain(): Record<string, unknown> {
  return {
    study: { id: "st", title: "Bikes" },
    participants: [
      { id: "p1", pseudonym: "P1", order: "a0" },
      { id: "p2", pseudonym: "P2", order: "a1" },
      { id: "m", pseudonym: "M1", role: "moderator", order: "a2" },
    ],
    sources: [
      { id: "s1", title: "Interview 1", order: "a0" },
      { id: "s2", title: "Interview 2", order: "a1", provenance: "cleaned" },
    ],
    segments: [],
    codes: [
      { id: "wait", name: "Waiting", order: "a0" },
      { id: "pay", name: "Paying", order: "a1" },
    ],
    quotes: [
      {
        id: "q1",
        source: "s1",
        ...span("I waited 🚲"),
        exact: "I waited 🚲",
        participant: "p1",
        coder: "A",
      },
      {
        id: "q2",
        source: "s1",
        ...span("waited 🚲 for ten"),
        exact: "",
        participant: "p1",
        level: "private",
      },
    ],
    applications: [
      { id: "a1", quote: "q1", code: "wait", coder: "A" },
      { id: "a2", quote: "q2", code: "pay", coder: "B" },
      { id: "a3", quote: "q2", code: "wait", coder: "model", origin: "model", accepted: false },
    ],
    memos: [],
  };
}

let closing: AbortController;
let host: MemoryHost;
let client: JourneyClient;
let root: ShadowRoot;
let shelf: Shelf;

// A simulated page has no layout: nothing has a place, and nothing scrolls.
const NOWHERE = { top: 0, bottom: 0, left: 0, right: 0, width: 0, height: 0 } as DOMRect;
Range.prototype.getBoundingClientRect = () => NOWHERE;
Element.prototype.scrollBy = () => {};

beforeEach(() => {
  clearPage();
  closing = new AbortController();
});
afterEach(() => {
  closing.abort();
  document.body.replaceChildren();
});

async function show(options: MemoryOptions = {}, document_ = plain()): Promise<void> {
  shelf = new Shelf({ s1: TURNS, s2: [["p2", "Something else."]] });
  host = shelf.onto(
    memoryHost(document_, { ...options, settings: { coder: "A", ...options.settings } }),
  );
  client = createClient(host, closing.signal);
  mountOn(host);
  await waitFor(() => expect(passages().length).toBe(3));
}

function mountOn(given: Parameters<typeof mountCoder>[0]["host"]): void {
  const element = document.createElement("div");
  document.body.append(element);
  mountCoder({ el: element, host: given, client, signal: closing.signal });
  const found = element.firstElementChild?.shadowRoot;
  if (!found) throw new Error("the view has no shadow root");
  root = found;
}

const ui = () => within(root.querySelector<HTMLElement>(".jw") as HTMLElement);
const passages = () => [...root.querySelectorAll<HTMLElement>(".passage")];
const passage = (index: number) => passages()[index] as HTMLElement;
const target = () => root.querySelector(".target .what")?.textContent;
const labels = () => [...root.querySelectorAll<HTMLElement>("[data-quote]")];
const names = () => labels().map((one) => one.textContent?.trim());
const press = (key: string, more: object = {}) => {
  const focused = (root.activeElement ?? passage(0)) as HTMLElement;
  fireEvent.keyDown(focused, { key, ...more });
};
const coded = () =>
  client.shown.rows("applications").map(({ quote, code, coder }) => `${quote} ${code} ${coder}`);

describe("the text", () => {
  it("is a feed of turns, each saying who speaks, with one tab stop", async () => {
    await show();
    expect(ui().getByRole("feed").getAttribute("aria-label")).toBe("Interview 1");
    const said = passages().map((one) => one.getAttribute("aria-label"));
    expect(said).toEqual(["M1, moderator, 00:00", "P1, 00:07, 2 quotes", "P2, 00:14"]);
    expect(passages().map((one) => one.tabIndex)).toEqual([0, -1, -1]);
    expect(passages().map((one) => one.getAttribute("aria-setsize"))).toEqual(["3", "3", "3"]);
    const words = passages().map((one) => one.querySelector(".words")?.textContent);
    expect(words).toEqual(TURNS.map(([, turn]) => turn));
  });

  it("never makes an element of what people said", async () => {
    await show();
    expect(root.querySelector(".words img")).toBeNull();
  });

  it("is cut where quotes overlap, and each names its codes in the margin", async () => {
    await show();
    const runs = [...passage(1).querySelectorAll(".run")].map((run) => run.textContent);
    expect(runs).toEqual(["I ", "waited 🚲", " for ten"]);
    expect(names()).toEqual([
      "Quote “I waited 🚲”: Waiting.",
      "Quote “waited 🚲 for ten”: Waiting suggested. Paying by B. private",
    ]);
  });

  it("steps back where the filter leaves a person out", async () => {
    await show();
    const [people] = root.querySelectorAll<HTMLElement>(".filters button");
    expect(people?.textContent).toBe("Filter by People");
    fireEvent.click(people as HTMLElement);
    const choices = () => [...root.querySelectorAll(".choices label")];
    const choice = await waitFor(() => choices().find((one) => one.textContent?.includes("P2")));
    fireEvent.click(choice?.querySelector("input") as HTMLInputElement);
    await waitFor(() =>
      expect(passages().map((one) => "dim" in one.dataset)).toEqual([true, true, false]),
    );
    expect(labels().length).toBe(0);
  });

  it("stays in Python: a saved page says so, and has the codes and quotes", async () => {
    client = createClient(
      staticHost({ epoch: "e", revision: 0, document: plain() }),
      closing.signal,
    );
    mountOn(staticHost({ epoch: "e", revision: 0, document: plain() }));
    expect(root.querySelector(".text")?.textContent).toContain("stay in Python");
    expect(ui().getByRole("tree").textContent).toContain("Waiting");
    expect(root.querySelector(".target")).toBeNull();
  });
});

describe("coding by keys", () => {
  it("applies a code to the whole turn, and takes it off again", async () => {
    await show();
    passage(0).focus();
    press("ArrowDown");
    await waitFor(() => expect(root.activeElement).toBe(passage(1)));
    expect(target()).toBe("Whole turn of P1");
    press("2");
    await waitFor(() => expect(coded().filter((one) => one.endsWith("pay A")).length).toBe(1));
    const quote = client.shown
      .rows("quotes")
      .find(({ end }) => end === span(TURNS[1]?.[1] ?? "").end);
    expect(quote).toMatchObject({ ...span(TURNS[1]?.[1] ?? ""), participant: "p1", coder: "A" });
    press("2");
    expect(coded().filter((one) => one.endsWith("pay A")).length).toBe(0);
  });

  it("selects words past a wide character, makes a quote of them, and undoes it", async () => {
    await show();
    passage(0).focus();
    press("ArrowDown");
    await waitFor(() => expect(root.activeElement).toBe(passage(1)));
    press("ArrowRight");
    press("ArrowRight");
    press("ArrowRight");
    press("ArrowRight", { shiftKey: true });
    await waitFor(() => expect(target()).toBe("2 words of P1"));
    press("1");
    const made = () =>
      client.shown.rows("quotes").find(({ id }) => !id.startsWith("q1") && !id.startsWith("q2"));
    expect(made()).toMatchObject(span("for ten"));
    await waitFor(() => expect(target()).toBe("Quote of P1"));
    press("z", { ctrlKey: true });
    expect(made()).toBeUndefined();
  });

  it("finds a code by what is typed", async () => {
    await show();
    passage(2).focus();
    press("p");
    const field = await waitFor(() => root.querySelector(".picker input") as HTMLInputElement);
    expect(field?.value).toBe("p");
    fireEvent.keyDown(field, { key: "Enter" });
    await waitFor(() => expect(coded().some((one) => one.endsWith("pay A"))).toBe(true));
    await waitFor(() => expect(root.querySelector(".picker")).toBeNull());
    expect(root.activeElement).toBe(passage(2));
  });

  it("leads to the quotes of a turn, deletes one and keeps the focus", async () => {
    await show();
    passage(1).focus();
    await waitFor(() => expect(labels().map((one) => one.tabIndex)).toEqual([0, 0]));
    labels()[0]?.focus();
    await waitFor(() => expect(target()).toBe("Quote of P1"));
    press("Delete");
    await waitFor(() => expect(labels().length).toBe(1));
    expect(client.shown.row("quotes", "q1")).toBeUndefined();
    await waitFor(() => expect(root.activeElement).toBe(passage(1)));
  });

  it("tells that nothing is selected, and writes nothing where it may not", async () => {
    await show({ settings: { read_only: true } });
    passage(1).focus();
    press("1");
    press("x");
    expect(coded().length).toBe(3);
    expect(root.querySelector(".picker")).toBeNull();
    expect(root.querySelector(".target")).toBeNull();
  });
});

describe("quotes", () => {
  it("accept or reject what a model suggests", async () => {
    await show();
    fireEvent.click(ui().getByRole("button", { name: "Accept Waiting" }));
    await waitFor(() => expect(client.shown.row("applications", "a3")?.accepted).toBe(true));
    expect(ui().queryByRole("button", { name: "Accept Waiting" })).toBeNull();
  });

  it("stand in two columns, and say where both agree", async () => {
    await show();
    fireEvent.click(ui().getByRole("button", { name: "Menu" }));
    fireEvent.click(ui().getByText("Marks side by side"));
    fireEvent.click(await waitFor(() => ui().getByText("B", { selector: ".label" })));
    const columns = () =>
      [...root.querySelectorAll<HTMLElement>(".label[data-column]")].map(
        (one) => one.dataset.column,
      );
    await waitFor(() => expect(columns().sort()).toEqual(["beside", "own", "own"]));
  });

  it("leave by drag as they may be shown; a private one without its words", async () => {
    await show();
    const carried = (index: number) => {
      const data = new Map<string, string>();
      const dataTransfer = {
        setData: (type: string, value: string) => data.set(type, value),
        getData: (type: string) => data.get(type) ?? "",
        get types() {
          return [...data.keys()];
        },
      };
      const event = new Event("dragstart", { bubbles: true });
      Object.assign(event, { dataTransfer });
      labels()[index]?.dispatchEvent(event);
      return takeQuotes(dataTransfer as unknown as DataTransfer)[0];
    };
    expect(carried(0)).toMatchObject({
      study: "st",
      quote_id: "q1",
      text: "I waited 🚲",
      participant: "P1",
      source: "Interview 1",
    });
    expect(carried(1)).toMatchObject({ quote_id: "q2", text: "", level: "private" });
  });

  it("are shown where a map asks for one of this study", async () => {
    await show();
    expect(openQuote({ study: "st", quote: "q2" })).toBe(true);
    expect(openQuote({ study: "other", quote: "q2" })).toBe(false);
    await waitFor(() => expect(root.activeElement?.textContent).toContain("for ten"));
  });

  it("are looked at one after the other where Python asks for them", async () => {
    await show();
    host.set("_places", [
      { source: "s1", segment: "g2" },
      { source: "s1", quote: "q1" },
    ]);
    await waitFor(() => expect(ui().getByText("Chosen in Python: 1 of 2")).toBeTruthy());
    await waitFor(() => expect(target()).toBe("Whole turn of P2"));
    fireEvent.click(ui().getByRole("button", { name: "Next" }));
    await waitFor(() => expect(root.activeElement?.textContent).toContain("I waited"));
  });
});

it("opens another source, and finds words in all of them", async () => {
  await show();
  fireEvent.click(ui().getByRole("button", { name: /^Interview 2/ }));
  await waitFor(() =>
    expect(passages().map((one) => one.textContent)).toEqual(["P2 00:00Something else."]),
  );
  expect(host.get("source")).toBe("s2");
  fireEvent.click(ui().getByRole("button", { name: "Search the texts" }));
  const field = await waitFor(() => ui().getByRole("searchbox"));
  fireEvent.input(field, { target: { value: "ten minutes" } });
  await waitFor(() => expect(root.querySelector(".search .count")?.textContent).toBe("1"));
  fireEvent.keyDown(field, { key: "Enter" });
  await waitFor(() => expect(passages().length).toBe(3));
  expect(root.querySelector(".search .count")?.textContent).toBe("1 of 1");
});

it("hands a study on as one", async () => {
  await show();
  expect(JSON.parse(client.download())).toMatchObject({
    format: "journeywidgets-study",
    study: { id: "st" },
    pending: [],
  });
});
