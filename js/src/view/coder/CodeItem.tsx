/** One code of the tree: its colour, name, key and counts. */
import { useComputed } from "@preact/signals";
import { nameOf } from "../../actions/codes";
import { holdsQuotes, takeQuotes } from "../../link/quote";
import { count as figure, plural } from "../../state/words";
import { EditableText } from "../shared/EditableText";
import { Icon } from "../shared/Icon";
import { applyTo, isShownAlone, rename, showAlone } from "./code-acts";
import { grab } from "./code-drag";
import { openCodeMenu } from "./code-menu";
import type { CodebookState } from "./codebook-state";
import { Swatch } from "./Swatch";

export function CodeItem({ id, book }: { id: string; book: CodebookState }) {
  const { coder } = book;
  const drop = useComputed(() => {
    const drag = book.drag.value;
    if (book.taking.value === id) return "below";
    if (drag?.id === id) return "dragged";
    return drag?.target === id ? drag.side : undefined;
  });
  const here = useComputed(() => book.at.value === id);
  const alone = useComputed(() => isShownAlone(book, id));
  const renaming = useComputed(() => coder.scope.editor.at("codes", id, "name") !== undefined);
  const code = coder.code(id);
  if (!code) return null;
  const tree = book.tree.value;
  const siblings = tree.siblings(id);
  const children = tree.children(id).length > 0;
  const folded = book.folded.value.has(id);
  const name = nameOf(code);
  return (
    <div
      class="code-row"
      role="treeitem"
      data-code={id}
      data-drop={drop.value}
      data-alone={alone.value || undefined}
      aria-level={tree.level(id)}
      aria-setsize={siblings.length}
      aria-posinset={siblings.findIndex((other) => other.id === id) + 1}
      aria-expanded={children ? !folded : undefined}
      aria-selected={here.value}
      tabIndex={here.value ? 0 : -1}
      style={{ "--jw-depth": tree.level(id) - 1, "--jw-code": coder.colorOf(id) }}
      onFocus={() => book.go(id)}
      onPointerDown={(event) => {
        const target = event.target as Element;
        if (!renaming.peek() && !target.closest("[data-act], textarea")) grab(book, id, event);
      }}
      onDblClick={(event) => {
        if (coder.editable && !(event.target as Element).closest("[data-act]")) rename(book, id);
      }}
      onDragOver={(event) => {
        if (!coder.editable || !holdsQuotes(event.dataTransfer)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = "link";
        book.taking.value = id;
      }}
      onDragLeave={() => {
        if (book.taking.peek() === id) book.taking.value = undefined;
      }}
      onDrop={(event) => {
        book.taking.value = undefined;
        const quotes = takeQuotes(event.dataTransfer).map((quote) => quote.quote_id);
        if (!quotes.length) return;
        event.preventDefault();
        event.stopPropagation();
        applyTo(book, id, quotes);
      }}
      onContextMenu={(event) => {
        if (renaming.peek()) return;
        event.preventDefault();
        event.stopPropagation();
        book.go(id);
        openCodeMenu(book, id, event.currentTarget, { x: event.clientX, y: event.clientY });
      }}
    >
      <span
        class="twisty"
        data-act
        aria-hidden="true"
        onClick={() => {
          if (!children) return;
          book.fold(id, !folded);
          book.focus(id);
        }}
      >
        {children && <Icon name={folded ? "unfold" : "fold"} />}
      </span>
      <Swatch id={id} book={book} />
      <span class="name" title={code.definition || undefined}>
        <EditableText
          table="codes"
          id={id}
          field="name"
          label="Name of the code"
          value={code.name}
          placeholder="unnamed code"
          line
        />
      </span>
      {!renaming.value && <Numbers id={id} name={name} book={book} />}
    </div>
  );
}

/**
 * Suggestions, key, people and quotes, and the mark that opens the menu. They are for the mouse:
 * a tree has no buttons, so its keys and the part under it do the same.
 */
function Numbers({ id, name, book }: { id: string; name: string; book: CodebookState }) {
  const { coder } = book;
  const { quotes, participants, suggested } = coder.count(id);
  const key = coder.keys.value.indexOf(id) + 1;
  const people = plural(participants, "person", "people");
  const told = `${people} · ${plural(quotes, "quote")}`;
  const waiting = `${plural(suggested, "suggestion")} not accepted`;
  return (
    <>
      {suggested > 0 && (
        <span class="suggested" title={waiting}>
          +{figure(suggested)}
          <span class="sr"> suggested, </span>
        </span>
      )}
      {key > 0 && (
        <kbd title={`Press ${key} to apply ${name}`}>
          <span class="sr">key </span>
          {key}
        </kbd>
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: Space does it, in the tree */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: Space does it, in the tree */}
      <span
        class="counts"
        data-act
        title={`${told}. Show these alone`}
        data-on={isShownAlone(book, id) || undefined}
        data-none={quotes === 0 || undefined}
        onClick={() => {
          book.focus(id);
          showAlone(book, id);
        }}
      >
        <span>
          {figure(participants)}
          <span class="sr"> {participants === 1 ? "person" : "people"}, </span>
        </span>
        <span>
          {figure(quotes)}
          <span class="sr"> {quotes === 1 ? "quote" : "quotes"}</span>
        </span>
      </span>
      <span
        class="btn bare square dots"
        data-act
        aria-hidden="true"
        title="Menu"
        onClick={(event) => openCodeMenu(book, id, event.currentTarget)}
      >
        <Icon name="more" />
      </span>
    </>
  );
}
