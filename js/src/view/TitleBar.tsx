/** The bar over the map: its name and standing, personas, undo, search, menu, status. */
import { useComputed } from "@preact/signals";
import { keyName } from "../actions/command";
import { command } from "../actions/registry";
import { people as peopleIn } from "../model/evidence";
import type { MapState } from "../state/map-state";
import { plural } from "../state/words";
import { useMap } from "./context";
import { openChoices, openMapMenu } from "./menus";
import { PersonaChips } from "./PersonaChips";
import { SearchBox } from "./SearchBox";
import { EditableText } from "./shared/EditableText";
import { Icon, type IconName } from "./shared/Icon";
import { StatusChip } from "./shared/StatusChip";

const DAY = 86_400_000;

/** How long ago the map was reviewed, and whether that is too long. */
export function reviewed(
  at: string | null,
  every: number | null,
  now: number,
): { text: string; overdue: boolean } | undefined {
  if (!at) return undefined;
  const then = Date.parse(`${at}T00:00:00Z`);
  if (Number.isNaN(then)) return undefined;
  const days = Math.max(0, Math.floor((now - then) / DAY));
  const ago = days === 0 ? "today" : days === 1 ? "yesterday" : `${plural(days, "day")} ago`;
  const overdue = every !== null && days > every;
  return { text: `reviewed ${ago}${overdue ? ", overdue" : ""}`, overdue };
}

export function TitleBar() {
  const m = useMap();
  const { id, title } = m.shown.meta.value;
  return (
    <div class="bar">
      <div class="name">
        <h2>
          <EditableText
            table="meta"
            id={id}
            field="title"
            label="Title of the map"
            value={title}
            placeholder="Untitled journey"
            line
            trigger
          />
        </h2>
        <SubLine />
      </div>
      <span class="grow" />
      <PersonaChips />
      <div class="tools">
        {m.editable && (
          <>
            <Tool id="undo" icon="undo" />
            <Tool id="redo" icon="redo" />
            <button type="button" class="btn wide" onClick={() => command("add-stage").run?.(m)}>
              + Stage
            </button>
            <button
              type="button"
              class="btn wide"
              aria-haspopup="menu"
              onClick={(event) => openChoices(m, "add-lane", event.currentTarget)}
            >
              + Lane
            </button>
          </>
        )}
        <SearchBox />
        <button
          type="button"
          class="btn square"
          aria-label="Map menu"
          aria-haspopup="menu"
          onClick={(event) => openMapMenu(m, event.currentTarget)}
        >
          <Icon name="more" />
        </button>
        {m.scope.host.live && <StatusChip file={m.settings.file.value} />}
      </div>
    </div>
  );
}

function Tool({ id, icon }: { id: string; icon: IconName }) {
  const m = useMap();
  const tool = command(id);
  const label = tool.label(m);
  // Disabled for assistive technology only: a button that loses the focus when it has done its
  // work would send a keyboard user back to the top of the page.
  const off = tool.disabled?.(m) ?? false;
  return (
    <button
      type="button"
      class="btn square"
      aria-label={label}
      title={`${label} (${keyName(tool.keys?.[0] ?? "")})`}
      aria-disabled={off || undefined}
      onClick={() => {
        if (!off) tool.run?.(m);
      }}
    >
      <Icon name={icon} />
    </button>
  );
}

function people(m: MapState): number {
  const named = m.shown.rows("evidence").filter((row) => row.participant);
  return peopleIn(named);
}

/** What the map is of: its state, its interviews, its last review. */
export function SubLine() {
  const m = useMap();
  const participants = useComputed(() => people(m));
  const { state, reviewed_at: at, review_every_days: every } = m.shown.meta.value;
  // An exported page is read for years: it says the day, not how long ago that was.
  const said = at ? { text: `reviewed ${at}`, overdue: false } : undefined;
  const review = m.scope.host.live ? reviewed(at, every, Date.now()) : said;
  return (
    <p class="sub">
      {state === "to_be" ? "to be" : "as is"}
      {participants.value > 0 && ` · ${plural(participants.value, "interview")}`}
      {review && (
        <>
          {" · "}
          <span class={review.overdue ? "overdue" : undefined}>{review.text}</span>
        </>
      )}
    </p>
  );
}
