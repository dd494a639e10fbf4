/** A cell of a metric lane: figures with their intervals and n; or why there are none. */
import { useComputed } from "@preact/signals";
import { useRef } from "preact/hooks";
import { openFigures } from "../actions/metric-commands";
import type { Change } from "../state/comparison";
import type { Figure, Measures } from "../state/measures";
import { useItem, useMap } from "./context";
import { markFor } from "./marks";
import { Sparkline } from "./Sparkline";
import { Avatar } from "./shared/Avatar";
import { Icon } from "./shared/Icon";
import { useNear } from "./use-near";

interface Props {
  lane: string;
  column: string;
  index: number;
  metric: string | null;
}

export function MetricCell({ lane, column, index, metric }: Props) {
  const m = useMap();
  const item = useItem({ at: "cell", lane, column }, "gridcell", index);
  // The cell is always there, for the keys; its figures are drawn when it comes near.
  const inside = useRef<HTMLDivElement>(null);
  const here = () => {
    const place = m.place.value;
    return place.at === "cell" && place.lane === lane && place.column === column;
  };
  const drawn = useNear(inside, () => m.guesses.columnIsNear(column), here);
  return (
    <div class="cell numbers" style={{ gridColumn: index }} {...item.props}>
      <div class="figures" ref={inside} data-later={!drawn || undefined}>
        {/* What is computed for one metric is not for another. */}
        {drawn && <Figures key={metric ?? ""} metric={metric} column={column} />}
      </div>
      {item.live && metric !== null && (
        <button
          type="button"
          class="item-menu"
          tabIndex={-1}
          aria-label="Details"
          title="Details (Enter)"
          onClick={(event) => {
            event.stopPropagation();
            m.touch({ at: "cell", lane, column });
            openFigures(m, lane, column);
          }}
        >
          <Icon name="full" />
        </button>
      )}
    </div>
  );
}

function Figures({ metric, column }: { metric: string | null; column: string }) {
  const m = useMap();
  const measures = m.metrics.of(metric ?? "");
  const shown = useComputed(() => {
    const chosen = m.settings.personas.value.length > 0 ? m.filter.shown() : [];
    return m.metrics.of(metric ?? "")?.figures(column, chosen) ?? [];
  }).value;
  if (!measures) return <span class="ci">no metric chosen</span>;
  if (shown.length === 0) return <span class="ci">not asked</span>;
  const filtered = m.settings.personas.value.length > 0;
  return (
    <>
      {shown.map((one) => (
        <Measure
          key={one.persona ?? ""}
          measures={measures}
          shown={one}
          small={shown.length > 1}
          everyone={filtered && one.persona === null}
        />
      ))}
      <Pair measures={measures} column={column} shown={shown} />
    </>
  );
}

interface MeasureProps {
  measures: Measures;
  shown: Figure;
  small: boolean;
  /** Whether it has to be said that this is not the chosen personas' figure. */
  everyone: boolean;
}

const SIGNS = { met: "✓", missed: "✕", open: "?" } as const;

function Measure({ measures, shown, small, everyone }: MeasureProps) {
  const m = useMap();
  const { kind, text, interval, n, change, verdict, thin, trend, period, late } = shown;
  const color = shown.persona === null ? undefined : markFor(m, shown.persona).line;
  return (
    <div class="number" data-small={small || undefined}>
      <div class="first">
        {shown.persona !== null && <Who id={shown.persona} />}
        <span class={kind === "value" ? "num" : "ci"}>{text}</span>
        {thin && <span class="badge thin">{n}</span>}
        {change?.now === period && <ChangeBadge change={change} />}
      </div>
      <div class="ci">
        {[interval, thin ? "" : n, trend ? "" : period].filter(Boolean).join(" · ")}
      </div>
      {verdict && (
        <div class="verdict" data-kind={verdict.kind} title={verdict.words}>
          <span aria-hidden="true">{SIGNS[verdict.kind]} </span>
          {verdict.text}
        </div>
      )}
      {trend && (
        <div class="along">
          <Sparkline
            trend={trend}
            target={measures.metric.target}
            {...(color === undefined ? {} : { color })}
          />
          <span class="ci">{trend.points.at(-1)?.row.period}</span>
        </div>
      )}
      {change && change.now !== period && <ChangeBadge change={change} />}
      {late && <div class="ci">{late}</div>}
      {everyone && <div class="ci">of everyone</div>}
    </div>
  );
}

const TONES = { good: "up", bad: "down", "": "" } as const;

function ChangeBadge({ change }: { change: Change }) {
  return (
    <span class={`badge ${TONES[change.tone]}`} title={change.words}>
      <span aria-hidden="true">
        {change.text}
        {change.next_to ? "" : ` since ${change.since}`}
      </span>
      <span class="sr">{change.words}</span>
    </span>
  );
}

/** Where just two personas have figures: how they differ. */
function Pair(props: { measures: Measures; column: string; shown: readonly Figure[] }) {
  const { measures, column, shown } = props;
  const m = useMap();
  const all = shown.some(({ persona }) => persona !== null)
    ? shown
    : m.settings.personas.value.length > 0
      ? []
      : measures.personas(column);
  const pair = measures.pair(all);
  const gap = pair && measures.gap(...pair);
  if (!pair || !gap) return null;
  const [one, other] = pair;
  return (
    <div class="ci gap" title={gap.words}>
      <Who id={one.persona ?? ""} /> − <Who id={other.persona ?? ""} /> {gap.text}
    </div>
  );
}

export function Who({ id }: { id: string }) {
  const m = useMap();
  const persona = m.shown.row("personas", id);
  if (!persona) return null;
  return (
    <span class="who" title={persona.name}>
      <Avatar persona={persona} mark={markFor(m, id)} size={16} />
      <span class="sr">{persona.name || "unnamed"}</span>
    </span>
  );
}
