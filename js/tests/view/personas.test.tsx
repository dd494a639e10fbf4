import { configure, fireEvent, waitFor, within } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type MemoryHost, type MemoryOptions, memoryHost } from "../../src/host/memory";
import { createClient } from "../../src/sync/client";
import type { JourneyClient } from "../../src/sync/contract";
import { mountPersonas } from "../../src/view/personas/PersonasView";
import { clearPage, plain } from "../journey";

// Roles are slow to find in a simulated page, and more so on a busy machine.
configure({ asyncUtilTimeout: 8000 });
vi.setConfig({ testTimeout: 30_000 });

const ADA = {
  id: "p1",
  name: "Rider",
  order: "a0",
  bio: "Plans ahead",
  share: 0.615,
  goals: ["be early", "be warm"],
  traits: { Patience: -0.5 },
};
const BEN = { id: "p2", name: "Visitor", order: "a1" };

let closing: AbortController;
let view: AbortController;
let element: HTMLElement;
let host: MemoryHost;
let client: JourneyClient;

beforeEach(() => {
  clearPage();
  closing = new AbortController();
});
afterEach(() => {
  closing.abort();
  document.body.replaceChildren();
});

function show(personas: object[] = [ADA, BEN], options: MemoryOptions = {}): ShadowRoot {
  host = memoryHost({ ...plain(), personas }, options);
  client = createClient(host, closing.signal);
  return mounted();
}

function mounted(): ShadowRoot {
  view = new AbortController();
  closing.signal.addEventListener("abort", () => view.abort());
  element = document.createElement("div");
  document.body.append(element);
  mountPersonas({ el: element, host, client, signal: view.signal });
  const root = element.firstElementChild?.shadowRoot;
  if (!root) throw new Error("the view has no shadow root");
  return root;
}

function ui(root: ShadowRoot) {
  const box = root.querySelector<HTMLElement>(".jw");
  if (!box) throw new Error("nothing is drawn");
  return within(box);
}

const card = (root: ShadowRoot, name: string) => within(ui(root).getByRole("article", { name }));

function type(field: HTMLElement, text: string, key = "Enter"): void {
  fireEvent.input(field, { target: { value: text } });
  fireEvent.keyDown(field, { key });
}

const row = (id: string) => client.shown.row("personas", id);
const focused = (root: ShadowRoot) => root.activeElement?.textContent;

it("shows what is filled, and only that", () => {
  const root = show();
  const ada = card(root, "Rider");
  expect(ada.getByRole("heading", { level: 3 }).textContent).toContain("Rider");
  expect(ada.getByText("61.5 %")).toBeTruthy();
  expect(ada.getByRole("list", { name: "Goals" })).toBeTruthy();
  expect(ada.queryByText("Needs")).toBeNull();
  expect(card(root, "Visitor").queryByText("Share")).toBeNull();
});

it("edits a name with the revision at which the edit began", async () => {
  const root = show();
  fireEvent.click(card(root, "Rider").getByRole("button", { name: "Name: Rider" }));
  const field = await card(root, "Rider").findByRole("textbox", { name: "Name" });
  host.kernel.edit([{ op: "set", table: "personas", id: "p2", values: { age: "40" } }]);
  await waitFor(() => expect(row("p2")?.age).toBe("40"));
  type(field, "Rider L.");
  expect(row("p1")?.name).toBe("Rider L.");
  await waitFor(() => expect(host.kernel.document.row("personas", "p1").name).toBe("Rider L."));
  expect(host.sent.find(({ type }) => type === "change")).toMatchObject({ base: 0 });
  await waitFor(() => expect(focused(root)).toBe("Name: Rider L."));
});

it("tells a conflict at the field, with both texts, and what can be done", async () => {
  const root = show();
  fireEvent.click(card(root, "Rider").getByRole("button", { name: /^Bio:/ }));
  const field = await card(root, "Rider").findByRole("textbox", { name: "Bio" });
  host.kernel.edit([{ op: "set", table: "personas", id: "p1", values: { bio: "theirs" } }]);
  await waitFor(() => expect(ui(root).getByText("theirs")).toBeTruthy());
  type(field, "mine");
  const keep = await card(root, "Rider").findByRole("button", { name: "Keep mine" });
  expect(keep.closest("[data-field]")?.getAttribute("data-field")).toBe("bio");
  fireEvent.click(keep);
  await waitFor(() => expect(host.kernel.document.row("personas", "p1").bio).toBe("mine"));
});

