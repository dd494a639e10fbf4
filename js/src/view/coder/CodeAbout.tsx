/** What the code at hand means: read while coding, edited where it stands. */
import { useId, useState } from "preact/hooks";
import { nameOf } from "../../actions/codes";
import type { Code } from "../../generated/schema";
import { PALETTE } from "../personas/palette";
import { EditableText } from "../shared/EditableText";
import { Icon } from "../shared/Icon";
import { set } from "./code-acts";
import { kindMenu, kindName, openCodeMenu } from "./code-menu";
import type { CodebookState } from "./codebook-state";

const TEXTS = [
  { field: "definition", label: "Definition", placeholder: "What does it mean?" },
  { field: "apply_when", label: "Apply when", placeholder: "When is it to be used?" },
  { field: "not_this", label: "Not this", placeholder: "What is it not for?" },
] as const;

export function CodeAbout({ book }: { book: CodebookState }) {
  const id = book.at.value;
  const code = id === undefined ? undefined : book.coder.code(id);
  const body = `${book.coder.scope.prefix}${useId()}`;
  if (!code) return null;
  const open = book.about.value;
  return (
    <section class="about" aria-label={`About ${nameOf(code)}`}>
      <div class="about-head">
        <button
          type="button"
          class="about-title"
          aria-expanded={open}
          aria-controls={body}
          onClick={() => {
            book.about.value = !open;
          }}
        >
          <Icon name={open ? "fold" : "unfold"} />
          <span class="said" dir="auto">
            {book.coder.path(code.id) || nameOf(code)}
          </span>
        </button>
        <button
          type="button"
          class="btn bare square"
          aria-label={`Menu of ${nameOf(code)}`}
          aria-haspopup="menu"
          title="Menu"
          onClick={(event) => openCodeMenu(book, code.id, event.currentTarget)}
        >
          <Icon name="more" />
        </button>
      </div>
      <div id={body} hidden={!open}>
        {open && <Body key={code.id} code={code} book={book} />}
      </div>
    </section>
  );
}

function Body({ code, book }: { code: Code; book: CodebookState }) {
  const { editable } = book.coder;
  const shown = TEXTS.filter(({ field }) => editable || code[field]);
  return (
    <>
      <div class="looks">
        <Kind code={code} book={book} />
        {editable && <Colors code={code} book={book} />}
      </div>
      <dl class="meaning">
        {shown.map(({ field, label, placeholder }) => (
          <div key={field}>
            <dt>{label}</dt>
            <dd>
              <EditableText
                table="codes"
                id={code.id}
                field={field}
                label={label}
                value={code[field]}
                placeholder={placeholder}
                trigger
                long={400}
                begin={{ change: `Edit ${label.toLowerCase()}` }}
              />
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function Kind({ code, book }: { code: Code; book: CodebookState }) {
  const { scope, editable } = book.coder;
  if (!editable) return <span class="badge">{kindName(code.kind)}</span>;
  return (
    <button
      type="button"
      class="btn kind"
      aria-haspopup="menu"
      aria-label={`Kind: ${kindName(code.kind)}`}
      onClick={(event) => {
        const button = event.currentTarget;
        const { left, bottom } = button.getBoundingClientRect();
        const back = () => button.focus();
        // The menu's own choice would take the focus to the tree: here it stays.
        const items = kindMenu(code, (kind) => {
          set(book, code.id, { kind }, "Set kind of code");
          back();
        });
        scope.menu.value = { label: "Kind", items, at: { x: left, y: bottom + 2 }, back };
      }}
    >
      {kindName(code.kind)}
      <Icon name="fold" />
    </button>
  );
}

function Colors({ code, book }: { code: Code; book: CodebookState }) {
  const [open, setOpen] = useState(false);
  const group = `${book.coder.scope.prefix}${useId()}`;
  const choose = (color: string | null) => set(book, code.id, { color }, "Set colour of code");
  return (
    <>
      <button
        type="button"
        class="btn"
        aria-expanded={open}
        aria-controls={open ? group : undefined}
        style={{ "--jw-code": book.coder.colorOf(code.id) }}
        onClick={() => setOpen(!open)}
      >
        <span class="swatch" aria-hidden="true" />
        Colour
        <Icon name={open ? "fold" : "unfold"} />
      </button>
      {open && (
        <fieldset class="colors" id={group}>
          <legend class="sr">Colour</legend>
          <input
            type="radio"
            class="dot auto"
            name={group}
            aria-label="By its place"
            title="By its place"
            checked={code.color === null}
            onChange={() => choose(null)}
          />
          {PALETTE.map(({ name, hex }) => (
            <input
              key={hex}
              type="radio"
              class="dot"
              name={group}
              aria-label={name}
              title={name}
              style={{ background: hex }}
              checked={code.color === hex}
              onChange={() => choose(hex)}
            />
          ))}
        </fieldset>
      )}
    </>
  );
}
