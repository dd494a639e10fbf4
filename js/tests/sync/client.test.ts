import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { MESSAGE_LIMIT, type SnapshotMessage } from "../../src/generated/schema";
import { MemoryKernel } from "../../src/host/kernel";
import { staticHost } from "../../src/host/static";
import { createClient } from "../../src/sync/client";
import type { Notice } from "../../src/sync/contract";
import {
  asShown,
  byId,
  clearPage,
  otherPage,
  type Page,
  page,
  plain,
  setText,
  text,
} from "../journey";

let pages: Page[] = [];
function open(...args: Parameters<typeof page>): Page {
  const made = page(...args);
  pages.push(made);
  return made;
}

beforeEach(() => {
  clearPage();
  vi.useFakeTimers();
});
afterEach(() => {
  for (const { close } of pages) close();
  pages = [];
  vi.useRealTimers();
});

const run = (ms = 100) => vi.advanceTimersByTime(ms);
const pending = ({ client }: Page) => JSON.parse(client.download()).pending.length;
const offer = (notice: Notice | undefined, label: string) =>
  notice?.offers.find((other) => other.label === label)?.run();

describe("an edit", () => {
  test("is shown at once, pending until answered, and tells the revision", () => {
    const one = open();
    run();
    expect(one.client.commit("Edit", setText("c0", "new"))).toBeUndefined();
    expect(text(one.client, "c0")).toBe("new");
    expect(one.client.status.value).toEqual({ kind: "saving", pending: 1 });
    run(1000);
    expect(one.client.status.value).toEqual({ kind: "saved" });
    expect(one.host.kernel.document.row("cards", "c0").text).toBe("new");
    expect(one.host.get("revision")).toBe(1);
  });

  test("that cannot be changes nothing and says why", () => {
    const { client, host } = open();
    expect(client.commit("Edit", setText("nobody", "x"))).toMatch(/there is no row "nobody"/);
    const ops = [{ op: "set", table: "cards", id: "c0", values: { stage: "s9" } }] as const;
    expect(client.commit("Move", [...ops])).toMatch(/no row "s9" in stages/);
    expect(client.status.value).toEqual({ kind: "saved" });
    expect(host.sent.filter((message) => message.type === "change")).toEqual([]);
  });

  test("over the limit of a message is refused, one at the limit is not", () => {
    const { client, host } = open();
    const room = MESSAGE_LIMIT - 400;
    expect(client.commit("Edit", setText("c0", "é".repeat(room / 2)))).toBeUndefined();
    expect(client.commit("Edit", setText("c1", "é".repeat(room / 2 + 400)))).toMatch(/too large/);
    expect(text(client, "c1")).toBe("card 1");
    run();
    expect(host.kernel.document.row("cards", "c0").text).toHaveLength(room / 2);
  });

  test("with lone surrogates is shown as the kernel will hold it", () => {
    const { client } = open();
    client.commit("Edit", setText("c0", "a\ud800b 😀"));
    expect(text(client, "c0")).toBe("a\ufffdb 😀");
  });

  test("that changes nothing is not sent", () => {
    const { client, host } = open();
    client.commit("Edit", setText("c0", "card 0"));
    expect(host.sent.map((message) => message.type)).toEqual(["hello"]);
  });

  test("of two pages reaches both", () => {
    const one = open();
    otherPage();
    const two = open({ kernel: one.host.kernel });
    one.client.commit("Edit", setText("c0", "one"));
    two.client.commit("Edit", setText("c1", "two"));
    run();
    for (const { client } of [one, two]) {
      expect([text(client, "c0"), text(client, "c1")]).toEqual(["one", "two"]);
    }
  });
});

