import { configure, fireEvent, waitFor, within } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { treeOf } from "../../src/actions/codes";
import { type MemoryHost, type MemoryOptions, memoryHost } from "../../src/host/memory";
import { putQuotes, QUOTE_TYPE } from "../../src/link/quote";
import { createClient } from "../../src/sync/client";
import type { JourneyClient } from "../../src/sync/contract";
import { mountCoder } from "../../src/view/coder/CoderView";
import { landing } from "../../src/view/coder/code-drag";
import { study } from "../coder/study";
import { clearPage } from "../journey";

// Roles are slow to find in a simulated page, and more so on a busy machine.
configure({
  asyncUtilTimeout: 8000,
  // The page as it is would say less than the place in the test.
  getElementError: (message) => new Error(message?.split("\n", 1)[0]),
});
vi.setConfig({ testTimeout: 30_000 });

let closing: AbortController;
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

function show(change: Record<string, unknown> = {}, options: MemoryOptions = {}): ShadowRoot {
  const settings = { coder: "A", ...options.settings };
  host = memoryHost({ ...study(), ...change }, { ...options, settings });
  client = createClient(host, closing.signal);
  const element = document.createElement("div");
  document.body.append(element);
  mountCoder({ el: element, host, client, signal: closing.signal });
  const found = element.firstElementChild?.shadowRoot;
  if (!found) throw new Error("the view has no shadow root");
  root = found;
  return root;
}

function ui() {
  const box = root.querySelector<HTMLElement>(".jw");
  if (!box) throw new Error("nothing is drawn");
  return within(box);
}

const items = () => [...root.querySelectorAll<HTMLElement>("[data-code]")];
const names = () => items().map((item) => item.querySelector(".name")?.textContent);
function item(id: string): HTMLElement {
  const found = items().find((one) => one.dataset.code === id);
  if (!found) throw new Error(`the code ${id} is not drawn`);
  return found;
}
/** Whether a screen reader says this of a code. */
const says = (id: string, words: string) => {
  const name = new RegExp(`^${words.replace("+", "\\+").replace(/ /g, "\\s+")}$`);
  return ui().queryByRole("treeitem", { name })?.dataset.code === id;
};
const key = (id: string, name: string, more: object = {}) =>
  fireEvent.keyDown(item(id), { key: name, ...more });
const focused = () => (root.activeElement as HTMLElement | null)?.dataset.code;
const told = () => root.querySelector(".notices")?.textContent;
const choose = (label: string) => {
  const found = [...root.querySelectorAll(".menu [role^=menuitem]")].find(
    (one) => one.querySelector(".label")?.textContent === label,
  );
  if (!found) throw new Error(`the menu has no ${label}`);
  fireEvent.click(found);
};
async function write(text: string, leave = "Enter"): Promise<void> {
  const field = await waitFor(() => {
    const editor = root.querySelector<HTMLTextAreaElement>(".editor textarea");
    if (!editor) throw new Error("no editor is open");
    return editor;
  });
  fireEvent.input(field, { target: { value: text } });
  fireEvent.keyDown(field, { key: leave });
}

