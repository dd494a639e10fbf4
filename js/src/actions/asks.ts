/** Commands that ask for one value in a dialog. */
import type { Card, Stage } from "../generated/schema";
import type { MapState } from "../state/map-state";
import { safeLink } from "../view/shared/links";
import { parseScore, setCards } from "./cards";
import { perform } from "./perform";
import { isRefusal, type Plan, set } from "./plan";

function attempt(m: MapState, plan: Plan): string | undefined {
  if (isRefusal(plan)) return plan.refused;
  const error = m.client.commit(plan.label, plan.ops);
  if (!error) m.scope.say(plan.say);
  return error;
}

function back(m: MapState): () => void {
  const place = m.place.peek();
  return () => m.focus(place);
}

type CardText = "channel" | "url" | "owner";

const TITLES: Record<CardText, [title: string, label: string]> = {
  channel: ["Channel", "The medium of the touchpoint, such as web or phone"],
  url: ["Link", "An address: http, https or mailto"],
  owner: ["Owner", "Who acts on it"],
};

/** Values that other cards have: offered, so that one thing keeps one name. */
function known(m: MapState, field: "channel" | "owner"): string[] {
  const all = m.shown.rows("cards").map((card) => card[field] ?? "");
  return [...new Set(all)].filter(Boolean).sort().slice(0, 200);
}

export function askCardText(m: MapState, field: CardText): void {
  const ids = m.meant("cards");
  const first = m.shown.row("cards", ids[0] ?? "");
  if (!first) return;
  const base = m.client.revision();
  const [title, label] = TITLES[field];
  m.scope.ask.value = {
    title,
    label,
    value: first[field] ?? "",
    ...(field === "url" ? {} : { choices: known(m, field) }),
    back: back(m),
    done: (text) => {
      const value = text.trim();
      if (value === (first[field] ?? "") && ids.length === 1) return undefined;
      if (field === "url" && value && !safeLink(value)) {
        return "A link starts with http://, https:// or mailto:";
      }
      const values: Partial<Card> = { [field]: value || (field === "channel" ? null : "") };
      const plan = setCards(m.shown, ids, values, `Set ${title.toLowerCase()}`);
      const error = m.client.commit(plan.label, plan.ops, { base });
      if (!error) m.scope.say(plan.say);
      return error;
    },
  };
}

export function askTags(m: MapState): void {
  const ids = m.meant("cards");
  const first = m.shown.row("cards", ids[0] ?? "");
  if (!first) return;
  m.scope.ask.value = {
    title: "Tags",
    label: "Free labels, with commas between them",
    value: first.tags.join(", "),
    back: back(m),
    done: (text) => {
      const tags = [...new Set(text.split(",").map((tag) => tag.trim()))].filter(Boolean);
      return attempt(m, setCards(m.shown, ids, { tags }, "Set tags"));
    },
  };
}

/** The score of cards, for those that are no point of their own on a curve. */
export function askScore(m: MapState, ids: readonly string[]): void {
  const first = m.shown.row("cards", ids[0] ?? "");
  if (!first) return;
  const kind = m.layout.lane(first.lane)?.kind ?? "text";
  const hints: Record<string, string> = { emotion: "From −2 to +2.", opportunity: "From 0 to 20." };
  m.scope.ask.value = {
    title: "Score",
    label: "A number; empty takes the score away",
    value: first.score === null ? "" : String(first.score),
    ...(hints[kind] ? { hint: hints[kind] } : {}),
    back: back(m),
    done: (text) => {
      try {
        const score = parseScore(text, kind);
        return attempt(m, setCards(m.shown, ids, { score }, "Set score"));
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    },
  };
}

export function askStageOwner(m: MapState): void {
  const ids = m.meant("stages");
  const first = m.shown.row("stages", ids[0] ?? "");
  if (!first) return;
  const base = m.client.revision();
  m.scope.ask.value = {
    title: "Owner",
    label: "Who is responsible",
    value: first.owner,
    back: back(m),
    done: (text) => {
      const values: Partial<Stage> = { owner: text.trim() };
      const ops = ids.map((id) => set("stages", id, values));
      return m.client.commit("Set owner", ops, { base });
    },
  };
}

/** A picture file for a card. */
export function setImage(m: MapState, id: string, image: string): void {
  perform(m, setCards(m.shown, [id], { image }, image ? "Set image" : "Remove image"));
}
