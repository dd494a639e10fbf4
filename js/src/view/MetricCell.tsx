/** A cell of a metric lane: a number with its interval and n; or why there is none. */
import { useItem, useMap } from "./context";
import { type Figure, figures } from "./metric-text";
import { Avatar } from "./shared/Avatar";
import { markOf } from "./shared/persona";

interface Props {
  lane: string;
  column: string;
  index: number;
  metric: string | null;
}

export function MetricCell({ lane, column, index, metric }: Props) {
  const m = useMap();
  const item = useItem({ at: "cell", lane, column }, "gridcell", index);
  const row = m.shown.row("metrics", metric ?? "");
  const filtered = m.settings.personas.value.length > 0;
  const personas = filtered ? new Set(m.filter.shown()) : undefined;
  const values = row ? m.shown.pointing("values", "metric", row.id) : [];
  const some = row ? figures(row, values, column, personas) : [];
  return (
    <div class="cell numbers" style={{ gridColumn: index }} {...item.props}>
      {row === undefined && <span class="ci">no metric chosen</span>}
      {row && some.length === 0 && <span class="ci">not asked</span>}
      {some.map((one) => (
        <Measure key={one.persona ?? ""} shown={one} small={some.length > 1} />
      ))}
    </div>
  );
}

function Measure({ shown, small }: { shown: Figure; small: boolean }) {
  const { kind, text, interval, n, change, target, thin } = shown;
  return (
    <div class={small ? "number small" : "number"}>
      {shown.persona && <Who id={shown.persona} />}
      <span class={kind === "value" ? "num" : "ci"}>{text}</span>
      {thin && <span class="badge thin">{n}</span>}
      {change && (
        <span
          class={`badge ${change.good === undefined ? "" : change.good ? "up" : "down"}`}
          title={change.from ? `against ${change.from}` : "against the period before"}
        >
          {change.text}
          <span class="sr">{change.from ? ` against ${change.from}` : ""}</span>
        </span>
      )}
      <div class="ci">{[interval, thin ? "" : n].filter(Boolean).join(" · ")}</div>
      {target && <div class="ci">target {target}</div>}
    </div>
  );
}

function Who({ id }: { id: string }) {
  const m = useMap();
  const persona = m.shown.row("personas", id);
  if (!persona) return null;
  return (
    <span title={persona.name}>
      <Avatar
        persona={persona}
        mark={markOf(persona, m.shown.ids("personas").indexOf(id))}
        size={16}
      />
      <span class="sr">{persona.name}</span>
    </span>
  );
}
