/** What a card stands on: the mark, the line, the quotes behind it, and quotes that are put there. */
import { fireEvent, waitFor, within } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { memoryHost } from "../../src/host/memory";
import {
  type CarriedQuote,
  holdsQuotes,
  levelOf,
  onOpenQuote,
  putQuotes,
  QUOTE_TYPE,
  takeQuotes,
} from "../../src/link/quote";
import { createClient } from "../../src/sync/client";
import type { JourneyClient } from "../../src/sync/contract";
import { mountMap } from "../../src/view/MapView";
import { bike } from "../bike";
import { clearPage } from "../journey";

type Tables = Record<string, Record<string, unknown>[]>;

let closing: AbortController;
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

function show(change: (tables: Tables) => void = () => undefined, read_only = false): void {
  const tables = bike();
  change(tables as Tables);
  const host = memoryHost(tables, { settings: { read_only } });
  client = createClient(host, closing.signal);
  const element = document.createElement("div");
  document.body.append(element);
  mountMap({ el: element, host, client, signal: closing.signal });
  const shadow = element.firstElementChild?.shadowRoot;
  if (!shadow) throw new Error("the view has no shadow root");
  root = shadow;
}

function card(text: string): HTMLElement {
  const found = [...root.querySelectorAll<HTMLElement>(".card")].find((one) =>
    one.textContent?.includes(text),
  );
  if (!found) throw new Error(`no card shows ${text}`);
  return found;
}

const stateOf = (text: string) => card(text).querySelector(".state")?.getAttribute("aria-label");
const inside = () => within(root.querySelector("dialog") as HTMLElement);
const evidence = (id: string) => client.shown.pointing("evidence", "card", id);

function open(text: string): HTMLElement {
  fireEvent.click(card(text).querySelector(".stands") as HTMLElement);
  return root.querySelector("dialog") as HTMLElement;
}

const QUOTE: CarriedQuote = {
  study: "s1",
  quote_id: "q1",
  text: "It never came",
  participant: "P4",
  source: "Interview 4",
  level: "team",
  score: -2,
};

/** What a drag or the clipboard carries: jsdom has none. */
function carried(quotes: readonly CarriedQuote[] = [QUOTE]): DataTransfer {
  const held = new Map<string, string>();
  const data = {
    setData: (type: string, text: string) => held.set(type, text),
    getData: (type: string) => held.get(type) ?? "",
    get types() {
      return [...held.keys()];
    },
    dropEffect: "none",
  } as unknown as DataTransfer;
  putQuotes(data, quotes);
  return data;
}

describe("the mark and the line", () => {
  it("tells enough from thin and from none", () => {
    show((tables) => {
      for (const who of ["P5", "P6", "P7"]) {
        tables.evidence?.push({ id: `i${who}`, card: "id", participant: who });
      }
    });
    expect(stateOf("Enters ID")).toBe("enough evidence");
    expect(stateOf("SMS too late")).toBe("thin evidence");
    expect(stateOf("Sees a station")).toBe("no evidence");
    expect(card("Sees a station").querySelector(".stands")).toBeNull();
    expect(card("SMS too late").querySelector(".badge.thin")?.textContent).toBe("thin");
  });

  it("follows what is enough", async () => {
    show();
    client.commit("Enough", [
      { op: "set", table: "meta", id: "j", values: { evidence_enough: 2 } },
    ]);
    await waitFor(() => expect(stateOf("SMS too late")).toBe("enough evidence"));
  });

  it("lets what is enough be set", async () => {
    show();
    fireEvent.click(root.querySelector("[aria-label='Map menu']") as Element);
    fireEvent.click(within(root as unknown as HTMLElement).getByText("Enough evidence…"));
    const field = root.querySelector("dialog input") as HTMLInputElement;
    expect(field.value).toBe("3");
    const submit = (text: string) => {
      fireEvent.input(field, { target: { value: text } });
      fireEvent.submit(root.querySelector("dialog form") as Element);
    };
    submit("0");
    expect(root.querySelector("dialog [role=alert]")?.textContent).toContain("1 or more");
    submit("2");
    expect(client.shown.meta.value.evidence_enough).toBe(2);
    await waitFor(() => expect(stateOf("SMS too late")).toBe("enough evidence"));
  });

  it("marks nothing on a map that notes no evidence", () => {
    show((tables) => {
      tables.evidence = [];
      tables.asks = [];
    });
    expect(root.querySelector(".state")).toBeNull();
  });

  it("counts the interviews by people, also where two studies name them alike", () => {
    show((tables) => {
      tables.evidence?.push({ id: "o", card: "late", participant: "P1", study: "other" });
    });
    expect(root.querySelector(".bar .sub")?.textContent).toContain("4 interviews");
  });
});

