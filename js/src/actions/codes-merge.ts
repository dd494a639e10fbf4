/** Making one code of several, and two of one. Each is one change, and one undo. */
import type { CodeTree } from "../coder/code-tree";
import type { Application, Code, WireOp } from "../generated/schema";
import { plural } from "../state/words";
import type { Shown } from "../sync/contract";
import { behind, type CodeValues, GONE, nameOf, treeOf } from "./codes";
import { add, type Plan, placing, type Refusal, remove, set } from "./plan";

/**
 * Merge codes into another: it takes over their applications, memos and the codes below them,
 * and what they say where it says nothing itself. Where a coder has put several of them on one
 * quote, one application stays: an accepted one before a suggestion.
 */
export function mergeCodes(shown: Shown, ids: readonly string[], into: string): Plan | Refusal {
  const tree = treeOf(shown);
  const target = tree.code(into);
  if (!target) return GONE;
  const from = [...new Set(ids)].filter((id) => id !== into).flatMap((id) => tree.code(id) ?? []);
  if (from.length === 0) return { refused: "A code cannot be merged into itself." };
  const applications = taken(shown, from, into);
  const moved = from.flatMap(({ id }) => shown.pointing("memos", "code", id));
  const values = said(target, from);
  return {
    label: from.length === 1 ? "Merge code" : "Merge codes",
    ops: [
      ...applications.ops,
      ...moved.map(({ id }) => set("memos", id, { code: into })),
      ...placed(tree, from, target),
      ...(Object.keys(values).length ? [set("codes", into, values)] : []),
      ...from.map(({ id }) => remove("codes", id)),
    ],
    say:
      `${from.map(nameOf).join(", ")} merged into ${nameOf(target)}, ` +
      `which is now on ${plural(applications.quotes, "quote")}.`,
  };
}

const ORIGINS: readonly string[] = ["human", "import", "model"];

/** The applications of all, one for each quote and coder. */
function taken(shown: Shown, from: readonly Code[], into: string) {
  const groups = new Map<string, Application[]>();
  for (const code of [into, ...from.map(({ id }) => id)]) {
    for (const application of shown.pointing("applications", "code", code)) {
      const key = JSON.stringify([application.quote, application.coder]);
      const group = groups.get(key);
      if (group) group.push(application);
      else groups.set(key, [application]);
    }
  }
  const deletes: WireOp[] = [];
  const sets: WireOp[] = [];
  const quotes = new Set<string>();
  for (const group of groups.values()) {
    const [kept, ...rest] = group.sort(
      (one, other) =>
        Number(other.accepted) - Number(one.accepted) ||
        Number(one.rejected) - Number(other.rejected) ||
        ORIGINS.indexOf(one.origin) - ORIGINS.indexOf(other.origin) ||
        Number(other.code === into) - Number(one.code === into),
    );
    if (!kept) continue;
    quotes.add(kept.quote);
    for (const { id } of rest) deletes.push(remove("applications", id));
    if (kept.code !== into) sets.push(set("applications", kept.id, { code: into }));
  }
  // What gives way goes first: a coder's code is on a quote once.
  return { ops: [...deletes, ...sets], quotes: quotes.size };
}

/** The codes below come along; a target that stands below one of the merged comes out of it. */
function placed(tree: CodeTree<Code>, from: readonly Code[], target: Code): WireOp[] {
  const merged = new Set(from.map(({ id }) => id));
  const ops: WireOp[] = [];
  const above = tree.above(target.id);
  const highest = above.filter((id) => merged.has(id)).at(-1);
  if (highest !== undefined) {
    const spot = behind(tree, highest);
    const siblings = tree.children(spot.parent);
    const { orders, ops: rekeyed } = placing("codes", siblings, spot.before);
    const order = orders[0] ?? target.order;
    ops.push(...rekeyed, set("codes", target.id, { parent: spot.parent, order }));
  }
  const children = from
    .flatMap(({ id }) => tree.children(id))
    .filter(({ id }) => id !== target.id && !merged.has(id));
  const own = tree.children(target.id).filter(({ id }) => !merged.has(id));
  const { orders, ops: rekeyed } = placing("codes", own, undefined, children.length);
  ops.push(...rekeyed);
  children.forEach((child, at) => {
    ops.push(set("codes", child.id, { parent: target.id, order: orders[at] ?? child.order }));
  });
  return ops;
}

const WORDS = ["definition", "apply_when", "not_this"] as const;

/** What the merged codes say where the target says nothing. */
function said(target: Code, from: readonly Code[]): CodeValues {
  const values: CodeValues = {};
  for (const field of WORDS) {
    const first = from.find((code) => code[field]);
    if (!target[field] && first) values[field] = first[field];
  }
  return values;
}

/** Take applications out of a code, into a new one right behind it. */
export function splitCode(
  shown: Shown,
  code: string,
  applications: readonly string[],
  fresh: { id: string; name: string },
): Plan | Refusal {
  const tree = treeOf(shown);
  const source = tree.code(code);
  if (!source) return GONE;
  const own = new Set(shown.pointing("applications", "code", code).map(({ id }) => id));
  const moving = applications.filter((id) => own.has(id));
  if (moving.length === 0) return { refused: "Choose the quotes that go to the new code." };
  if (!fresh.name.trim()) return { refused: "The new code needs a name." };
  const { parent, before } = behind(tree, code);
  const { orders, ops } = placing("codes", tree.children(parent), before);
  const { kind, color } = source;
  const row = { name: fresh.name.trim(), parent, kind, color, order: orders[0] ?? "" };
  return {
    label: "Split code",
    ops: [
      ...ops,
      add("codes", fresh.id, row),
      ...moving.map((id) => set("applications", id, { code: fresh.id })),
    ],
    say: `${plural(moving.length, "application")} moved from ${nameOf(source)} to ${nameOf(row)}`,
  };
}