describe("the tree", () => {
  it("says of each code where it stands, how it is counted and on which key it is", () => {
    show();
    expect(names()).toEqual(["Sign-up", "Waiting", "SMS", "Form", "Price", "Trust"]);
    const waiting = item("wait");
    expect(waiting.getAttribute("aria-level")).toBe("2");
    expect(waiting.getAttribute("aria-posinset")).toBe("1");
    expect(waiting.getAttribute("aria-setsize")).toBe("2");
    expect(waiting.getAttribute("aria-expanded")).toBe("true");
    expect(item("form").hasAttribute("aria-expanded")).toBe(false);
    // The moderator's q5 is not counted.
    expect(says("wait", "Waiting key 2 2 people, 3 quotes")).toBe(true);
    expect(says("sms", "SMS +1 suggested, key 3 1 person, 1 quote")).toBe(true);
  });

  it("has one tab stop, and is walked by arrows", async () => {
    show();
    const stops = () => items().filter((one) => one.tabIndex === 0);
    expect(stops()).toHaveLength(1);
    item("signup").focus();
    key("signup", "ArrowDown");
    expect(focused()).toBe("wait");
    key("wait", "End");
    expect(focused()).toBe("trust");
    key("trust", "Home");
    key("signup", "ArrowLeft");
    await waitFor(() => expect(names()).toEqual(["Sign-up", "Price", "Trust"]));
    expect(item("signup").getAttribute("aria-expanded")).toBe("false");
    key("signup", "ArrowRight");
    await waitFor(() => expect(names()).toHaveLength(6));
    key("signup", "ArrowRight");
    expect(focused()).toBe("wait");
    key("wait", "ArrowRight");
    key("sms", "ArrowLeft");
    expect(focused()).toBe("wait");
    expect(stops()).toHaveLength(1);
  });

  it("finds a code by its first letters, round and round", () => {
    show();
    item("signup").focus();
    key("signup", "t");
    expect(focused()).toBe("trust");
    vi.spyOn(Date, "now").mockReturnValue(Date.now() + 5000);
    key("trust", "s");
    expect(focused()).toBe("signup");
    key("signup", "s");
    expect(focused()).toBe("sms");
    vi.spyOn(Date, "now").mockReturnValue(Date.now() + 20_000);
    key("sms", "p");
    key("price", "r");
    expect(focused()).toBe("price");
  });

  it("finds what is folded away, and by a word within", async () => {
    show({ codes: [...(study().codes as object[]), { id: "x", name: "New train", order: "a3" }] });
    item("signup").focus();
    key("signup", "ArrowLeft");
    await waitFor(() => expect(items()).toHaveLength(4));
    key("signup", "w");
    await waitFor(() => expect(focused()).toBe("wait"));
    vi.spyOn(Date, "now").mockReturnValue(Date.now() + 5000);
    for (const letter of "tra") key("wait", letter);
    await waitFor(() => expect(focused()).toBe("x"));
  });

  it("keeps the name of a new code whose place others have deleted", async () => {
    show();
    key("price", "Insert", { shiftKey: true });
    await waitFor(() => expect(root.querySelector(".editor")).not.toBeNull());
    host.kernel.edit([{ op: "delete", table: "codes", id: "price" }]);
    await waitFor(() => expect(names()).not.toContain("Price"));
    await write("Deposit");
    await waitFor(() => expect(names()).toContain("Deposit"));
  });

  it("moves codes by Alt and arrows, and the focus with them", async () => {
    show();
    item("price").focus();
    key("price", "ArrowUp", { altKey: true });
    await waitFor(() => expect(names()[0]).toBe("Price"));
    expect(focused()).toBe("price");
    key("price", "ArrowDown", { altKey: true });
    key("price", "ArrowRight", { altKey: true });
    await waitFor(() => expect(client.shown.row("codes", "price")?.parent).toBe("signup"));
    expect(focused()).toBe("price");
    key("price", "ArrowLeft", { altKey: true });
    await waitFor(() => expect(client.shown.row("codes", "price")?.parent).toBeNull());
    key("trust", "ArrowDown", { altKey: true });
    await waitFor(() => expect(told()).toContain("already the last"));
  });

  it("leaves a code its colour when others are put before it", async () => {
    show();
    const color = (id: string) => item(id).style.getPropertyValue("--jw-code");
    const before = color("price");
    key("signup", "Insert");
    await write("New");
    await waitFor(() => expect(names()).toContain("New"));
    expect(color("price")).toBe(before);
    const made = items().find((one) => one.textContent?.includes("New"))?.dataset.code ?? "";
    expect(color(made)).not.toBe(before);
  });

  it("renames in place", async () => {
    show();
    item("form").focus();
    key("form", "F2");
    await write("  Web   form ");
    expect(client.shown.row("codes", "form")?.name).toBe("Web form");
    await waitFor(() => expect(focused()).toBe("form"));
    key("form", "F2");
    await write(" ");
    await waitFor(() => expect(told()).toContain("A code needs a name."));
    await write("Form", "Escape");
    expect(client.shown.row("codes", "form")?.name).toBe("Web form");
  });

  it("offers to merge two of one name", async () => {
    show();
    key("trust", "F2");
    await write("PRICE");
    fireEvent.click(await ui().findByRole("button", { name: "Merge the two" }));
    await waitFor(() => expect(names()).toEqual(["Sign-up", "Waiting", "SMS", "Form", "Price"]));
  });

  it("adds a code behind and below, in one change each, and none without a name", async () => {
    show();
    item("wait").focus();
    key("wait", "Insert");
    await write("Noise");
    await waitFor(() =>
      expect(names().slice(0, 5)).toEqual(["Sign-up", "Waiting", "SMS", "Noise", "Form"]),
    );
    expect(client.undo()).toBeUndefined();
    await waitFor(() => expect(names()).not.toContain("Noise"));
    key("sms", "Insert", { shiftKey: true });
    await write("Late SMS");
    await waitFor(() => expect(names()[3]).toBe("Late SMS"));
    key("sms", "Insert");
    await write("", "Escape");
    await waitFor(() => expect(items()).toHaveLength(7));
    expect(host.sent.filter((message) => message.type === "change")).toHaveLength(3);
  });

  it("asks before applications go along, and raises or takes what is below", async () => {
    show();
    key("trust", "Delete");
    await waitFor(() => expect(names()).not.toContain("Trust"));
    key("wait", "Delete");
    const dialog = within(await ui().findByRole("dialog"));
    expect(dialog.getByText(/5 applications go along/)).toBeTruthy();
    fireEvent.click(dialog.getByRole("button", { name: "Delete this code alone" }));
    await waitFor(() => expect(names()).toEqual(["Sign-up", "SMS", "Form", "Price"]));
    await waitFor(() => expect(focused()).toBe("sms"));
  });

  it("merges into a code that is picked by typing", async () => {
    show();
    fireEvent.contextMenu(item("form"));
    choose("Merge into…");
    const field = await ui().findByRole("combobox", { name: "Merge Form into" });
    fireEvent.input(field, { target: { value: "wai" } });
    const options = await waitFor(() => {
      const found = [...root.querySelectorAll(".picker [role=option]")];
      expect(found.map((one) => one.textContent)).toEqual(["Waiting in Sign-up2 · 3 key 2"]);
      return found;
    });
    expect(options).toHaveLength(1);
    fireEvent.keyDown(field, { key: "Enter" });
    await waitFor(() => expect(names()).not.toContain("Form"));
    expect(root.querySelector(".picker")).toBeNull();
  });

  it("merges one after the other into a code", async () => {
    show();
    fireEvent.contextMenu(item("trust"));
    choose("Merge others into it…");
    const field = await ui().findByRole("combobox", { name: "Merge into Trust" });
    const pick = async (letters: string, shiftKey: boolean) => {
      fireEvent.input(field, { target: { value: letters } });
      await waitFor(() => expect(root.querySelectorAll(".picker [role=option]")).toHaveLength(1));
      fireEvent.keyDown(field, { key: "Enter", shiftKey });
    };
    await pick("sms", true);
    await waitFor(() => expect(names()).not.toContain("SMS"));
    expect(root.activeElement).toBe(field);
    await pick("price", false);
    await waitFor(() => expect(names()).toEqual(["Sign-up", "Waiting", "Form", "Trust"]));
    expect(focused()).toBe("trust");
    expect(client.shown.pointing("applications", "code", "trust")).toHaveLength(3);
  });

  it("splits by quotes", async () => {
    show();
    fireEvent.contextMenu(item("wait"));
    choose("Split…");
    const dialog = within(await ui().findByRole("dialog"));
    fireEvent.input(dialog.getByLabelText("Name of the new code"), { target: { value: "Queue" } });
    fireEvent.click(dialog.getByRole("checkbox", { name: /ten minutes/ }));
    fireEvent.click(dialog.getByRole("button", { name: "Split" }));
    await waitFor(() => expect(names()).toContain("Queue"));
    const queue = items().find((one) => one.textContent?.includes("Queue"))?.dataset.code ?? "";
    expect(client.shown.pointing("applications", "code", queue).map(({ id }) => id)).toEqual([
      "a1",
    ]);
  });

  it("offers nothing that edits where it is read-only", async () => {
    show({}, { settings: { read_only: true } });
    expect(root.querySelector("[data-add-code]")).toBeNull();
    key("wait", "Delete");
    key("wait", "F2");
    expect(root.querySelector("dialog, .editor")).toBeNull();
    fireEvent.contextMenu(item("wait"));
    await waitFor(() => expect(root.querySelectorAll(".menu [role^=menuitem]")).toHaveLength(1));
    fireEvent.click(item("wait").querySelector(".swatch") as Element);
    expect(host.sent.filter((message) => message.type === "change")).toEqual([]);
  });

  it("tells what an empty codebook is for", async () => {
    show({ codes: [], applications: [], memos: [] });
    expect(ui().getByText(/what several quotes have in common/)).toBeTruthy();
    fireEvent.click(ui().getByRole("button", { name: "Code" }));
    await write("First");
    await waitFor(() => expect(names()).toEqual(["First"]));
  });
});