describe("the quotes behind a card", () => {
  it("are shown by what they say, with who said them and where", () => {
    show((tables) => {
      tables.evidence = [
        { id: "a", card: "late", participant: "P10", quote: "Ten", source: "Interview" },
        { id: "b", card: "late", participant: "P2", quote: "Two", score: -1.5 },
        { id: "c", card: "late", participant: "P3", quote: "Not so", stance: "contradicts" },
        { id: "d", card: "late", participant: "P4", quote: "By the way", stance: "context" },
        { id: "e", card: "late", participant: "P5", level: "private" },
        { id: "f", card: "late", participant: "person 1", quote_id: "q", stance: "context" },
      ];
    });
    const dialog = open("SMS too late");
    expect(dialog.querySelector("h2")?.textContent).toBe("Evidence · SMS too late");
    expect(dialog.querySelector(".standing")?.textContent).toContain("3 of 4 asked1 disagrees");
    const heads = [...dialog.querySelectorAll("h3")].map((head) => head.textContent);
    expect(heads).toEqual([
      "Supports 3 people, 3 quotes",
      "Contradicts 1 person, 1 quote",
      "Context 2 people, 2 quotes",
    ]);
    const quotes = [...dialog.querySelectorAll(".quoted")].map((one) => one.textContent);
    expect(quotes[0]).toMatch(/^TwoP2/);
    expect(quotes[1]).toMatch(/^The words are private and stay in the study\.P5/);
    expect(quotes[2]).toMatch(/^TenP10Interview/);
    expect(quotes[5]).toMatch(/^The words are not shared here\.person 1/);
  });

  it("are text, whatever they hold", () => {
    const evil = `<img src=x onerror="boom()"><script>boom()</script>`;
    show((tables) => {
      tables.evidence = [
        { id: "a", card: "late", participant: evil, quote: evil, source: evil, quote_id: evil },
      ];
      tables.asks = [{ id: "k", card: "late", asked: 3, note: evil }];
    });
    const dialog = open("SMS too late");
    expect(dialog.querySelectorAll("img, script")).toHaveLength(0);
    expect(dialog.querySelector("blockquote .said")?.textContent).toBe(evil);
  });

  it("are cut where they are long, and come some at a time", () => {
    const long = "word ".repeat(400).trim();
    show((tables) => {
      tables.evidence = Array.from({ length: 75 }, (_, at) => ({
        id: `e${String(at).padStart(2, "0")}`,
        card: "late",
        participant: `P${at}`,
        quote: long,
      }));
    });
    const dialog = open("SMS too late");
    expect(dialog.querySelectorAll(".quoted")).toHaveLength(30);
    fireEvent.click(inside().getByText("30 more quotes of 45"));
    expect(dialog.querySelectorAll(".quoted")).toHaveLength(60);
    const first = dialog.querySelector(".quoted") as HTMLElement;
    expect(first.querySelector(".said")?.textContent?.length).toBe(421);
    fireEvent.click(within(first).getByText("show all"));
    expect(first.querySelector(".said")?.textContent).toBe(long);
  });

  it("can be taken for something else, and off the card", async () => {
    show();
    open("SMS too late");
    const [first] = inside().getAllByRole("combobox") as HTMLSelectElement[];
    fireEvent.change(first as HTMLSelectElement, { target: { value: "contradicts" } });
    expect(evidence("late").filter((row) => row.stance === "contradicts")).toHaveLength(2);
    const before = evidence("late").length;
    fireEvent.click(
      inside().getAllByRole("button", { name: "Take off the card" })[0] as HTMLElement,
    );
    expect(evidence("late")).toHaveLength(before - 1);
    await waitFor(() => expect(client.status.value.kind).toBe("saved"));
    client.undo();
    expect(evidence("late")).toHaveLength(before);
  });

  it("say of how many who were asked", () => {
    show();
    open("SMS too late");
    const field = inside().getByLabelText("People asked") as HTMLInputElement;
    expect(field.value).toBe("4");
    fireEvent.change(field, { target: { value: "nine" } });
    expect(inside().getByRole("alert").textContent).toContain("A number of people");
    fireEvent.change(field, { target: { value: "9" } });
    expect(client.shown.rows("asks").map((row) => row.asked)).toEqual([9]);
    expect(root.querySelector("dialog .standing")?.textContent).toContain("2 of 9 asked");
    const again = inside().getByLabelText("People asked");
    fireEvent.change(again, { target: { value: "" } });
    expect(client.shown.rows("asks")).toEqual([]);
  });

  it("are only read where the map is", () => {
    show(undefined, true);
    const dialog = open("SMS too late");
    expect(dialog.querySelectorAll("select, input")).toHaveLength(0);
    expect(inside().queryByRole("button", { name: "Take off the card" })).toBeNull();
  });

  it("open in the study's view, where one is on the page", async () => {
    show((tables) => {
      tables.evidence = [{ id: "a", card: "late", quote: "Late", study: "s1", quote_id: "q7" }];
    });
    const asked: unknown[] = [];
    const coder = new AbortController();
    onOpenQuote((place) => place.study === "s1" && asked.push(place) > 0, coder.signal);
    open("SMS too late");
    fireEvent.click(inside().getByRole("button", { name: "Show in its source" }));
    await waitFor(() => expect(asked).toEqual([{ study: "s1", quote: "q7" }]));
    expect(root.querySelector("dialog")).toBeNull();
    coder.abort();
    open("SMS too late");
    fireEvent.click(inside().getByRole("button", { name: "Show in its source" }));
    await waitFor(() =>
      expect(root.querySelector(".notices")?.textContent).toContain("No view of this study"),
    );
  });
});

