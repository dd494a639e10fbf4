/** What can be done with codes: the tree that they make, and what each of them says. */
import { CodeTree } from "../coder/code-tree";
import type { Code, WireOp } from "../generated/schema";
import { brief, plural } from "../state/words";
import type { Shown } from "../sync/contract";
import { add, type Plan, placing, position, type Refusal, remove, set } from "./plan";

export const GONE: Refusal = { refused: "That code is gone." };

export function treeOf(shown: Shown): CodeTree<Code> {
  return new CodeTree(shown.rows("codes"));
}

export function nameOf(code: { name: string }): string {
  return brief(code.name) || "unnamed code";
}

/** A place in the tree: before the sibling `before`, at the end without one. */
export interface Spot {
  readonly parent: string | null;
  readonly before?: string | undefined;
}

export type CodeValues = Partial<Omit<Code, "id" | "order" | "parent">>;

/** A code at a place; without a name, under one that no sibling has. */
export function addCode(
  shown: Shown,
  id: string,
  spot: Spot,
  values: CodeValues = {},
): Plan | Refusal {
  const tree = treeOf(shown);
  if (spot.parent !== null && !tree.code(spot.parent)) return GONE;
  const siblings = tree.children(spot.parent);
  const { orders, ops } = placing("codes", siblings, spot.before);
  const name = values.name || unused(siblings);
  const row = { ...values, name, parent: spot.parent, order: orders[0] ?? "" };
  return { label: "Add code", ops: [...ops, add("codes", id, row)], say: `${brief(name)} added` };
}

function unused(siblings: readonly Code[]): string {
  const taken = new Set(siblings.map(({ name }) => name));
  let n = 1;
  while (taken.has(n === 1 ? "New code" : `New code ${n}`)) n += 1;
  return n === 1 ? "New code" : `New code ${n}`;
}

/** The place right behind a code, beside it. */
export function behind(tree: CodeTree, id: string): Spot {
  const siblings = tree.siblings(id);
  const next = siblings[siblings.findIndex((code) => code.id === id) + 1];
  return { parent: tree.parent(id), before: next?.id };
}

export function setCode(
  shown: Shown,
  id: string,
  values: CodeValues,
  label: string,
): Plan | Refusal {
  const code = shown.row("codes", id);
  if (!code) return GONE;
  const say =
    values.name === undefined
      ? `${nameOf(code)} changed`
      : `Renamed to ${nameOf({ name: values.name })}`;
  return { label, ops: [set("codes", id, values)], say };
}

/** Put a code, with all below it, to another place of the tree. */
export function moveCode(shown: Shown, id: string, spot: Spot): Plan | Refusal {
  const tree = treeOf(shown);
  const code = tree.code(id);
  const { parent, before } = spot;
  if (!code || (parent !== null && !tree.code(parent))) return GONE;
  if (parent !== null && tree.within(id).has(parent)) {
    return { refused: "A code cannot stand below itself." };
  }
  const rest = tree.children(parent).filter((other) => other.id !== id);
  const { orders, ops } = placing("codes", rest, before);
  const found = rest.findIndex((other) => other.id === before);
  const index = found < 0 ? rest.length : found;
  const above = parent === null ? undefined : tree.code(parent);
  const where = above ? ` below ${nameOf(above)}` : "";
  return {
    label: "Move code",
    ops: [...ops, set("codes", id, { parent, order: orders[0] ?? code.order })],
    say: `${nameOf(code)} moved to ${position(index, rest.length + 1)}${where}`,
  };
}

export type Shift = "up" | "down" | "in" | "out";

/** By one place: up and down among its siblings, in below the one before it, out behind its parent. */
export function shiftCode(shown: Shown, id: string, way: Shift): Plan | Refusal {
  const tree = treeOf(shown);
  if (!tree.code(id)) return GONE;
  const parent = tree.parent(id);
  const siblings = tree.siblings(id);
  const at = siblings.findIndex((code) => code.id === id);
  const previous = siblings[at - 1];
  if (way === "up") {
    if (!previous) return { refused: "This code is already the first here." };
    return moveCode(shown, id, { parent, before: previous.id });
  }
  if (way === "down") {
    if (at === siblings.length - 1) return { refused: "This code is already the last here." };
    return moveCode(shown, id, { parent, before: siblings[at + 2]?.id });
  }
  if (way === "in") {
    if (!previous) return { refused: "There is no code before it to stand below." };
    return moveCode(shown, id, { parent: previous.id });
  }
  if (parent === null) return { refused: "This code is at the top already." };
  return moveCode(shown, id, behind(tree, parent));
}

/** What goes along when codes are deleted: "9 applications and 1 memo". Empty where nothing does. */
export function hangingOn(shown: Shown, ids: Iterable<string>): string {
  let applications = 0;
  let memos = 0;
  for (const id of ids) {
    applications += shown.pointing("applications", "code", id).length;
    memos += shown.pointing("memos", "code", id).length;
  }
  const parts = [
    applications && plural(applications, "application"),
    memos && plural(memos, "memo"),
  ];
  return parts.filter(Boolean).join(" and ");
}

/**
 * Delete a code with its applications and memos; the quotes stay. The codes below it take its
 * place, unless they are to go along.
 */
export function deleteCode(
  shown: Shown,
  id: string,
  below: "stay" | "go" = "stay",
): Plan | Refusal {
  const tree = treeOf(shown);
  const code = tree.code(id);
  if (!code) return GONE;
  const gone = below === "go" ? [...tree.within(id)] : [id];
  const stay = below === "stay" ? tree.children(id) : [];
  const ops = raised(tree, id, stay);
  const others = gone.length - 1;
  const with_ = [others && plural(others, "code"), hangingOn(shown, gone)].filter(Boolean);
  const along = with_.length ? ` with ${with_.join(" and ")}` : "";
  return {
    label: gone.length > 1 ? "Delete codes" : "Delete code",
    ops: [...ops, ...gone.map((one) => remove("codes", one))],
    say: `${nameOf(code)} deleted${along}. Undo brings it back.`,
  };
}

/** Put the codes below `id` into its place. */
function raised(tree: CodeTree<Code>, id: string, children: readonly Code[]): WireOp[] {
  if (children.length === 0) return [];
  const { parent, before } = behind(tree, id);
  const rest = tree.siblings(id).filter((other) => other.id !== id);
  const { orders, ops } = placing("codes", rest, before, children.length);
  return [
    ...ops,
    ...children.map((child, at) =>
      set("codes", child.id, { parent, order: orders[at] ?? child.order }),
    ),
  ];
}