describe("a drop", () => {
  const at = (id: string, target: string, side: "before" | "after" | "below", folded = [""]) => {
    show();
    return landing(treeOf(client.shown), { id, target, side }, new Set(folded));
  };

  it.each([
    ["trust", "price", "before", { parent: null, before: "price" }],
    ["trust", "signup", "after", { parent: "signup", before: "wait" }],
    ["trust", "form", "after", { parent: "signup", before: undefined }],
    ["trust", "form", "below", { parent: "form" }],
    ["price", "trust", "after", { parent: null, before: undefined }],
  ] as const)("of %s on %s, %s", (id, target, side, spot) =>
    expect(at(id, target, side)).toEqual(spot),
  );

  it("after a folded code is beside it", () => {
    expect(at("trust", "signup", "after", ["signup"])).toEqual({ parent: null, before: "price" });
  });

  it.each([
    ["price", "trust", "before"],
    ["price", "signup", "after"],
    ["form", "signup", "below"],
    ["signup", "sms", "below"],
    ["wait", "wait", "after"],
  ] as const)("of %s on %s, %s, leaves it", (id, target, side) =>
    expect(at(id, target, side, ["signup"])).toBeUndefined(),
  );
});

describe("the filter", () => {
  const open = async (label: string) => {
    fireEvent.click(ui().getByRole("button", { name: new RegExp(`^Filter by ${label}`) }));
    return within(await ui().findByRole("dialog", { name: `Filter by ${label.toLowerCase()}` }));
  };
  const found = () => root.querySelector(".found")?.textContent;

  it("leaves the quotes of a code and of those below it", async () => {
    show();
    expect(found()).toBe("5 quotes");
    const list = await open("Codes");
    fireEvent.click(list.getByRole("checkbox", { name: "Sign-up" }));
    await waitFor(() => expect(found()).toBe("4 of 5 quotes"));
    expect(ui().getByRole("button", { name: "Filter by Codes: Sign-up" })).toBeTruthy();
    fireEvent.click(list.getByRole("checkbox", { name: "Price" }));
    await waitFor(() => expect(found()).toBe("5 of 5 quotes"));
    fireEvent.click(ui().getByRole("button", { name: "Clear" }));
    await waitFor(() => expect(found()).toBe("5 quotes"));
  });

  it("asks for people and attributes; the counts follow", async () => {
    show();
    const list = await open("Attributes");
    fireEvent.click(list.getByRole("checkbox", { name: /nurse/ }));
    await waitFor(() => expect(found()).toBe("2 of 5 quotes"));
    await waitFor(() => expect(says("wait", "Waiting key 2 1 person, 2 quotes")).toBe(true));
  });

  it("shows one code's quotes by a key, and all again", async () => {
    show();
    key("sms", " ");
    await waitFor(() => expect(found()).toBe("2 of 5 quotes"));
    key("sms", " ");
    await waitFor(() => expect(found()).toBe("5 quotes"));
  });
});

