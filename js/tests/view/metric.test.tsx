/** A metric lane in the page: what its cells show, its dialog, and what is chosen from outside. */
import { configure, fireEvent, waitFor } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { MemoryHost } from "../../src/host/memory";
import { memoryHost } from "../../src/host/memory";
import { createClient } from "../../src/sync/client";
import { mountMap } from "../../src/view/MapView";
import { bike } from "../bike";
import { clearPage } from "../journey";

configure({ asyncUtilTimeout: 8000 });
vi.setConfig({ testTimeout: 30_000 });

let closing: AbortController;
let host: MemoryHost;
let root: ShadowRoot;

beforeEach(() => {
  clearPage();
  closing = new AbortController();
});

afterEach(() => {
  closing.abort();
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

const quarter = (id: string, period: string, value: number | null, more: object = {}) => ({
  ...{ id, metric: "m", stage: "s2", period, value, n: 900 },
  ...(value === null ? {} : { low: value - 1, high: value + 1 }),
  ...more,
});

function show(values: object[], metric: object = {}): void {
  const document_ = {
    ...bike(),
    metrics: [{ id: "m", title: "Conversion", unit: "%", method: "A long method", ...metric }],
    values,
  };
  host = memoryHost(document_ as unknown as Record<string, unknown>, {});
  const client = createClient(host, closing.signal);
  const element = document.createElement("div");
  document.body.append(element);
  mountMap({ el: element, host, client, signal: closing.signal });
  const shadow = element.firstElementChild?.shadowRoot;
  if (!shadow) throw new Error("the view has no shadow root");
  root = shadow;
}

const cells = () => [...root.querySelectorAll<HTMLElement>(".numbers")];
const cell = () => cells()[1] as HTMLElement;
const shown = (selector: string) => cell().querySelector(selector)?.textContent;
const press = (key: string) => fireEvent.keyDown(root.activeElement as Element, { key });

it("shows value, interval, n, trend, change and target, none by colour alone", () => {
  const values = [
    quarter("a", "2026-Q1", 36),
    quarter("b", "2026-Q2", 35.1),
    quarter("c", "2026-Q3", 31),
  ];
  show(values, { target: 35 });
  expect(shown(".num")).toBe("31.0\u2009%");
  expect(shown(".number > .ci")).toBe("30.0 – 32.0 · n 900");
  expect(shown(".badge.down [aria-hidden]")).toBe("▼ 4.1 [2.7, 5.5]");
  expect(shown(".badge .sr")).toContain("for the worse");
  expect(shown(".verdict[data-kind=missed]")).toBe("✕ target missed");
  const trend = cell().querySelector("[role=img]");
  expect(trend?.getAttribute("aria-label")).toContain("Trend from 36.0\u2009% in 2026-Q1 to 31.0");
  expect(trend?.querySelector(".path")?.getAttribute("d")?.match(/L/g)).toHaveLength(2);
  expect(cells()[0]?.textContent).toBe("not asked");
  const head = root.querySelectorAll("[role=rowheader]")[4];
  expect(head?.textContent).toContain("A long methodmore is better · target\u00a0≥\u00a035");
});

it("leaves a gap in the trend where a period has no value", () => {
  show([
    quarter("a", "2026-Q1", 36),
    quarter("b", "2026-Q2", null, { n: 3 }),
    quarter("c", "2026-Q3", 31),
  ]);
  expect(cell().querySelector(".trend .path")?.getAttribute("d")).toMatch(/^M[\d. ]+h0M[\d. ]+h0$/);
  expect(shown(".badge [aria-hidden]")).toContain("since 2026-Q1");
});

it("puts the chosen personas' figures in the place of everyone's, and compares two", async () => {
  show([
    quarter("all", "2026-Q3", 31),
    quarter("co", "2026-Q3", 35, { persona: "p1" }),
    quarter("vi", "2026-Q3", 22.6, { persona: "p2" }),
  ]);
  expect(cell().querySelectorAll(".number")).toHaveLength(1);
  expect(shown(".gap")).toBe("COCommuter − VIVisitor +12.4 [11.0, 13.8]");
  host.set("personas", ["p1", "p2"]);
  await waitFor(() => expect(cell().querySelectorAll(".number")).toHaveLength(2));
  expect(shown(".gap")).toContain("+12.4");
  host.set("personas", ["p2"]);
  await waitFor(() => expect(shown(".num")).toBe("22.6\u2009%"));
  expect(cell().querySelector(".gap")).toBeNull();
});

it("says that a figure is everyone's where the chosen persona has none", async () => {
  show([quarter("all", "2026-Q3", 31)]);
  expect(cell().textContent).not.toContain("of everyone");
  host.set("personas", ["p2"]);
  await waitFor(() => expect(cell().textContent).toContain("of everyone"));
});

it("opens all figures with Enter, copies them, and gives the focus back", async () => {
  show([
    quarter("old", "2026-Q2", 35.1, { computed_at: "2026-07-01T06:00:00Z" }),
    quarter("all", "2026-Q3", 31, { computed_at: "2026-10-01T06:00:00Z" }),
    quarter("co", "2026-Q3", 35, { persona: "p1" }),
    quarter("vi", "2026-Q3", 34.5, { persona: "p2" }),
  ]);
  cell().focus();
  press("Enter");
  const dialog = await waitFor(() => {
    const found = root.querySelector("dialog");
    if (!found) throw new Error("no dialog");
    return found;
  });
  expect(dialog.querySelector("h2")?.textContent).toBe("Conversion · Sign-up");
  const rows = [...dialog.querySelectorAll("tbody tr")].map((row) =>
    [...row.querySelectorAll("th, td")].map((one) => one.textContent),
  );
  expect(rows[0]?.slice(0, 4)).toEqual(["2026-Q3", "31.0\u2009%", "30.0 – 32.0", "900"]);
  expect(rows[0]?.[4]).toContain("▼ \u22124.1\u2009pp [\u22125.5, \u22122.7]");
  expect(rows[1]?.slice(0, 2)).toEqual(["2026-Q2", "35.1\u2009%"]);
  expect(rows.at(-1)).toEqual([
    "Commuter − Visitor",
    "no clear difference: +0.5\u2009pp [\u22120.9, 1.9]",
  ]);
  expect(dialog.textContent).toContain("A long method");
  expect(dialog.textContent).toContain("computed 2026-10-01 06:00 UTC");
  let copied = "";
  document.execCommand = vi.fn(() => {
    const field = root.activeElement as HTMLTextAreaElement;
    expect(dialog.contains(field)).toBe(true); // outside of an open dialog nothing has the focus
    copied = field.value;
    return true;
  });
  const button = [...dialog.querySelectorAll("button")].find(
    (one) => one.textContent === "Copy as table",
  );
  if (button) fireEvent.click(button);
  expect(copied.split("\n")).toHaveLength(5);
  expect(copied).toContain("Conversion\tSign-up\tCommuter\t2026-Q3\t35\t34\t36\t900");
  press("Escape");
  await waitFor(() => expect(root.querySelector("dialog")).toBeNull());
  expect(root.activeElement).toBe(cell());
});

it("tells of a choice made elsewhere, leads the keyboard there, and stays quiet about its own", async () => {
  show([]);
  const said = () => root.querySelector("[aria-live]")?.textContent;
  const card = [...root.querySelectorAll<HTMLElement>(".card")].find((one) =>
    one.textContent?.includes("Waits"),
  );
  fireEvent.click(card as HTMLElement);
  expect(host.get("selection")).toEqual({ cards: ["sms"] });
  expect(said()).toBe("");
  (root.activeElement as HTMLElement).blur();
  host.set("selection", { stages: ["s3"] });
  await waitFor(() => expect(said()).toBe("1 stage selected"));
  const head = root.querySelectorAll("[role=columnheader]")[3];
  expect(head?.getAttribute("aria-selected")).toBe("true");
  host.set("selection", { personas: ["p2"] });
  await waitFor(() => expect(root.querySelectorAll(".chip[data-selected]")).toHaveLength(1));
});

it("scrolls the map to a choice made elsewhere only where none of it is in sight", async () => {
  show([]);
  const scroller = root.querySelector<HTMLElement>(".scroll") as HTMLElement;
  const scrolled = vi.fn();
  scroller.scrollBy = scrolled;
  const box = (left: number, top: number, width = 100, height = 50) =>
    ({ left, top, right: left + width, bottom: top + height, width, height }) as DOMRect;
  scroller.getBoundingClientRect = () => box(0, 0, 500, 400);
  for (const [text, left] of [
    ["Sees a station", 150],
    ["Enters ID", 700],
  ] as const) {
    const card = [...root.querySelectorAll<HTMLElement>(".card")].find((one) =>
      one.textContent?.includes(text),
    );
    if (card) card.getBoundingClientRect = () => box(left, 100);
  }
  host.set("selection", { cards: ["see", "id"] });
  expect(scrolled).not.toHaveBeenCalled();
  host.set("selection", { cards: ["id"] });
  await waitFor(() =>
    expect(scrolled).toHaveBeenCalledWith({ left: 300, top: 0, behavior: "instant" }),
  );
});
