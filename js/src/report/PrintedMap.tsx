/** A map on paper: its stages on as many pages as they need, the headers repeated on each. */
import type { MapState } from "../state/map-state";
import type { Group } from "../state/place";
import type { Scope } from "../state/scope";
import { Blueprint } from "../view/Blueprint";
import { MapContext } from "../view/context";
import { HeadRows } from "../view/HeadRows";
import { LaneRow } from "../view/LaneRow";
import { markFor } from "../view/marks";
import { ShapeMark } from "../view/shared/Avatar";
import { ScopeContext } from "../view/shared/context";
import { SubLine } from "../view/TitleBar";
import { printScope, printState } from "./print-state";
import { slices } from "./slices";

/** How many columns are read side by side on paper of a width: print.css shows one of these. */
const PAPERS = { small: 2, portrait: 4, landscape: 7, large: 11 } as const;

export function PrintedMap({ m }: { m: MapState }) {
  const scope = printScope(m.scope);
  const { groups } = m.layout;
  const papers = Object.entries(PAPERS);
  return (
    <ScopeContext.Provider value={scope}>
      <MapContext.Provider value={m}>
        <div class="jw print" data-theme="light">
          <Title m={m} />
          {papers.map(([paper, most]) => (
            <div key={paper} data-paper={paper}>
              {slices(groups, most).map((own) => (
                <Sheet key={own[0]?.columns[0]} m={m} scope={scope} groups={own} />
              ))}
            </div>
          ))}
        </div>
      </MapContext.Provider>
    </ScopeContext.Provider>
  );
}

function Title({ m }: { m: MapState }) {
  const { title, description } = m.shown.meta.value;
  return (
    <div class="print-title">
      <h2 class="said" dir="auto">
        {title || "Untitled journey"}
      </h2>
      <SubLine />
      {description && (
        <p class="said" dir="auto">
          {description}
        </p>
      )}
      <ul class="print-key" aria-label="Personas">
        {m.filter.shown().map((id) => (
          <li key={id}>
            <ShapeMark mark={markFor(m, id)} filled />
            <span class="said" dir="auto">
              {m.shown.row("personas", id)?.name || "unnamed"}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

interface SheetProps {
  m: MapState;
  scope: Scope;
  groups: readonly Group[];
}

/** Some of the stages, with all of the lanes. */
function Sheet({ m, scope, groups }: SheetProps) {
  const printed = printState(m, scope, groups);
  const { columns, lanes, hasSteps } = printed.layout;
  const all = m.layout.columns;
  const from = all.indexOf(columns[0] ?? "") + 1;
  return (
    <MapContext.Provider value={printed}>
      {/* biome-ignore lint/a11y/useSemanticElements: the rows are those of the map, and no table's */}
      <div class="grid" role="grid" style={{ "--jw-n": Math.max(columns.length, 1) }}>
        <div class="print-head">
          {columns.length < all.length && (
            <p class="print-part">
              <span class="said" dir="auto">
                {m.shown.meta.value.title || "Untitled journey"}
              </span>{" "}
              · columns {from} to {from + columns.length - 1} of {all.length}
            </p>
          )}
          <HeadRows />
        </div>
        {lanes.map((id, at) => (
          <div key={id} class="print-lane">
            <Blueprint lane={id} />
            <LaneRow id={id} row={at + (hasSteps ? 3 : 2)} />
          </div>
        ))}
      </div>
    </MapContext.Provider>
  );
}
