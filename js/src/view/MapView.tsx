/** JourneyMap: one view of a journey as a map of stages and lanes. */
import { useComputed } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { Mounted } from "../entry";
import { ColumnBoard } from "../state/board";
import { MapState } from "../state/map-state";
import { MapContext } from "./context";
import barCss from "./css/bar.css";
import cardCss from "./css/card.css";
import curveCss from "./css/curve.css";
import evidenceCss from "./css/evidence.css";
import figureCss from "./css/figure.css";
import gridCss from "./css/grid.css";
import narrowCss from "./css/narrow.css";
import { EvidenceDialog } from "./EvidenceDialog";
import { useFullScreen } from "./full-screen";
import { Grid } from "./Grid";
import { HelpDialog } from "./HelpDialog";
import { onMapKeyDown, stopTyping } from "./keys";
import { MetricDialog } from "./MetricDialog";
import { mount } from "./shared/mount";
import { NoticeBar } from "./shared/NoticeBar";
import { Orphan } from "./shared/Orphan";
import searchCss from "./shared/search.css";
import { TitleBar } from "./TitleBar";

export const mapCss = [
  searchCss,
  barCss,
  gridCss,
  cardCss,
  evidenceCss,
  figureCss,
  curveCss,
  narrowCss,
].join("\n");

export function mountMap(mounted: Mounted): void {
  const board = mounted.board ?? new ColumnBoard();
  mount(mounted, mapCss, (scope) => <MapRoot m={new MapState(scope, board)} />);
}

export function MapRoot({ m }: { m: MapState }) {
  const root = useRef<HTMLDivElement>(null);
  const overlay = useFullScreen(m, root);
  const dragging = useComputed(() => m.drag.value !== undefined);
  // The first card found ends the search: a large map is not read for this.
  const blank = useComputed(
    () => !m.layout.lanes.some((lane) => m.layout.columns.some((at) => m.shown.cell(at, lane)[0])),
  );
  const height = m.settings.height.value;
  return (
    <MapContext.Provider value={m}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys of the whole map */}
      <div
        ref={root}
        class="map"
        data-overlay={overlay || undefined}
        data-new={(m.editable && blank.value) || undefined}
        data-still={!m.editable || undefined}
        data-dragging={dragging.value || undefined}
        data-full={m.fullScreen.value || undefined}
        style={height > 0 ? { "--jw-height": `${height}px` } : undefined}
        onKeyDown={(event) => onMapKeyDown(m, event)}
        onKeyUp={stopTyping}
        onKeyPress={stopTyping}
      >
        <TitleBar />
        <NoticeBar show={(notice) => m.show(notice)} />
        <Orphan homeless={() => m.freshIsHomeless()} />
        <Grid />
        {m.help.value && <HelpDialog />}
        {m.details.value && <MetricDialog {...m.details.value} />}
        {m.quotes.value && <EvidenceDialog />}
      </div>
    </MapContext.Provider>
  );
}
