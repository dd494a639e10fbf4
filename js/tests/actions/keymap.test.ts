import { expect, it } from "vitest";
import { keyName } from "../../src/actions/command";
import { chordOf, typedBy, walkOf } from "../../src/actions/keymap";
import { command, commands } from "../../src/actions/registry";

const key = (name: string, ...modifiers: string[]) => ({
  key: name,
  ctrlKey: modifiers.includes("ctrl"),
  metaKey: modifiers.includes("meta"),
  altKey: modifiers.includes("alt"),
  shiftKey: modifiers.includes("shift"),
});

it("writes chords in one way, on every system", () => {
  expect(chordOf(key("z", "ctrl"))).toBe("Mod+Z");
  expect(chordOf(key("Z", "meta", "shift"))).toBe("Mod+Shift+Z");
  expect(chordOf(key("ArrowUp", "alt", "shift"))).toBe("Alt+Shift+ArrowUp");
  expect(chordOf(key(" "))).toBe("Space");
  // The slash needs Shift on many keyboards.
  expect(chordOf(key("/", "shift"))).toBe("/");
});

it("knows the keys that write a character", () => {
  expect(typedBy(key("a"))).toBe("a");
  expect(typedBy(key("Ä", "shift"))).toBe("Ä");
  expect(typedBy(key("€", "ctrl", "alt"))).toBe("€");
  for (const silent of [key("a", "ctrl"), key("a", "meta"), key("F2"), key("Dead"), key(" ")]) {
    expect(typedBy(silent)).toBeUndefined();
  }
});

it("walks by the reading direction", () => {
  expect(walkOf("ArrowLeft")).toBe("left");
  expect(walkOf("ArrowLeft", true)).toBe("right");
  expect(walkOf("Mod+End")).toBe("finish");
  expect(walkOf("Alt+ArrowLeft")).toBeUndefined();
});

it("has no command on a plain letter, for letters start an edit", () => {
  const plain = commands.flatMap(({ keys = [] }) => keys).filter((chord) => /^\w$/.test(chord));
  expect(plain).toEqual([]);
});

it("names every command once", () => {
  const ids = commands.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(() => command("no such")).toThrow("no such");
});

it("writes keys as people read them", () => {
  expect(keyName("Mod+Shift+Z", false)).toBe("Ctrl+Shift+Z");
  expect(keyName("Alt+ArrowUp", false)).toBe("Alt+↑");
  expect(keyName("Mod+Z", true)).toBe("⌘ Z");
});
