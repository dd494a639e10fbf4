/** The grid: sticky headers, a row a lane, one tab stop. */
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { addCardAt, editField, editPlace } from "../actions/edits";
import type { MapState } from "../state/map-state";
import { Blueprint } from "./Blueprint";
import { useMap } from "./context";
import { Dragging } from "./drag";
import { Empty } from "./Empty";
import { HeadRows } from "./HeadRows";
import { LaneRow } from "./LaneRow";
import { openPlaceMenu } from "./menus";
import { Near, NearContext } from "./near";
import { publishColumns } from "./publish-columns";
import { quoteDrop, quoteGone, quoteOver } from "./quote-drop";
import { revealSelection } from "./reveal";

export function Grid() {
  const m = useMap();
  const { groups, lanes } = m.layout;
  if (groups.length === 0 && lanes.length === 0) return <Empty />;
  return <FullGrid />;
}

function FullGrid() {
  const m = useMap();
  const scroller = useRef<HTMLDivElement>(null);
  const grid = useRef<HTMLDivElement>(null);
  const near = useMemo(() => {
    const root = () => scroller.current;
    return new Near(root, (drawn) => anchorIn(m, root(), drawn));
  }, [m]);
  const dragging = useMemo(() => new Dragging(m, scroller, grid), [m]);
  const { columns, lanes, hasSteps } = m.layout;
  const heads = hasSteps ? 2 : 1;

  useEffect(
    () => () => {
      near.disconnect();
      dragging.stop();
    },
    [near, dragging],
  );
  useLayoutEffect(() => keepHeadHeight(scroller.current), []);
  useLayoutEffect(() => publishColumns(m, scroller.current), [m]);
  useLayoutEffect(() => revealSelection(m, scroller.current), [m]);

  return (
    <NearContext.Provider value={near}>
      <div class="scroll" ref={scroller} tabIndex={-1}>
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: the map has the keys */}
        {/* biome-ignore lint/a11y/useSemanticElements: a table cannot hold several gridcells a cell */}
        <div
          ref={grid}
          class="grid"
          role="grid"
          aria-label={m.shown.meta.value.title || "Journey map"}
          aria-rowcount={lanes.length + heads}
          aria-colcount={columns.length + 1}
          aria-multiselectable="true"
          aria-readonly={!m.editable}
          style={{ "--jw-n": Math.max(columns.length, 1) }}
          onFocusIn={(event) => {
            const place = m.placeOf(event.target);
            if (place) m.at(place);
            m.focused.value = place !== undefined;
          }}
          onFocusOut={(event) => {
            const next = event.relatedTarget;
            if (!(next instanceof Node && event.currentTarget.contains(next))) {
              m.focused.value = false;
            }
          }}
          onPointerDown={(event) => dragging.down(event)}
          onPointerOver={(event) => m.hovered(event.target)}
          onPointerLeave={() => m.hovered(null)}
          onClick={(event) => onClick(m, event)}
          onDragOver={(event) => quoteOver(m, event, event.currentTarget)}
          onDragLeave={(event) => {
            const next = event.relatedTarget;
            if (!(next instanceof Node && event.currentTarget.contains(next))) quoteGone(m);
          }}
          onDrop={(event) => quoteDrop(m, event)}
          onDblClick={(event) => onDoubleClick(m, event)}
          onContextMenu={(event) => onContextMenu(m, event)}
        >
          <DropMark />
          <OverMark />
          <HeadRows />
          {lanes.map((id, index) => (
            <>
              <Blueprint key={`line ${id}`} lane={id} />
              <LaneRow key={id} id={id} row={index + heads + 1} />
            </>
          ))}
        </div>
      </div>
    </NearContext.Provider>
  );
}

/** What the person looks at: the focused place while it is in sight, else the topmost cards. */
function anchorIn(
  m: MapState,
  scroller: HTMLElement | null,
  drawn: Iterable<Element>,
): Element | undefined {
  if (!scroller) return undefined;
  const view = scroller.getBoundingClientRect();
  const place = m.place.peek();
  const focused = place.at === "card" ? m.elementOf(place) : undefined;
  const box = focused?.getBoundingClientRect();
  if (box && box.bottom > view.top && box.top < view.bottom) return focused;
  const head = Number.parseFloat(scroller.style.getPropertyValue("--jw-head")) || 60;
  const edge = view.top + head;
  let found: Element | undefined;
  let topmost = view.bottom;
  // Their boxes are at hand, where asking what is at a point of the screen costs a walk each time.
  for (const element of drawn) {
    const { top, bottom, left, right } = element.getBoundingClientRect();
    if (bottom <= edge || right <= view.left + 200 || left >= view.right) continue;
    if (Math.max(top, edge) >= topmost) continue;
    found = element;
    topmost = Math.max(top, edge);
  }
  return found;
}

/** What has the focus must not hide under the sticky headers. */
function keepHeadHeight(scroller: HTMLElement | null): (() => void) | undefined {
  if (!scroller || typeof ResizeObserver === "undefined") return undefined;
  const head = scroller.querySelector<HTMLElement>(".head");
  if (!head) return undefined;
  const observer = new ResizeObserver(() => {
    scroller.style.setProperty("--jw-head", `${head.offsetHeight}px`);
  });
  observer.observe(head);
  return () => observer.disconnect();
}

function DropMark() {
  const { drag } = useMap();
  const mark = drag.value?.mark;
  return mark ? <div class="drop" style={mark} /> : null;
}

/** What quotes would be put behind, and what they would say of it. */
function OverMark() {
  const over = useMap().over.value;
  if (!over) return null;
  const { says, ...box } = over;
  return (
    <div class="over" style={box} data-says={says}>
      <span>
        {says}
        {says === "supports" && <small>Alt: contradicts · Shift: context</small>}
      </span>
    </div>
  );
}

function inControl(event: Event): boolean {
  const target = event.target;
  return (
    target instanceof Element && target.closest("button, a, input, textarea, .editor") !== null
  );
}

function onClick(m: MapState, event: MouseEvent): void {
  if (inControl(event)) return;
  const place = m.placeOf(event.target);
  if (!place) return;
  const target = event.target as Element;
  if (m.editable && target.closest(".add") && place.at === "cell") {
    addCardAt(m, place);
    return;
  }
  m.touch(place);
  if (place.at === "corner" || place.at === "cell") m.selection.clear();
  else m.pick(place, event.shiftKey ? "range" : event.ctrlKey || event.metaKey ? "toggle" : "only");
}

function onDoubleClick(m: MapState, event: MouseEvent): void {
  if (inControl(event) || !m.editable) return;
  const place = m.placeOf(event.target);
  if (!place || place.at === "cell") return;
  const field = (event.target as Element).closest<HTMLElement>("[data-field]")?.dataset.field;
  if (field === "description" || field === "goal") editField(m, place, field);
  else editPlace(m, place);
}

function onContextMenu(m: MapState, event: MouseEvent): void {
  const place = m.placeOf(event.target);
  const target = event.target;
  if (!place || (target instanceof Element && target.closest("input, textarea, a"))) return;
  event.preventDefault();
  event.stopPropagation();
  m.touch(place);
  openPlaceMenu(m, { x: event.clientX, y: event.clientY });
}
