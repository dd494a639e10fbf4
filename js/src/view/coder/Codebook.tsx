/** The codebook: the tree of codes, with what the code at hand means under it. */
import { useComputed } from "@preact/signals";
import { useLayoutEffect, useMemo } from "preact/hooks";
import { plural } from "../../state/words";
import { Icon } from "../shared/Icon";
import { TextEditor } from "../shared/TextEditor";
import { CodeAbout } from "./CodeAbout";
import { CodeDialogs } from "./CodeDialogs";
import { CodeItem } from "./CodeItem";
import { beginAdd } from "./code-acts";
import { onTreeKey } from "./code-keys";
import { type CodebookState, codebookOf } from "./codebook-state";
import { useCoder } from "./context";

export function Codebook() {
  const coder = useCoder();
  const book = useMemo(() => codebookOf(coder), [coder]);
  const empty = book.tree.value.sequence.length === 0 && !book.adding.value;
  return (
    <section class="codebook">
      <Head book={book} />
      {empty ? <Empty book={book} /> : <Tree book={book} />}
      <CodeAbout book={book} />
      <CodeDialogs book={book} />
    </section>
  );
}

function Head({ book }: { book: CodebookState }) {
  const count = book.tree.value.sequence.length;
  const branches = book.branches();
  const all = branches.length > 0 && branches.every((id) => book.folded.value.has(id));
  return (
    <div class="codes-head">
      <h3>Codes</h3>
      {count > 0 && <span class="sub">{plural(count, "code")}</span>}
      <span class="grow" />
      {branches.length > 0 && (
        <button
          type="button"
          class="btn bare square"
          aria-label={all ? "Unfold all codes" : "Fold all codes"}
          title={all ? "Unfold all" : "Fold all"}
          onClick={() => {
            book.folded.value = new Set(all ? [] : branches);
          }}
        >
          <Icon name={all ? "unfold" : "fold"} />
        </button>
      )}
      {book.coder.editable && (
        <button
          type="button"
          class="btn"
          data-add-code
          onClick={() => beginAdd(book, { parent: null })}
        >
          <Icon name="plus" />
          Code
        </button>
      )}
    </div>
  );
}

function Empty({ book }: { book: CodebookState }) {
  if (!book.coder.editable) return <p class="codes-empty">This study has no codes.</p>;
  return (
    <p class="codes-empty">
      A code names what several quotes have in common. Add the first here, or select words in the
      text and type its name.
    </p>
  );
}

/** Where the row of a new code stands among those drawn. */
function placeOfNew(book: CodebookState, ids: readonly string[]): number {
  const adding = book.adding.value;
  if (!adding) return -1;
  const before = adding.before === undefined ? -1 : ids.indexOf(adding.before);
  if (before >= 0) return before;
  const tree = book.tree.value;
  if (adding.parent === null || !tree.code(adding.parent)) return ids.length;
  const within = tree.within(adding.parent);
  return Math.max(...ids.map((id, at) => (within.has(id) ? at + 1 : 0)));
}

function Tree({ book }: { book: CodebookState }) {
  useFocusKept(book);
  const ids = book.visible.value;
  const fresh = placeOfNew(book, ids);
  const items = ids.map((id) => <CodeItem key={id} id={id} book={book} />);
  if (fresh >= 0) items.splice(fresh, 0, <NewItem key="new" book={book} />);
  return (
    <>
      <div class="codes-cols" aria-hidden="true">
        <span class="grow" />
        <span>People</span>
        <span>Quotes</span>
      </div>
      <div
        class="tree"
        role="tree"
        aria-label="Codes"
        tabIndex={-1}
        onKeyDown={(event) => onTreeKey(book, event)}
      >
        {items}
      </div>
    </>
  );
}

function NewItem({ book }: { book: CodebookState }) {
  const { editor } = book.coder.scope;
  const adding = book.adding.value;
  const editing = useComputed(() => {
    const id = book.adding.value?.id;
    return id === undefined ? undefined : editor.at("codes", id, "name");
  });
  if (!adding || !editing.value) return null;
  const tree = book.tree.value;
  const parent = adding.parent === null ? undefined : tree.code(adding.parent);
  const level = parent ? tree.level(parent.id) + 1 : 1;
  return (
    <div
      class="code-row fresh"
      role="treeitem"
      tabIndex={-1}
      aria-label="New code"
      aria-level={level}
      aria-selected="false"
      style={{ "--jw-depth": level - 1 }}
    >
      <span class="twisty" />
      <span class="swatch" aria-hidden="true" />
      <span class="name">
        <TextEditor editing={editing.value} line />
      </span>
    </div>
  );
}

/** Where the code that has the focus moves or goes, the focus stays with the tree. */
function useFocusKept(book: CodebookState): void {
  const { scope } = book.coder;
  const held = scope.active();
  const inside = held instanceof HTMLElement && held.closest(".tree") !== null;
  useLayoutEffect(() => {
    if (!inside || scope.active() || scope.editor.current.peek()) return;
    const at = book.at.peek();
    if (at !== undefined) book.element(at)?.focus({ preventScroll: true });
  });
}