describe("a reject", () => {
  test("rolls back, and tells at the place", () => {
    const { client, host } = open();
    host.kernel.readOnly = "The file is open elsewhere.";
    client.commit("Edit", setText("c0", "new"));
    expect(text(client, "c0")).toBe("new");
    run();
    expect(text(client, "c0")).toBe("card 0");
    const place = { table: "cards", id: "c0", field: "text", mine: "new", code: "read_only" };
    expect(client.notices.value).toMatchObject([place]);
    const why = "The file is open elsewhere.";
    expect(client.status.value).toEqual({ kind: "read-only", why });
    expect(client.commit("Edit", setText("c0", "again"))).toBe(why);
    expect(client.canUndo.value).toBe(false);
  });

  test("keeps the edits after it", () => {
    const { client, host } = open();
    client.commit("Add", [
      { op: "add", table: "cards", id: "n1", row: { stage: "s1", lane: "l1", text: "x" } },
    ]);
    host.kernel.edit([{ op: "delete", table: "stages", id: "s1" }]);
    client.commit("Edit", setText("c1", "kept"));
    run();
    expect(client.shown.row("cards", "n1")).toBeUndefined();
    expect(text(client, "c1")).toBe("kept");
    expect(client.notices.value).toMatchObject([{ code: "reference", id: "n1", field: "stage" }]);
  });

  test("of an edit of a row that is gone offers to bring it back", () => {
    const { client, host } = open();
    host.kernel.edit([{ op: "delete", table: "stages", id: "s1" }]);
    client.commit("Edit", setText("c0", "still wanted"));
    run();
    expect(client.shown.row("cards", "c0")).toBeUndefined();
    const [notice] = client.notices.value;
    expect(notice).toMatchObject({ code: "gone", id: "c0", field: "text", mine: "still wanted" });
    host.kernel.edit([{ op: "add", table: "stages", id: "s1", row: { title: "Again" } }]);
    offer(notice, "Bring the row back");
    run();
    expect(text(client, "c0")).toBe("still wanted");
    expect(client.notices.value).toEqual([]);
    client.undo();
    run();
    expect(host.kernel.document.tables.cards.has("c0")).toBe(false);
  });

  test("of a delete of what is gone already is no news; the rest is deleted", () => {
    const { client, host } = open();
    host.kernel.edit([{ op: "delete", table: "cards", id: "c0" }]);
    client.commit("Delete", [
      { op: "delete", table: "cards", id: "c0" },
      { op: "delete", table: "cards", id: "c1" },
    ]);
    run();
    expect([...host.kernel.document.tables.cards.keys()]).toEqual(["c2"]);
    expect(client.notices.value).toEqual([]);
  });

  test("for a conflict shows both texts; theirs can be kept, or mine", () => {
    for (const [label, left] of [
      ["Keep theirs", "theirs"],
      ["Keep mine", "mine"],
    ] as const) {
      const { client, host } = open();
      run();
      const base = client.revision();
      host.kernel.edit(setText("c0", "theirs"));
      run();
      expect(text(client, "c0")).toBe("theirs");
      client.commit("Edit", setText("c0", "mine"), { base });
      run();
      expect(text(client, "c0")).toBe("theirs");
      expect(client.status.value).toEqual({ kind: "conflict", pending: 0 });
      const [notice] = client.notices.value;
      expect(notice).toMatchObject({ code: "conflict", mine: "mine", current: "theirs" });
      offer(notice, label);
      run();
      expect(host.kernel.document.row("cards", "c0").text).toBe(left);
      expect(client.status.value).toEqual({ kind: "saved" });
    }
  });

  test("lost on the way is learnt from a snapshot", () => {
    const { client, host } = open();
    run();
    host.kernel.edit(setText("c0", "theirs")); // its patch and the reject are lost
    host.connect(false, false);
    run();
    host.connect(true, false);
    const base = client.revision();
    client.commit("Edit", setText("c0", "mine"), { base });
    const receive = host.kernel.receive.bind(host.kernel);
    host.kernel.receive = (message, reply) => {
      receive(message, message.type === "change" ? () => undefined : reply);
    };
    run(6000);
    expect(client.notices.value).toMatchObject([{ code: "conflict", mine: "mine" }]);
    expect(text(client, "c0")).toBe("theirs");
    expect(client.status.value).toEqual({ kind: "conflict", pending: 0 });
  });
});

