/** One lane: its row header, and what its kind shows in the columns. */

import { useRef } from "preact/hooks";
import { toggleLane } from "../actions/header-commands";
import { ROLES } from "../actions/lanes";
import type { Lane } from "../generated/schema";
import { brief } from "../state/words";
import { Cell } from "./Cell";
import { CurveLane } from "./CurveLane";
import { rowProps, useItem, useMap } from "./context";
import { FoldedCell } from "./FoldedCell";
import { ItemMenu } from "./ItemMenu";
import { MetricCell } from "./MetricCell";
import { EditableText } from "./shared/EditableText";
import { Icon } from "./shared/Icon";
import { useNear } from "./use-near";

export function LaneRow({ id, row }: { id: string; row: number }) {
  const m = useMap();
  const element = useRef<HTMLDivElement>(null);
  const here = () => {
    const place = m.place.value;
    return "lane" in place && place.lane === id;
  };
  // The cells of a lane far from the screen are drawn when it comes near.
  const drawn = useNear(element, () => m.guesses.laneIsNear(id), here);
  const lane = m.layout.lane(id);
  if (!lane) return null;
  const { kind, collapsed, metric } = lane;
  if (!drawn) {
    const { height } = m.guesses.lane(id);
    return (
      <div class="row lane" ref={element} {...rowProps(row)}>
        <RowHead lane={lane} />
        <div class="later" style={{ height }} />
      </div>
    );
  }
  return (
    <div class="row lane" {...rowProps(row)} data-kind={kind} data-folded={collapsed || undefined}>
      <RowHead lane={lane} />
      {!collapsed && kind === "emotion" && <CurveLane lane={id} />}
      {m.layout.columns.map((column, index) => {
        const at = { lane: id, column, index: index + 2 };
        if (collapsed) return <FoldedCell key={column} {...at} kind={kind} />;
        if (kind === "metric") return <MetricCell key={column} {...at} metric={metric} />;
        return <Cell key={column} {...at} kind={kind} />;
      })}
    </div>
  );
}

function RowHead({ lane }: { lane: Lane }) {
  const m = useMap();
  const { id, title, description, collapsed } = lane;
  const item = useItem({ at: "lane", id }, "rowheader", 1, {
    selected: m.selection.has("lanes", id),
  });
  const of = `of the lane ${brief(title)}`;
  const metric = lane.kind === "metric" ? m.shown.row("metrics", lane.metric ?? "") : undefined;
  return (
    <div class="rh" {...item.props}>
      {/* In a lane that is higher than the window its name stays in sight. */}
      <div class="rh-body">
        <div class="title" data-field="title">
          {(collapsed || item.live) && (
            <button
              type="button"
              class="fold"
              tabIndex={-1}
              aria-label={collapsed ? "Expand lane" : "Collapse lane"}
              onClick={() => toggleLane(m, lane)}
            >
              <Icon name={collapsed ? "unfold" : "fold"} />
            </button>
          )}
          <EditableText
            table="lanes"
            id={id}
            field="title"
            label={`Title ${of}`}
            value={title}
            placeholder="Untitled lane"
            line
          />
        </div>
        {!collapsed && (
          <>
            <small data-field="description">
              <EditableText
                table="lanes"
                id={id}
                field="description"
                label={`Description ${of}`}
                value={description}
              />
            </small>
            {metric && <MetricNote id={metric.id} said={description !== ""} />}
            {lane.role && <span class="sr">{ROLES[lane.role]}</span>}
          </>
        )}
        {item.live && <ItemMenu place={{ at: "lane", id }} />}
      </div>
    </div>
  );
}

/** A number carries its method: it stands where a description would, and what is better below it. */
function MetricNote({ id, said }: { id: string; said: boolean }) {
  const m = useMap();
  const measures = m.metrics.of(id);
  if (!measures) return null;
  const { description, method } = measures.metric;
  const text = said ? "" : description || method;
  return (
    <>
      {text && (
        <small class="method" title={method}>
          <span class="said" dir="auto">
            {text}
          </span>
        </small>
      )}
      <small>{measures.style.note}</small>
    </>
  );
}