describe("a point of the curve", () => {
  const quoted = (tables: Tables) => {
    for (const [at, score] of [-2, -1, 0].entries()) {
      tables.evidence?.push({ id: `s${at}`, card: "up", participant: `P${at}`, score });
    }
  };
  const point = () => root.querySelector<HTMLElement>(".point[aria-label^='Commuter, Awareness']");

  it("is the mean of the scored quotes, and shows them", () => {
    show(quoted);
    expect(point()?.getAttribute("aria-label")).toBe("Commuter, Awareness: −1.0 · n 3");
    point()?.focus();
    fireEvent.keyDown(root.activeElement as Element, { key: "Enter", altKey: true });
    expect(root.querySelector("dialog h2")?.textContent).toBe("Evidence · Commuter, Awareness");
    expect(root.querySelector("dialog .standing")?.textContent).toContain("−1.0 · n 3");
  });

  it("cannot be set by hand where it is such a mean", () => {
    show(quoted);
    point()?.focus();
    fireEvent.keyDown(root.activeElement as Element, { key: "ArrowUp", altKey: true });
    fireEvent.keyDown(root.activeElement as Element, { key: "Enter" });
    expect(client.shown.row("cards", "up")?.score).toBe(0.8);
    expect(root.querySelector(".notices")?.textContent).toContain("the mean of 3 scored quotes");
  });
});

