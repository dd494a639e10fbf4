/** NotesCoder: sources, the text of one of them, and the codebook or the quotes beside it. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { undo } from "../../actions/carry-out";
import { chordOf } from "../../actions/keymap";
import { CoderState } from "../../coder/state";
import type { Mounted } from "../../entry";
import { onOpenQuote } from "../../link/quote";
import type { Scope } from "../../state/scope";
import { mount } from "../shared/mount";
import { NoticeBar } from "../shared/NoticeBar";
import { Orphan } from "../shared/Orphan";
import searchCss from "../shared/search.css";
import { stopTyping } from "../shared/typing";
import { Codebook } from "./Codebook";
import { CodePicker } from "./CodePicker";
import choosingCss from "./choosing.css";
import codebookCss from "./codebook.css";
import coderCss from "./coder.css";
import { CoderContext, useCoder } from "./context";
import { FilterBar } from "./FilterBar";
import { HelpDialog } from "./HelpDialog";
import { PlacesBar } from "./PlacesBar";
import { QuoteList } from "./QuoteList";
import quotesCss from "./quotes.css";
import { Reading } from "./Reading";
import { SourceHead, SourceList } from "./Sources";
import { TargetBar } from "./TargetBar";
import { TitleBar } from "./TitleBar";
import textCss from "./text.css";

const css = [searchCss, coderCss, textCss, codebookCss, choosingCss, quotesCss].join("\n");

/** px: a narrower view begins with the text alone. */
const NARROW = 520;

export function mountCoder(mounted: Mounted): void {
  mount(mounted, css, (scope) => <CoderRoot scope={scope} />);
}

function CoderRoot({ scope }: { scope: Scope }) {
  const [coder] = useState(() => new CoderState(scope));
  const height = coder.settings.height.value;
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    // Where there is little room the text has it; the codes are a press away.
    const width = box.current?.clientWidth ?? 0;
    if (width > 0 && width < NARROW) coder.pane.value = "none";
  }, [coder]);
  useLayoutEffect(() => {
    // A card of a map asks for the quote that stands behind it.
    const show = ({ study, quote }: { study: string; quote: string }) => {
      if (study !== coder.studyId || !coder.shown.row("quotes", quote)) return false;
      scope.root.ownerDocument?.defaultView?.requestAnimationFrame(() => coder.show(quote));
      if (scope.root instanceof ShadowRoot) scope.root.host.scrollIntoView?.({ block: "nearest" });
      return true;
    };
    const closing = new AbortController();
    onOpenQuote(show, closing.signal);
    return () => closing.abort();
  }, [coder, scope]);
  return (
    <CoderContext.Provider value={coder}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys of the whole view */}
      <div
        ref={box}
        class="coder"
        data-pane={coder.pane.value}
        style={height > 0 ? { "--jw-height": `${height}px` } : undefined}
        onKeyDown={(event) => onKeyDown(coder, event)}
        onKeyUp={stopTyping}
        onKeyPress={stopTyping}
      >
        <TitleBar />
        <NoticeBar />
        <Orphan />
        <FilterBar />
        <div class="panes">
          <SourceList />
          <section class="reading" aria-label="Text">
            <SourceHead />
            <PlacesBar />
            <Reading />
            <TargetBar />
          </section>
          <Side />
        </div>
        {coder.picking.value && <CodePicker picking={coder.picking.value} />}
        {coder.help.value && <HelpDialog />}
      </div>
    </CoderContext.Provider>
  );
}

function Side() {
  const pane = useCoder().pane.value;
  if (pane === "none") return null;
  return (
    <section class="side" aria-label={pane === "codes" ? "Codes" : "Quotes"}>
      {pane === "codes" ? <Codebook /> : <QuoteList />}
    </section>
  );
}

function onKeyDown(coder: CoderState, event: KeyboardEvent): void {
  const way = { "Mod+Z": "undo", "Mod+Shift+Z": "redo", "Mod+Y": "redo" }[chordOf(event)];
  if (way === undefined || !coder.editable) {
    stopTyping(event);
    return;
  }
  event.preventDefault();
  event.stopPropagation();
  undo(coder.scope, way === "undo" ? "undo" : "redo");
}