it("adds items by Enter and by pasted lines, on top of what others have added", async () => {
  const root = show();
  fireEvent.click(card(root, "Rider").getByRole("button", { name: "Add goal" }));
  const field = await card(root, "Rider").findByRole("textbox", { name: "New goal" });
  host.kernel.edit([{ op: "set", table: "personas", id: "p1", values: { goals: ["theirs"] } }]);
  await waitFor(() => expect(row("p1")?.goals).toEqual(["theirs"]));
  type(field, "one, two\nthree");
  expect(row("p1")?.goals).toEqual(["theirs", "one, two", "three"]);
  const again = await card(root, "Rider").findByRole("textbox", { name: "New goal" });
  expect((again as HTMLTextAreaElement).value).toBe("");
  type(again, "");
  await waitFor(() => expect(ui(root).queryByRole("textbox")).toBeNull());
});

it("walks, moves and removes chips by keys, and the focus stays in the list", async () => {
  const root = show();
  const chip = (name: string) =>
    card(root, "Rider").getByRole("button", { name: `Edit goal: ${name}` });
  expect([chip("be early").tabIndex, chip("be warm").tabIndex]).toEqual([0, -1]);
  chip("be early").focus();
  fireEvent.keyDown(chip("be early"), { key: "ArrowRight", altKey: true });
  expect(row("p1")?.goals).toEqual(["be warm", "be early"]);
  await waitFor(() => expect(focused(root)).toBe("Edit goal: be early"));
  fireEvent.keyDown(chip("be early"), { key: "ArrowLeft" });
  await waitFor(() => expect(focused(root)).toBe("Edit goal: be warm"));
  fireEvent.keyDown(chip("be warm"), { key: "Delete" });
  expect(row("p1")?.goals).toEqual(["be early"]);
  await waitFor(() => expect(focused(root)).toBe("Edit goal: be early"));
  fireEvent.keyDown(chip("be early"), { key: "Backspace" });
  await waitFor(() => expect(focused(root)).toBe("Section"));
});

it("says at the field what is wrong with a number, and keeps it open", async () => {
  const root = show();
  fireEvent.click(card(root, "Rider").getByRole("button", { name: /^Share in percent/ }));
  const field = await card(root, "Rider").findByRole("textbox", { name: "Share in percent" });
  type(field, "half");
  const reason = await card(root, "Rider").findByText(/from 0 to 100/);
  expect(reason.closest("[data-field]")?.getAttribute("data-field")).toBe("share");
  type(field, "50 %");
  expect(row("p1")?.share).toBe(0.5);
  await waitFor(() => expect(card(root, "Rider").queryByText(/from 0 to 100/)).toBeNull());
});

it("keeps a slider's value once it rests, as one change, and says its number", async () => {
  const root = show();
  const slider = card(root, "Rider").getByRole("slider", { name: "Patience" });
  for (const value of ["-0.45", "-0.4"]) {
    fireEvent.input(slider, { target: { value } });
    fireEvent.change(slider);
  }
  await waitFor(() => expect(slider.getAttribute("aria-valuetext")).toBe("\u22120.4"));
  expect(row("p1")?.traits).toEqual({ Patience: -0.5 });
  await waitFor(() => expect(row("p1")?.traits).toEqual({ Patience: -0.4 }));
  expect(host.sent.filter(({ type }) => type === "change")).toHaveLength(1);
});

it("keeps a slider's value that has not come to rest when the view goes", async () => {
  const root = show();
  await waitFor(() => expect(card(root, "Rider").getByRole("slider")).toBeTruthy());
  const slider = card(root, "Rider").getByRole("slider", { name: "Patience" });
  fireEvent.input(slider, { target: { value: "1" } });
  view.abort();
  expect(element.childElementCount).toBe(0);
  expect(row("p1")?.traits).toEqual({ Patience: 1 });
});

