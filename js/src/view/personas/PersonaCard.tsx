/** One persona: an article with a heading, and under it what is known. */
import { useComputed } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";
import { hangingOn, nameOf } from "../../actions/personas";
import { fieldOf } from "../../actions/personas-edits";
import type { Notice } from "../../sync/contract";
import { useScope } from "../shared/context";
import { Icon } from "../shared/Icon";
import { markOf } from "../shared/persona";
import { CardContext, type Card as CardState, useCard, useCards } from "./context";
import { Details, TextPart } from "./Fields";
import { Head } from "./Head";
import { ListSection } from "./ListSection";
import { detailMenu, sectionMenu, shift } from "./menus";
import { hasPlace, LISTS, placeOf } from "./spec";
import { Traits } from "./Traits";

export function PersonaCard({ id, index }: { id: string; index: number }) {
  const scope = useScope();
  const cards = useCards();
  const open = useComputed(() => {
    const editing = scope.editor.current.value;
    return editing?.table === "personas" && editing.id === id ? editing.field : undefined;
  });
  const notices = useComputed(() => noticesOf(id, scope.notices.value, open.value));
  const drop = useComputed(() => {
    const drag = cards.drag.value;
    if (drag?.id === id) return "dragged";
    return drag?.target === id ? drag.side : undefined;
  });
  useFocusKept(id);
  const persona = scope.client.shown.row("personas", id);
  if (!persona) return null;
  const readOnly = scope.readOnly.value;
  const mark = markOf(persona, index);
  const card: CardState = {
    persona,
    mark,
    readOnly,
    open: open.value,
    notices: notices.value,
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (!by || !event.altKey || readOnly) return;
    event.preventDefault();
    event.stopPropagation();
    shift(cards, id, by);
  };
  return (
    <CardContext.Provider value={card}>
      <article
        class="card"
        aria-label={nameOf(persona)}
        data-persona={id}
        data-drop={drop.value}
        style={{ "--jw-persona": mark.color }}
        onKeyDown={onKeyDown}
      >
        <Head />
        <TextPart field="quote" label="Quote" long={400} />
        <TextPart
          field="bio"
          label="Bio"
          long={600}
          {...(!readOnly && { placeholder: "Who is this?" })}
        />
        <Details />
        {LISTS.map((list) => (
          <ListSection key={list.field} list={list} />
        ))}
        <Traits />
        <Foot />
      </article>
    </CardContext.Provider>
  );
}

/** Where what has the focus is drawn no more, its field has it: an undo takes a chip away. */
function useFocusKept(id: string): void {
  const scope = useScope();
  const cards = useCards();
  const held = scope.active();
  const field = held?.closest<HTMLElement>("[data-field]")?.dataset.field;
  const own = held?.closest<HTMLElement>("[data-persona]")?.dataset.persona === id;
  useLayoutEffect(() => {
    if (!own || held?.isConnected) return;
    const part = `[data-field="${field}"] `;
    const stops = [".item[tabindex='0']", ".trigger", ".add"].map((stop) => part + stop);
    cards.settle(id, ...stops, "[data-add=section]");
  });
}

/** What can be added, and how much of the map is this persona's. */
function Foot() {
  const scope = useScope();
  const cards = useCards();
  const { persona, readOnly } = useCard();
  const along = hangingOn(scope.client.shown, persona.id);
  const name = nameOf(persona);
  if (readOnly && !along) return null;
  return (
    <footer>
      {!readOnly && (
        <>
          <AddButton
            kind="detail"
            label={`Add detail to ${name}`}
            open={(button) => cards.menu(button, "Add detail", detailMenu(cards, persona))}
          />
          <AddButton
            kind="section"
            label={`Add section to ${name}`}
            open={(button) => cards.menu(button, "Add section", sectionMenu(cards, persona))}
          />
        </>
      )}
      <span class="grow" />
      {along && <span class="along">{along} on the map</span>}
    </footer>
  );
}

function AddButton(props: {
  kind: "detail" | "section";
  label: string;
  open: (button: HTMLElement) => void;
}) {
  return (
    <button
      type="button"
      class="btn bare"
      data-add={props.kind}
      aria-haspopup="menu"
      aria-label={props.label}
      onClick={(event) => props.open(event.currentTarget)}
    >
      <Icon name="plus" />
      {props.kind === "detail" ? "Detail" : "Section"}
    </button>
  );
}

/**
 * The notices of one persona by the place where they stand. What is told while an editor is open
 * is about what is written there.
 */
function noticesOf(
  id: string,
  all: readonly Notice[],
  open: string | undefined,
): ReadonlyMap<string, readonly Notice[]> {
  const places = new Map<string, Notice[]>();
  for (const notice of all) {
    const own = notice.table === "personas" && notice.id === id;
    const told = notice.code === "told" && open !== undefined;
    const place = placeOf(told ? fieldOf(open) : own ? notice.field : undefined);
    if (!place || !hasPlace(place)) continue;
    places.set(place, [...(places.get(place) ?? []), notice]);
  }
  return places;
}
