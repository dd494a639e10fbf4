/** All figures of a metric cell: every period and persona, what they are compared with, the method. */
import { useRef, useState } from "preact/hooks";
import { stageName } from "../actions/card-commands";
import { copyFigures } from "../actions/copying";
import type { Value } from "../generated/schema";
import type { Series } from "../model/series";
import { type Change, gap } from "../state/comparison";
import type { Figure, Measures } from "../state/measures";
import { brief, count, plural } from "../state/words";
import { useMap } from "./context";
import { Who } from "./MetricCell";
import { markFor } from "./marks";
import { Sparkline } from "./Sparkline";
import { Dialog } from "./shared/Dialog";

/** Rows of a persona that are shown at once; a copy has all. */
const MOST = 60;

export function MetricDialog({ lane, column }: { lane: string; column: string }) {
  const m = useMap();
  const body = useRef<HTMLDivElement>(null);
  const measures = m.metrics.of(m.layout.lane(lane)?.metric ?? "");
  const close = () => {
    m.details.value = undefined;
  };
  if (!measures) return null;
  const { metric, style } = measures;
  const all = measures.series(column);
  const computed = newest(
    all.flatMap(([, { points, rest }]) => [...points.map(({ row }) => row), ...rest]),
  );
  const title = `${brief(metric.title) || "Metric"} · ${stageName(m, column)}`;
  return (
    <Dialog title={title} close={close} back={() => m.focus({ at: "cell", lane, column })} wide>
      <div ref={body} class="details">
        {[metric.description, metric.method].filter(Boolean).map((text) => (
          <p key={text} class="said" dir="auto">
            {text}
          </p>
        ))}
        <p class="hint">
          {[
            style.note,
            metric.source && `source: ${metric.source}`,
            computed && `computed ${computed}`,
          ]
            .filter(Boolean)
            .join(" · ")}
        </p>
        {all.length === 0 && <p>Not asked at this stage.</p>}
        {all.map(([persona, series]) => (
          <History key={persona ?? ""} {...{ measures, persona, series }} />
        ))}
        <Gaps measures={measures} column={column} />
        <div class="buttons">
          {all.length > 0 && (
            <button
              type="button"
              class="btn"
              onClick={() => copyFigures(m, lane, column, body.current ?? undefined)}
            >
              Copy as table
            </button>
          )}
          <button type="button" class="btn primary" data-first onClick={close}>
            Close
          </button>
        </div>
      </div>
    </Dialog>
  );
}

interface HistoryProps {
  measures: Measures;
  persona: string | null;
  series: Series;
}

/** One persona's figures, the latest first. */
function History({ measures, persona, series }: HistoryProps) {
  const m = useMap();
  const rows = measures.history(series);
  const now = measures.figure(persona, series);
  const name = persona === null ? "Everyone" : (m.shown.row("personas", persona)?.name ?? "");
  const color = persona === null ? undefined : markFor(m, persona).line;
  return (
    <section class="history" aria-label={name || "unnamed"}>
      <h3>
        {persona === null ? null : <Who id={persona} />}
        <span class="said" dir="auto" aria-hidden={persona === null ? undefined : true}>
          {name || "unnamed"}
        </span>
        {now?.verdict && <small>{now.verdict.words}</small>}
      </h3>
      {now?.trend && (
        <Sparkline
          trend={now.trend}
          target={measures.metric.target}
          {...(color === undefined ? {} : { color })}
        />
      )}
      <table>
        <thead>
          <tr>
            {["Period", "Value", "Interval", "n", "Change"].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, MOST).map(({ row, change }) => (
            <tr key={row.id}>
              <th scope="row">{row.period || "all"}</th>
              <td>{measures.told(row)}</td>
              <td>{measures.interval(row)}</td>
              <td>{row.n === null ? "" : count(row.n)}</td>
              <td>{change && <Moved change={change} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > MOST && (
        <p class="hint">and {plural(rows.length - MOST, "more value")}: a copy has all of them</p>
      )}
    </section>
  );
}

const ARROWS = { good: "up", bad: "down", "": "" } as const;

/** The change with its numbers; the arrow says that it is clear. */
function Moved({ change }: { change: Change }) {
  const { text, by, tone, since, next_to: nextTo } = change;
  const arrow = tone ? `${text.slice(0, 1)} ` : "";
  return (
    <span class={`badge ${ARROWS[tone]}`} title={change.words}>
      <span aria-hidden="true">
        {arrow + by}
        {nextTo ? "" : ` since ${since}`}
      </span>
      <span class="sr">{change.words}</span>
    </span>
  );
}

/** A time as people read it: "2026-10-01 06:00 UTC". */
function timeOf(text: string): string {
  return text.replace("T", " ").replace(/:\d\d(\.\d+)?(Z|\+00:00)$/, " UTC");
}

function newest(rows: readonly Value[]): string {
  return timeOf(rows.reduce((last, { computed_at: at }) => (at && at > last ? at : last), ""));
}

/** How each persona's figure differs from that of one of them, which can be chosen. */
function Gaps({ measures, column }: { measures: Measures; column: string }) {
  const m = useMap();
  const [chosen, choose] = useState<string>();
  const own = measures.personas(column).filter(({ kind }) => kind === "value");
  const against = own.find(({ persona }) => persona === chosen) ?? own.at(-1);
  if (own.length < 2 || !against) return null;
  const nameOf = ({ persona }: Figure) => {
    const name = brief(m.shown.row("personas", persona ?? "")?.name ?? "", 30);
    return name || "unnamed";
  };
  return (
    <section class="history" aria-label="Differences between personas">
      <h3>Differences between personas</h3>
      {own.length > 2 && (
        <label>
          from{" "}
          <select
            value={against.persona ?? ""}
            onChange={(event) => choose(event.currentTarget.value)}
          >
            {own.map((one) => (
              <option key={one.persona} value={one.persona ?? ""}>
                {nameOf(one)}
              </option>
            ))}
          </select>
        </label>
      )}
      <table>
        <tbody>
          {own
            .filter((one) => one !== against)
            .map((one) => (
              <tr key={one.persona}>
                <th scope="row">
                  {nameOf(one)} − {nameOf(against)}
                </th>
                <td>{gapText(measures, one, against)}</td>
              </tr>
            ))}
        </tbody>
      </table>
      <p class="hint">
        Each interval is for one comparison, between groups that share no people (Newcombe 1998; Zou
        and Donner 2008).
      </p>
    </section>
  );
}

function gapText(measures: Measures, one: Figure, against: Figure): string {
  if (one.period !== against.period) {
    return `of different periods: ${one.period || "all"} and ${against.period || "all"}`;
  }
  return gap(one.row, against.row, measures.style)?.words ?? "";
}