it("lists the quotes with their people and codes", async () => {
  show();
  fireEvent.click(ui().getByRole("button", { name: "Quotes" }));
  await waitFor(() => expect(root.querySelectorAll(".quote")).toHaveLength(5));
  expect(
    ui().getByRole("button", { name: /^P2\s+It took so long \(Waiting, SMS \(suggested\)\)$/ }),
  ).toBeTruthy();
  expect(ui().getByText("moderator, not counted")).toBeTruthy();
});

it("accepts and rejects suggestions in the list", async () => {
  show();
  fireEvent.click(ui().getByRole("button", { name: "Quotes" }));
  fireEvent.click(await ui().findByRole("button", { name: "Accept SMS" }));
  expect(client.shown.row("applications", "a8")?.accepted).toBe(true);
  client.undo();
  fireEvent.click(await ui().findByRole("button", { name: "Reject SMS" }));
  // It stays, so that it is not suggested again, and is seen nowhere.
  expect(client.shown.row("applications", "a8")?.rejected).toBe(true);
  await waitFor(() => expect(ui().queryByRole("button", { name: "Reject SMS" })).toBeNull());
  expect(ui().queryByText(/SMS \(suggested\)/)).toBeNull();
});

it("applies a code to a quote that is dropped on it", async () => {
  show();
  const data = new Map<string, string>();
  const dataTransfer = {
    types: [QUOTE_TYPE],
    setData: (type: string, text: string) => data.set(type, text),
    getData: (type: string) => data.get(type) ?? "",
  };
  const quote = { study: "study", text: "", participant: "P1", source: "", level: "team" as const };
  const drop = (quote_id: string) => {
    putQuotes(dataTransfer as unknown as DataTransfer, [{ ...quote, quote_id, score: null }]);
    fireEvent.dragOver(item("trust"), { dataTransfer });
    fireEvent.drop(item("trust"), { dataTransfer });
  };
  drop("q4");
  const [made] = client.shown.pointing("applications", "code", "trust");
  expect(made).toMatchObject({ quote: "q4", coder: "A", origin: "human", accepted: true });
  drop("q4");
  await waitFor(() => expect(told()).toContain("applied here already"));
  drop("elsewhere");
  await waitFor(() => expect(told()).toContain("another study"));
  expect(client.shown.pointing("applications", "code", "trust")).toHaveLength(1);
});

