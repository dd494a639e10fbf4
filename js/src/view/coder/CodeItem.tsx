/** One code of the tree: its colour, name, key and counts. */
import { useComputed } from "@preact/signals";
import { nameOf } from "../../actions/codes";
import { count as figure, plural } from "../../state/words";
import { EditableText } from "../shared/EditableText";
import { Icon } from "../shared/Icon";
import { isShownAlone, rename, showAlone } from "./code-acts";
import { grab } from "./code-drag";
import { openCodeMenu } from "./code-menu";
import type { CodebookState } from "./codebook-state";
import { Swatch } from "./Swatch";

/** "Waiting, key 2, 4 people, 7 quotes, 3 suggestions": what a screen reader says of it. */
function spoken(book: CodebookState, id: string): string {
  const { coder } = book;
  const code = coder.code(id);
  if (!code) return "";
  const { quotes, participants, suggested } = coder.count(id);
  const key = coder.keys.value.indexOf(id) + 1;
  const parts = [
    nameOf(code),
    key > 0 && `key ${key}`,
    plural(participants, "person", "people"),
    plural(quotes, "quote"),
    suggested > 0 && plural(suggested, "suggestion"),
  ];
  return parts.filter(Boolean).join(", ");
}

export function CodeItem({ id, book }: { id: string; book: CodebookState }) {
  const { coder } = book;
  const drop = useComputed(() => {
    const drag = book.drag.value;
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
      aria-label={spoken(book, id)}
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
        if (!renaming.peek() && !target.closest("button, textarea")) grab(book, id, event);
      }}
      onDblClick={(event) => {
        if (coder.editable && !(event.target as Element).closest("button")) rename(book, id);
      }}
      onContextMenu={(event) => {
        if (renaming.peek()) return;
        event.preventDefault();
        event.stopPropagation();
        book.go(id);
        openCodeMenu(book, id, event.currentTarget, { x: event.clientX, y: event.clientY });
      }}
    >
      {children ? (
        <button
          type="button"
          class="twisty"
          tabIndex={-1}
          aria-label={`${folded ? "Unfold" : "Fold"} ${name}`}
          onClick={() => {
            book.fold(id, !folded);
            book.focus(id);
          }}
        >
          <Icon name={folded ? "unfold" : "fold"} />
        </button>
      ) : (
        <span class="twisty" />
      )}
      <Swatch id={id} name={name} book={book} />
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

/** Key, suggestions, people and quotes, and the button of the menu. */
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
        </span>
      )}
      {key > 0 && <kbd title={`Press ${key} to apply ${name}`}>{key}</kbd>}
      <button
        type="button"
        class="counts"
        tabIndex={-1}
        aria-label={`Show the quotes of ${name} alone: ${told}`}
        aria-pressed={isShownAlone(book, id)}
        title={`${told}. Show these alone`}
        data-none={quotes === 0 || undefined}
        onClick={() => {
          book.focus(id);
          showAlone(book, id);
        }}
      >
        <span>{figure(participants)}</span>
        <span>{figure(quotes)}</span>
      </button>
      <button
        type="button"
        class="btn bare square dots"
        tabIndex={-1}
        aria-label={`Menu of ${name}`}
        aria-haspopup="menu"
        title="Menu"
        onClick={(event) => openCodeMenu(book, id, event.currentTarget)}
      >
        <Icon name="more" />
      </button>
    </>
  );
}