describe("quotes put onto the map", () => {
  // jsdom has no drag events; theirs are mouse events with something carried.
  const drag = (type: string, element: Element, data: DataTransfer, more: MouseEventInit) => {
    const event = new MouseEvent(type, { bubbles: true, cancelable: true, ...more });
    fireEvent(element, Object.assign(event, { dataTransfer: data }));
  };
  const drop = (element: Element, data = carried(), more: MouseEventInit = {}) => {
    drag("dragover", element, data, more);
    const says = root.querySelector<HTMLElement>(".over")?.dataset.says;
    drag("drop", element, data, more);
    expect(root.querySelector(".over")).toBeNull();
    return says;
  };

  it("support a card, with all that evidence holds", () => {
    show();
    expect(drop(card("Enters ID").querySelector(".text") as Element)).toBe("supports");
    const [row] = evidence("id");
    expect(row).toMatchObject({
      stance: "supports",
      quote: "It never came",
      participant: "P4",
      source: "Interview 4",
      study: "s1",
      quote_id: "q1",
      score: -2,
      level: "team",
    });
  });

  it("contradict with Alt, are context with Shift, and change what they say", () => {
    show();
    expect(drop(card("Enters ID"), carried(), { altKey: true })).toBe("contradicts");
    expect(drop(card("Enters ID"), carried(), { shiftKey: true })).toBe("context");
    expect(evidence("id").map((row) => row.stance)).toEqual(["context"]);
  });

  it("make a card in a cell", () => {
    show();
    const cell = card("Enters ID").closest(".cell") as Element;
    expect(drop(cell)).toBe("new card");
    const made = client.shown.rows("cards").find((row) => row.text === "It never came");
    expect(made).toMatchObject({ stage: "s2", lane: "acts" });
    expect(evidence(made?.id ?? "")).toHaveLength(1);
  });

  it("are refused as support where a moderator spoke", () => {
    show();
    drop(card("Enters ID"), carried([{ ...QUOTE, role: "moderator" }]));
    expect(evidence("id")).toHaveLength(0);
    expect(root.querySelector(".notices")?.textContent).toContain("a moderator or an observer");
    drop(card("Enters ID"), carried([{ ...QUOTE, role: "moderator" }]), { shiftKey: true });
    expect(evidence("id")).toHaveLength(1);
  });

  it("go onto a point only with a score, and move it", async () => {
    show();
    const slot = root.querySelector(".point[aria-label^='Visitor, Ride']") as Element;
    drop(slot, carried([{ ...QUOTE, score: null }]));
    expect(client.shown.rows("evidence")).toHaveLength(4);
    drop(slot);
    await waitFor(() =>
      expect(root.querySelector(".point[aria-label='Visitor, Ride: −2.0 · n 1']")).toBeTruthy(),
    );
  });

  it("change nothing where the map is only read, or where something else is dragged", () => {
    show(undefined, true);
    expect(drop(card("Enters ID"))).toBeUndefined();
    expect(evidence("id")).toHaveLength(0);
    const other = { types: ["text/plain"], getData: () => "x" } as unknown as DataTransfer;
    const over = new Event("dragover", { bubbles: true, cancelable: true });
    Object.assign(over, { dataTransfer: other });
    card("Enters ID").dispatchEvent(over);
    expect(over.defaultPrevented).toBe(false);
  });

  it("come by the clipboard too", async () => {
    show();
    card("Enters ID").focus();
    fireEvent.keyDown(root.activeElement as Element, { key: "v", ctrlKey: true });
    const field = root.querySelector("textarea.sr") as Element;
    const paste = new Event("paste", { bubbles: true, cancelable: true });
    Object.assign(paste, { clipboardData: carried() });
    field.dispatchEvent(paste);
    expect(evidence("id")).toHaveLength(1);
  });
});

describe("a quote on its way", () => {
  it("leaves the words of a private quote behind", () => {
    const data = carried([{ ...QUOTE, level: "private" }]);
    expect(data.getData("text/plain")).toBe("");
    expect(data.getData(QUOTE_TYPE)).not.toContain("never");
    expect(takeQuotes(data)[0]).toMatchObject({ level: "private", text: "" });
  });

  it("goes no farther than its participant agreed to, nor longer", () => {
    const now = new Date("2026-03-31T12:00:00Z");
    const person = { share: "public", consent_until: null } as const;
    expect(levelOf("team", undefined, now)).toBe("team");
    expect(levelOf("public", person, now)).toBe("public");
    expect(levelOf("public", { ...person, share: "team" }, now)).toBe("team");
    expect(levelOf("private", person, now)).toBe("private");
    expect(levelOf("team", { ...person, consent_until: "2026-03-31" }, now)).toBe("team");
    expect(levelOf("team", { ...person, consent_until: "2026-03-30" }, now)).toBe("private");
  });

  it("is looked at where it comes from elsewhere", () => {
    const given = (text: string) =>
      takeQuotes({ types: [QUOTE_TYPE], getData: () => text } as unknown as DataTransfer);
    expect(given("no JSON")).toEqual([]);
    expect(given("[null, 3, {}]")).toEqual([]);
    const [odd] = given('{"study":"s","quote_id":"q","text":"secret","level":"all","score":9}');
    expect(odd).toMatchObject({ level: "private", text: "", score: null, role: "participant" });
    expect(holdsQuotes(null)).toBe(false);
  });
});
