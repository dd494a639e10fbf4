/** JourneyMap: one view of a journey as a map of stages and lanes. */
import { useRef, useState } from "preact/hooks";
import type { Mounted } from "../entry";
import { MapState } from "../state/map-state";
import type { Scope } from "../state/scope";
import { MapContext } from "./context";
import { useFullScreen } from "./full-screen";
import { Grid } from "./Grid";
import { HelpDialog } from "./HelpDialog";
import { onMapKeyDown, stopTyping } from "./keys";
import css from "./map.css";
import { mount } from "./shared/mount";
import { NoticeBar } from "./shared/NoticeBar";
import { TitleBar } from "./TitleBar";

export function mountMap(mounted: Mounted): void {
  mount(mounted, css, (scope) => <MapRoot scope={scope} />);
}

function MapRoot({ scope }: { scope: Scope }) {
  const [m] = useState(() => new MapState(scope));
  const root = useRef<HTMLDivElement>(null);
  const overlay = useFullScreen(m, root);
  const height = m.settings.height.value;
  return (
    <MapContext.Provider value={m}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys of the whole map */}
      <div
        ref={root}
        class="map"
        data-overlay={overlay || undefined}
        data-new={(m.editable && m.shown.ids("cards").length === 0) || undefined}
        data-full={m.fullScreen.value || undefined}
        style={height > 0 ? { "--jw-height": `${height}px` } : undefined}
        onKeyDown={(event) => onMapKeyDown(m, event)}
        onKeyUp={stopTyping}
        onKeyPress={stopTyping}
      >
        <TitleBar />
        <NoticeBar show={(notice) => m.show(notice)} />
        <Grid />
        {m.help.value && <HelpDialog />}
      </div>
    </MapContext.Provider>
  );
}