it("moves a card by keys and keeps the focus on it", async () => {
  const root = show();
  const grip = card(root, "Rider").getByRole("button", { name: "Move Rider" });
  grip.focus();
  fireEvent.keyDown(grip, { key: "ArrowRight", altKey: true });
  await waitFor(() =>
    expect(
      ui(root)
        .getAllByRole("article")
        .map((one) => one.getAttribute("aria-label")),
    ).toEqual(["Visitor", "Rider"]),
  );
  await waitFor(() => expect(root.activeElement?.getAttribute("aria-label")).toBe("Move Rider"));
});

it("asks before cards of the map go along, and says how many", async () => {
  const root = show();
  const values = { persona: "p1" };
  client.commit("Give", [
    { op: "set", table: "cards", id: "c0", values },
    { op: "set", table: "cards", id: "c1", values },
  ]);
  await ui(root).findByText("2 cards on the map");
  fireEvent.click(ui(root).getByRole("button", { name: "Menu of Rider" }));
  fireEvent.click(await ui(root).findByRole("menuitem", { name: "Delete…" }));
  const dialog = within(await ui(root).findByRole("dialog", { name: "Delete Rider?" }));
  expect(dialog.getByText(/2 cards on the map/)).toBeTruthy();
  expect(row("p1")).toBeDefined();
  fireEvent.click(dialog.getByRole("button", { name: "Delete" }));
  expect(row("p1")).toBeUndefined();
  expect(client.shown.ids("cards")).toEqual(["c2"]);
});

it("keeps the words of an edit whose persona was deleted, and brings it back with them", async () => {
  const root = show();
  fireEvent.click(card(root, "Rider").getByRole("button", { name: /^Bio:/ }));
  const field = await card(root, "Rider").findByRole("textbox", { name: "Bio" });
  fireEvent.input(field, { target: { value: "late words" } });
  host.kernel.edit([{ op: "delete", table: "personas", id: "p1" }]);
  fireEvent.click(await ui(root).findByRole("button", { name: "Bring the persona back" }));
  await waitFor(() => expect(row("p1")).toMatchObject({ name: "Rider", bio: "late words" }));
});

it("draws two views of one journey in step", async () => {
  const one = show();
  const two = mounted();
  fireEvent.click(ui(one).getByRole("button", { name: "Persona" }));
  type(await ui(one).findByRole("textbox", { name: "Name" }), "Courier");
  await waitFor(() => expect(card(two, "Courier")).toBeTruthy());
});

it("invites where there is nobody, and starts with a name", async () => {
  const root = show([]);
  fireEvent.click(ui(root).getByRole("button", { name: "Add the first persona" }));
  type(await ui(root).findByRole("textbox", { name: "Name" }), "Rider");
  expect(client.shown.rows("personas").map(({ name }) => name)).toEqual(["Rider"]);
});

it("offers nothing to do where it is read-only", async () => {
  const root = show([ADA, BEN], { settings: { read_only: true } });
  await waitFor(() => expect(ui(root).getByText("Read-only")).toBeTruthy());
  expect(ui(root).queryAllByRole("button")).toEqual([]);
  expect(card(root, "Rider").getByText("be early")).toBeTruthy();
});

it("takes no text for code, and no colour or picture that is not one", () => {
  const evil = `<img src=x onerror="globalThis.hit = 1">`;
  const root = show([
    {
      ...ADA,
      ...{ name: evil, bio: evil, segment: evil, age: evil, goals: [evil] },
      traits: { [evil]: 0.5 },
      color: "red;background:url(x)",
      image: "javascript:globalThis.hit=1",
    },
  ]);
  expect(root.querySelectorAll("img, script")).toHaveLength(0);
  const article = root.querySelector("article");
  expect(article?.getAttribute("style")).toBe("--jw-persona: var(--jw-p1);");
  expect(article?.textContent).toContain(evil);
  expect("hit" in globalThis).toBe(false);
});
