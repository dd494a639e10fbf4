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
  return (
    <ScopeContext.Provider value={scope}>
      <MapContext.Provider value={m}>
        <div class="jw print" data-theme="light">
          {printings(m.layout.groups).map(({ papers, parts }) => (
            <div key={papers} data-paper={papers}>
              {parts.map((own) => (
                <Sheet key={own[0]?.columns[0]} m={m} scope={scope} groups={own} />
              ))}
            </div>
          ))}
        </div>
      </MapContext.Provider>
    </ScopeContext.Provider>
  );
}

/** The slices, once for all papers on which they are the same: what is drawn keeps printing waiting. */
function printings(groups: readonly Group[]) {
  const found = new Map<string, { papers: string; parts: Group[][] }>();
  for (const [paper, most] of Object.entries(PAPERS)) {
    const parts = slices(groups, most);
    const key = JSON.stringify(parts);
    const same = found.get(key);
    if (same) same.papers += ` ${paper}`;
    else found.set(key, { papers: paper, parts });
  }
  return [...found.values()];
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
  return (
    <MapContext.Provider value={printed}>
      {/* biome-ignore lint/a11y/useSemanticElements: the rows are those of the map, and no table's */}
      <div class="grid" role="grid" style={{ "--jw-n": Math.max(columns.length, 1) }}>
        <div class="print-head">
          <Title m={m} from={all.indexOf(columns[0] ?? "") + 1} count={columns.length} />
          <HeadRows />
        </div>
        {/* Browsers repeat a low header only: what is said of the stages stands once, and whole. */}
        {groups.some((group) => isDescribed(m, group)) && (
          <div class="print-about">
            <HeadRows />
          </div>
        )}
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

function isDescribed(m: MapState, { stage, columns }: Group): boolean {
  const rows = [stage, ...columns].map((id) => m.shown.row("stages", id));
  return rows.some((row) => row && (row.description || row.goal || row.owner));
}

interface TitleProps {
  m: MapState;
  /** The first column of the sheet, from 1, and how many it has. */
  from: number;
  count: number;
}

/** Which map it is, which part of it, and whose curves: on each page again. */
function Title({ m, from, count }: TitleProps) {
  const all = m.layout.columns.length;
  return (
    <div class="print-title">
      <h2 class="said" dir="auto">
        {m.shown.meta.value.title || "Untitled journey"}
      </h2>
      <SubLine />
      {count < all && (
        <p>
          columns {from} to {from + count - 1} of {all}
        </p>
      )}
      <ul aria-label="Personas">
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