describe("undo", () => {
  test("takes back and brings back what a page did, also before the kernel has answered", () => {
    const one = open({ latency: 500 });
    const before = asShown(one.client);
    one.client.commit("Edit", setText("c0", "new"));
    one.client.commit("Delete", [{ op: "delete", table: "stages", id: "s1" }]);
    expect(one.client.undo()).toBeUndefined();
    expect(text(one.client, "c0")).toBe("new");
    expect(one.client.undo()).toBeUndefined();
    expect(asShown(one.client)).toEqual(before);
    expect(one.client.canUndo.value).toBe(false);
    expect(one.client.redo()).toBeUndefined();
    expect(text(one.client, "c0")).toBe("new");
    run(3000);
    expect(pending(one)).toBe(0);
    expect(asShown(one.client)).toEqual(byId(one.host.kernel.paint().document));
    const changes = one.host.sent.filter((message) => message.type === "change");
    expect(changes.map(({ label, undoes, redoes }) => [label, undoes, redoes])).toEqual([
      ["Edit", undefined, undefined],
      ["Delete", undefined, undefined],
      ["Undo: Delete", 2, undefined],
      ["Undo: Edit", 1, undefined],
      ["Redo: Edit", undefined, 4],
    ]);
  });

  test("takes back what really held, not what was shown first", () => {
    const { client, host } = open({ latency: 500 });
    run(2000);
    client.commit("Delete", [{ op: "delete", table: "stages", id: "s1" }]);
    host.kernel.edit(setText("c2", "changed meanwhile"));
    run(3000);
    client.undo();
    run(3000);
    expect(text(client, "c2")).toBe("changed meanwhile");
    expect(asShown(client)).toEqual(byId(host.kernel.paint().document));
  });

  test("says so where it has been changed since", () => {
    const { client, host } = open();
    client.commit("Rename", setText("c0", "mine"));
    run();
    host.kernel.edit(setText("c0", "theirs"));
    run();
    expect(client.undo()).toMatch(/“Rename” has been changed since: .* another text: "theirs"/);
    expect(text(client, "c0")).toBe("theirs");
    expect(client.undo()).toBe("There is nothing to undo.");
  });

  test("of an add does not take along what others put there", () => {
    const { client, host } = open();
    client.commit("Add", [{ op: "add", table: "stages", id: "s3", row: { title: "New" } }]);
    run();
    const row = { stage: "s3", lane: "l1", text: "theirs" };
    host.kernel.edit([{ op: "add", table: "cards", id: "n1", row }]);
    run();
    expect(client.undo()).toMatch(/is in use/);
  });

  test("of an edit that was refused is quiet", () => {
    const { client, host } = open({ latency: 500 });
    run(2000);
    const row = { stage: "s1", lane: "l1", text: "x" };
    client.commit("Add", [{ op: "add", table: "cards", id: "n1", row }]);
    client.undo();
    host.kernel.edit([{ op: "delete", table: "stages", id: "s1" }]);
    run(5000);
    expect(client.notices.value.map((notice) => notice.code)).toEqual(["reference"]);
    expect(client.status.value).toEqual({ kind: "saved" });
  });
});

describe("a snapshot", () => {
  test("of the revision here is taken: rows may look different without a change", () => {
    const { host, client } = open();
    client.commit("Edit", setText("c1", "pending"));
    const { epoch, revision, document } = host.kernel.paint();
    const cards = (document.cards as { id: string }[]).map((card) =>
      card.id === "c0" ? { ...card, text: "[name 1]" } : card,
    );
    const head = { jw: 1, type: "snapshot", epoch, revision, client: null } as const;
    const whole = { part: 0, parts: 1, document: JSON.stringify({ ...document, cards }) };
    for (const post of host.kernel.pages) post({ ...head, ...whole, seen: {}, rejected: [] });
    vi.advanceTimersByTime(0);
    expect(text(client, "c0")).toBe("[name 1]");
    expect(text(client, "c1")).toBe("pending");
  });

  test("comes in pieces, out of order, doubled, and cut by another", () => {
    const { client, host } = open();
    run();
    host.kernel.piece = 50;
    const pieces: SnapshotMessage[] = [];
    const hello = { jw: 1, type: "hello", client: "x", epoch: "", revision: 0 } as const;
    const take = () => {
      host.kernel.receive(hello, (message) => pieces.push(message as SnapshotMessage));
      return pieces.splice(0);
    };
    host.connect(false, false);
    host.kernel.edit(setText("c0", "lost on the way"));
    run();
    const old = take();
    host.kernel.edit(setText("c1", "this too"));
    run();
    host.connect(true, false);
    const fresh = take();
    expect(fresh.length).toBeGreaterThan(5);
    const post = (message: SnapshotMessage) => [...host.kernel.pages].map((page) => page(message));
    for (const message of old.slice(2)) post(message);
    for (const message of [...fresh].reverse()) {
      expect(text(client, "c1")).toBe("card 1");
      post(message);
      post(old[3] as SnapshotMessage);
      post(message);
      run(1);
    }
    expect([text(client, "c0"), text(client, "c1")]).toEqual(["lost on the way", "this too"]);
  });
});

