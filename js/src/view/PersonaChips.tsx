/** Personas as chips: a pressed one shows its cards and curve, and hides those of the others. */
import type { MapState } from "../state/map-state";
import { brief } from "../state/words";
import { useMap } from "./context";
import { Avatar } from "./shared/Avatar";
import { markOf } from "./shared/persona";

/** More go into a menu: the bar stays one line. */
const MOST = 4;

function toggle(m: MapState, id: string): void {
  const next = m.filter.toggled(id);
  m.settings.personas.value = next;
  m.scope.host.set("personas", next);
  const names = m.filter.shown().map((one) => m.shown.row("personas", one)?.name || "unnamed");
  m.scope.say(next.length ? `Shown: ${names.join(", ")}` : "All personas shown");
}

export function PersonaChips() {
  const m = useMap();
  const ids = m.shown.ids("personas");
  if (ids.length === 0) return null;
  const filtered = m.settings.personas.value.length > 0;
  const rest = ids.slice(MOST);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings a legend and a border
    <div class="personas" role="group" aria-label="Personas" data-filtered={filtered || undefined}>
      {ids.slice(0, MOST).map((id, index) => (
        <Chip key={id} id={id} index={index} />
      ))}
      {rest.length > 0 && (
        <button
          type="button"
          class="btn"
          aria-haspopup="menu"
          aria-label={`${rest.length} more personas`}
          onClick={(event) => more(m, rest, event.currentTarget)}
        >
          +{rest.length}
        </button>
      )}
    </div>
  );
}

function Chip({ id, index }: { id: string; index: number }) {
  const m = useMap();
  const persona = m.shown.row("personas", id);
  if (!persona) return null;
  return (
    <button
      type="button"
      class="chip"
      aria-pressed={m.settings.personas.value.includes(id)}
      data-selected={m.selection.has("personas", id) || undefined}
      title={persona.name}
      onClick={() => toggle(m, id)}
    >
      <Avatar persona={persona} mark={markOf(persona, index)} />
      <span class="said" dir="auto">
        {persona.name || "unnamed"}
      </span>
    </button>
  );
}

function more(m: MapState, ids: readonly string[], button: HTMLElement): void {
  const box = button.getBoundingClientRect();
  m.scope.menu.value = {
    label: "Personas",
    at: { x: box.left, y: box.bottom + 4 },
    back: () => button.focus(),
    items: ids.map((id) => ({
      id,
      label: brief(m.shown.row("personas", id)?.name ?? "") || "unnamed",
      checked: m.settings.personas.peek().includes(id),
      run: () => toggle(m, id),
    })),
  };
}