describe("the picker", () => {
  const open = async () => {
    fireEvent.click(ui().getByRole("button", { name: "Quotes" }));
    fireEvent.click(await ui().findByRole("button", { name: /Nobody told me/ }));
    fireEvent.click(ui().getByRole("button", { name: "or type a name…" }));
    return ui().findByRole("combobox", { name: /^Code/ });
  };
  const on = (quote: string) =>
    client.shown.pointing("applications", "quote", quote).map(({ code }) => code);

  it("takes a figure for the code on that key", async () => {
    show();
    fireEvent.keyDown(await open(), { key: "6" });
    await waitFor(() => expect(on("q4")).toEqual(["price", "trust"]));
  });

  it("takes a figure for a letter where a name begins with it", async () => {
    show({ codes: [...(study().codes as object[]), { id: "x", name: "6 minutes", order: "a9" }] });
    fireEvent.keyDown(await open(), { key: "6" });
    expect(on("q4")).toEqual(["price"]);
  });

  it("makes a code of what is typed, also where others answer to it", async () => {
    show();
    const field = await open();
    fireEvent.input(field, { target: { value: "Wait" } });
    fireEvent.keyDown(field, { key: "Enter", ctrlKey: true });
    const made = client.shown.rows("codes").find(({ name }) => name === "Wait");
    await waitFor(() => expect(on("q4")).toEqual(["price", made?.id]));
    expect(root.querySelector(".picker")).toBeNull();
  });

  it("offers no second code of a name, however it is written", async () => {
    show();
    const field = await open();
    fireEvent.input(field, { target: { value: " WAITING " } });
    await waitFor(() => expect(root.querySelectorAll(".picker [role=option]")).toHaveLength(1));
  });
});
