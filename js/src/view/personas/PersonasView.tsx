/** The view: title bar, notices, the grid of cards. */
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { undo } from "../../actions/carry-out";
import type { Mounted } from "../../entry";
import { CardsState } from "../../state/persona-cards";
import type { Scope } from "../../state/scope";
import { plural } from "../../state/words";
import type { Notice } from "../../sync/contract";
import { useScope } from "../shared/context";
import { Icon } from "../shared/Icon";
import { mount } from "../shared/mount";
import { NoticeBar } from "../shared/NoticeBar";
import { Orphan } from "../shared/Orphan";
import { StatusChip } from "../shared/StatusChip";
import { stopTyping } from "../shared/typing";
import { StateContext, useCards } from "./context";
import { ConfirmLayer } from "./Layers";
import { LookLayer } from "./LookDialog";
import { addOne } from "./menus";
import { PersonaCard } from "./PersonaCard";
import css from "./personas.css";
import { hasPlace } from "./spec";

export function mountPersonas(mounted: Mounted): void {
  mount(mounted, css, (scope) => <PersonasView scope={scope} />);
}

function PersonasView({ scope }: { scope: Scope }) {
  const cards = useMemo(() => new CardsState(scope), [scope]);
  const onKeyDown = (event: KeyboardEvent) => {
    const way = undoKey(event);
    if (!way || scope.readOnly.peek()) {
      stopTyping(event);
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    undo(scope, way);
  };
  return (
    <StateContext.Provider value={cards}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: undo works from wherever the focus is */}
      <div class="personas" onKeyDown={onKeyDown} onKeyUp={stopTyping} onKeyPress={stopTyping}>
        <TitleBar />
        <NoticeBar only={(notice) => !standsInCard(cards, notice)} />
        <Orphan />
        <Announcer />
        <Grid />
        <LookLayer />
        <ConfirmLayer />
      </div>
    </StateContext.Provider>
  );
}

function undoKey(event: KeyboardEvent): "undo" | "redo" | undefined {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return undefined;
  const key = event.key.toLowerCase();
  if (key === "z") return event.shiftKey ? "redo" : "undo";
  return key === "y" ? "redo" : undefined;
}

function standsInCard(cards: CardsState, { code, table, id, field }: Notice): boolean {
  const editing = cards.scope.editor.current.value;
  if (code === "told") {
    return editing?.table === "personas" && !!cards.shown.row("personas", editing.id);
  }
  return (
    table === "personas" && id !== undefined && hasPlace(field) && !!cards.shown.row(table, id)
  );
}

function TitleBar() {
  const scope = useScope();
  const cards = useCards();
  const file = useMemo(() => scope.setting("file"), [scope]);
  const { title } = scope.client.shown.meta.value;
  const count = scope.client.shown.ids("personas").length;
  return (
    <div class="titlebar">
      <h2 class="said" dir="auto">
        {title || "Untitled journey"}
      </h2>
      <span class="sub">{plural(count, "persona")}</span>
      <span class="grow" />
      {!scope.readOnly.value && (
        <span class="tools">
          <UndoButton way="undo" on={scope.client.canUndo.value} />
          <UndoButton way="redo" on={scope.client.canRedo.value} />
          <button type="button" class="btn" data-add-persona onClick={() => addOne(cards)}>
            <Icon name="plus" />
            Persona
          </button>
        </span>
      )}
      {scope.host.live && <StatusChip file={file.value} />}
    </div>
  );
}

function UndoButton({ way, on }: { way: "undo" | "redo"; on: boolean }) {
  const scope = useScope();
  const name = way === "undo" ? "Undo" : "Redo";
  return (
    <button
      type="button"
      class="btn square"
      // Not `disabled`: that would drop the focus with the last thing undone.
      aria-disabled={!on}
      aria-label={name}
      title={`${name} (Ctrl+${way === "undo" ? "Z" : "Shift+Z"})`}
      onClick={() => on && undo(scope, way)}
    >
      <Icon name={way} />
    </button>
  );
}

function Grid() {
  const scope = useScope();
  const ids = scope.client.shown.ids("personas");
  useFocusKept(ids);
  if (ids.length === 0) return <Empty />;
  return (
    <div class="grid">
      {ids.map((id, index) => (
        <PersonaCard key={id} id={id} index={index} />
      ))}
    </div>
  );
}

/** A card that moves takes its focus along; where it goes, the card in its place has it. */
function useFocusKept(ids: readonly string[]): void {
  const scope = useScope();
  const cards = useCards();
  const held = scope.active();
  const home = held?.closest<HTMLElement>("[data-persona]")?.dataset.persona;
  const before = useRef(ids);
  useLayoutEffect(() => {
    const at = home === undefined ? -1 : before.current.indexOf(home);
    before.current = ids;
    if (!(held instanceof HTMLElement) || scope.active()) return;
    if (held.isConnected) held.focus();
    else if (at >= 0) {
      const next = ids[Math.min(at, ids.length - 1)];
      if (next) cards.settle(next, "h3 .trigger");
      else cards.settleAt("[data-add-persona]");
    }
  });
}

function Empty() {
  const scope = useScope();
  const cards = useCards();
  if (scope.readOnly.value) return <p class="empty">This journey has no personas.</p>;
  return (
    <div class="empty">
      <p class="lead">Who takes this journey?</p>
      <p>
        A persona stands for people who behave alike. Give it a name and what you know: a quote,
        goals, frustrations. Cards on the map can then be its own, and its emotions a curve.
      </p>
      <button type="button" class="btn primary" data-add-persona onClick={() => addOne(cards)}>
        <Icon name="plus" />
        Add the first persona
      </button>
    </div>
  );
}

/** Tells what has come up since: a notice stands where it belongs, which may be out of sight. */
function Announcer() {
  const scope = useScope();
  const { value: notices } = scope.client.notices;
  // What was told about one edit says nothing about the next.
  useEffect(() => scope.editor.current.subscribe(() => scope.quiet()), [scope]);
  const told = useRef<ReadonlySet<Notice>>(new Set());
  useLayoutEffect(() => {
    const fresh = notices.filter((notice) => !told.current.has(notice));
    told.current = new Set(notices);
    if (fresh.length) scope.say(fresh.map((notice) => notice.reason).join(" "));
  }, [notices, scope]);
  return null;
}