describe("another epoch", () => {
  test("what was seen is not sent again, what was not is, and a clash of texts is told", () => {
    const one = open({ latency: 10 });
    run();
    one.client.commit("Seen", setText("c0", "seen"));
    run(15); // taken by the kernel; the answer is lost with it
    one.host.connect(false, false);
    one.client.commit("Kept", setText("c1", "kept"));
    one.client.commit("Clash", setText("c2", "mine"));
    run(20_000);
    expect(one.client.status.value).toEqual({ kind: "gone", pending: 3, sure: false });
    one.host.kernel.restart();
    one.host.kernel.edit(setText("c2", "theirs"));
    one.host.connect(true, false);
    run(10_000);
    const { kernel } = one.host;
    const texts = ["c0", "c1", "c2"].map((id) => kernel.document.row("cards", id).text);
    expect(texts).toEqual(["seen", "kept", "theirs"]);
    expect(pending(one)).toBe(0);
    const [notice] = one.client.notices.value;
    expect(notice).toMatchObject({ code: "conflict", id: "c2", mine: "mine", current: "theirs" });
    offer(notice, "Keep mine");
    run();
    expect(kernel.document.row("cards", "c2").text).toBe("mine");
    expect(kernel.history.filter(({ seq }) => seq !== null)).toHaveLength(2);
  });

  test("of a kernel that remembers nothing: numbers go on, nothing is lost", () => {
    const one = open();
    for (const word of ["a", "b"]) one.client.commit("Edit", setText("c0", word));
    run();
    one.host.connect(false, false);
    one.client.commit("Edit", setText("c1", "kept"));
    one.host.kernel.restart(plain());
    run(5000);
    one.host.connect(true, false);
    run(10_000);
    expect(one.host.kernel.document.row("cards", "c1").text).toBe("kept");
    one.client.commit("Edit", setText("c2", "goes on"));
    run();
    expect(one.host.kernel.document.row("cards", "c2").text).toBe("goes on");
    expect(one.client.status.value).toEqual({ kind: "saved" });
  });

  test("an edit that began in an older epoch clashes with what changed in between", () => {
    const one = open();
    run();
    const base = one.client.revision();
    one.host.kernel.edit(setText("c0", "theirs"));
    one.host.connect(false, false);
    one.host.kernel.restart();
    run(5000);
    one.host.connect(true, false);
    globalThis.dispatchEvent(new Event("online"));
    run(5000);
    expect(text(one.client, "c0")).toBe("theirs");
    one.client.commit("Edit", setText("c0", "mine"), { base });
    run();
    expect(one.client.notices.value).toMatchObject([{ code: "conflict", mine: "mine" }]);
    expect(one.host.kernel.document.row("cards", "c0").text).toBe("theirs");
  });
});

describe("edits are kept", () => {
  test("through a reload of the page, and no longer than they are pending", () => {
    const one = open();
    run();
    one.host.kernel.busy = true;
    one.client.commit("Edit", setText("c0", "kept"));
    one.client.commit("Edit", setText("c0", "kept 2"));
    run();
    expect(sessionStorage).toHaveLength(2);
    otherPage(); // the page is loaded anew, without a word to the old one
    one.host.connect(false, false);
    const two = open({ kernel: one.host.kernel });
    expect(text(two.client, "c0")).toBe("kept 2");
    one.host.kernel.busy = false; // takes the changes of both
    run(10_000);
    expect(one.host.kernel.history.map(({ steps }) => steps[0]?.after?.text)).toEqual([
      "kept",
      "kept 2",
    ]);
    expect(pending(two)).toBe(0);
    expect(sessionStorage).toHaveLength(0);
  });

  test("where storage is denied, in the page", () => {
    vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
      throw new DOMException("denied", "SecurityError");
    });
    const one = open();
    expect(one.client.commit("Edit", setText("c0", "new"))).toBeUndefined();
    run();
    expect(one.host.kernel.document.row("cards", "c0").text).toBe("new");
  });

  test("by a new widget after the kernel was killed and the cell run again", () => {
    const old = open({ latency: 10 });
    run();
    old.client.commit("Edit", setText("c0", "seen"));
    run(15); // taken, the answer is lost
    old.host.connect(false);
    old.client.commit("Edit", setText("c1", "kept"));
    expect(old.client.status.value.kind).toBe("gone");
    const { kernel } = old.host;
    kernel.restart();
    const fresh = open({ kernel });
    run(1000);
    expect(text(fresh.client, "c1")).toBe("kept");
    run(5000);
    expect(kernel.document.row("cards", "c1").text).toBe("kept");
    expect(kernel.history).toHaveLength(1); // "seen" came with the journal and is not repeated
    expect(pending(fresh)).toBe(0);
    expect(old.client.status.value).toMatchObject({ kind: "read-only" });
    expect(old.client.commit("Edit", setText("c0", "x"))).toMatch(/newer view/);
    expect(sessionStorage).toHaveLength(0);
  });

  test("never by a copy of the journey that is kept elsewhere", () => {
    const old = open();
    run();
    old.host.connect(false);
    old.client.commit("Edit", setText("c1", "mine"));
    const copied = new MemoryKernel(plain(), "another file");
    const other = open({ kernel: copied });
    run(30_000);
    expect(text(other.client, "c1")).not.toBe("mine");
    expect(copied.history).toHaveLength(0);
    expect(pending(old)).toBe(1);
    expect(old.client.status.value.kind).toBe("gone");
  });

  test("by a new widget where no host tells that the old kernel is gone", () => {
    const old = open();
    run();
    old.host.connect(false, false);
    const { kernel } = old.host;
    kernel.restart(plain());
    const fresh = open({ kernel });
    run(2000);
    old.client.commit("Edit", setText("c1", "typed into the old view"));
    run(10_000);
    expect(kernel.document.row("cards", "c1").text).toBe("typed into the old view");
    expect(old.client.readOnly.value).toBe(true);
    expect(fresh.client.readOnly.value).toBe(false);
  });

  test("two widgets of one living kernel leave each other alone", () => {
    const one = open();
    const two = open({ kernel: one.host.kernel });
    one.host.kernel.busy = true;
    one.client.commit("Edit", setText("c0", "one"));
    two.client.commit("Edit", setText("c1", "two"));
    run(10_000);
    expect([pending(one), pending(two)]).toEqual([1, 1]);
    one.host.kernel.busy = false;
    run(6000);
    expect([pending(one), pending(two)]).toEqual([0, 0]);
    expect(one.client.readOnly.value || two.client.readOnly.value).toBe(false);
  });

  test("when a widget is closed before the kernel has answered", () => {
    const one = open();
    const two = open({ kernel: one.host.kernel });
    run();
    one.host.connect(false, false);
    one.client.commit("Edit", setText("c0", "left behind"));
    one.close();
    two.client.commit("Edit", setText("c1", "x"));
    run(6000);
    expect(two.host.kernel.document.row("cards", "c0").text).toBe("left behind");
  });
});

describe("the status", () => {
  test("says how long the kernel has not answered", () => {
    const { client, host } = open();
    run();
    host.kernel.busy = true;
    client.commit("Edit", setText("c0", "new"));
    run(1500);
    expect(client.status.value.kind).toBe("saving");
    run(2000);
    expect(client.status.value).toEqual({ kind: "busy", pending: 1 });
    run(13_000);
    expect(client.status.value).toEqual({ kind: "gone", pending: 1, sure: false });
    expect(client.readOnly.value).toBe(false);
    host.kernel.busy = false;
    run(1000);
    expect(client.status.value).toEqual({ kind: "saved" });
  });

  test("a hello every five seconds while something is pending, none when nothing is", () => {
    const { client, host } = open();
    run(30_000);
    const hellos = () => host.sent.filter((message) => message.type === "hello").length;
    expect(hellos()).toBe(1);
    host.kernel.busy = true;
    client.commit("Edit", setText("c0", "new"));
    run(20_500);
    expect(hellos()).toBe(5);
  });

  test("a page without a kernel is a saved copy, until one answers", () => {
    const { client, host } = open();
    host.connect(false, false);
    run(9000);
    expect(client.readOnly.value).toBe(false);
    run(2500);
    expect(client.status.value).toEqual({
      kind: "read-only",
      why: "No kernel: this is a saved copy.",
    });
    host.connect(true, false);
    run(31_000);
    expect(client.status.value).toEqual({ kind: "saved" });
  });

  test("of an exported page and of a read-only view", () => {
    const { host, client } = open();
    host.set("read_only", true);
    expect(client.status.value).toMatchObject({ kind: "read-only" });
    host.set("read_only", false);
    expect(client.readOnly.value).toBe(false);
    const exported = createClient(staticHost(host.paint), new AbortController().signal);
    expect(exported.readOnly.value).toBe(true);
    expect(exported.shown.meta.value.title).toBe("Bike rental");
    expect(exported.commit("Edit", setText("c0", "x"))).toBe("This is a saved copy.");
  });

  test("asks at once when the page wakes", () => {
    const { host } = open();
    run(20_000);
    const before = host.sent.length;
    document.dispatchEvent(new Event("visibilitychange"));
    expect(host.sent.slice(before)).toMatchObject([{ type: "hello" }]);
  });

  test("closing stops every timer and listener", () => {
    const { client, host, close } = open();
    client.commit("Edit", setText("c0", "x"));
    run(10);
    close();
    run(60_000);
    const before = host.sent.length;
    expect(vi.getTimerCount()).toBe(0);
    globalThis.dispatchEvent(new Event("online"));
    document.dispatchEvent(new Event("visibilitychange"));
    expect(host.sent).toHaveLength(before);
    const key = Symbol.for("journeywidgets/1");
    expect((globalThis as Record<symbol, unknown>)[key]).toEqual({});
  });
});
