/** What is asked before codes are deleted, and how one is split. */
import { useId, useState } from "preact/hooks";
import { carryOut } from "../../actions/carry-out";
import { hangingOn, nameOf } from "../../actions/codes";
import { splitCode } from "../../actions/codes-merge";
import type { Code, Quote } from "../../generated/schema";
import { brief, plural } from "../../state/words";
import { Dialog } from "../shared/Dialog";
import { deleteNow } from "./code-acts";
import type { CodebookState } from "./codebook-state";

export function CodeDialogs({ book }: { book: CodebookState }) {
  const asked = book.dialog.value;
  const code = asked && book.coder.code(asked.id);
  if (!code) return null;
  if (asked.kind === "split") return <Split key={code.id} code={code} book={book} />;
  return <Delete key={code.id} code={code} book={book} />;
}

function Delete({ code, book }: { code: Code; book: CodebookState }) {
  const tree = book.tree.value;
  const all = tree.within(code.id);
  const below = all.size - 1;
  const along = hangingOn(book.coder.shown, [code.id]);
  const withAll = hangingOn(book.coder.shown, all);
  const close = () => {
    book.dialog.value = undefined;
    book.focus(code.id);
  };
  const run = (what: "stay" | "go") => {
    book.dialog.value = undefined;
    deleteNow(book, code.id, what);
  };
  return (
    <Dialog title={`Delete ${nameOf(code)}?`} close={close}>
      {along && <p>Its {along} go along. The quotes stay. Undo brings all of it back.</p>}
      {below > 0 && (
        <p>
          {plural(below, "code stands", "codes stand")} below it and can take its place, or go too
          {withAll && withAll !== along && `, with ${withAll} in all`}.
        </p>
      )}
      <div class="buttons">
        <button type="button" class="btn" data-first onClick={close}>
          Cancel
        </button>
        {below > 0 && (
          <button type="button" class="btn danger" onClick={() => run("go")}>
            Delete {plural(below + 1, "code")}
          </button>
        )}
        <button type="button" class="btn danger" onClick={() => run("stay")}>
          {below > 0 ? "Delete this code alone" : "Delete"}
        </button>
      </div>
    </Dialog>
  );
}

/** The quotes of a code, each with the ids of the applications that put it there. */
function quotesOf(book: CodebookState, code: string): { quote: Quote; applications: string[] }[] {
  const { shown } = book.coder;
  const found = new Map<string, string[]>();
  for (const { id, quote } of shown.pointing("applications", "code", code)) {
    found.set(quote, [...(found.get(quote) ?? []), id]);
  }
  return [...found].flatMap(([id, applications]) => {
    const quote = shown.row("quotes", id);
    return quote ? [{ quote, applications }] : [];
  });
}

function Split({ code, book }: { code: Code; book: CodebookState }) {
  const { scope, shown, client } = book.coder;
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [error, setError] = useState<string>();
  const field = `${scope.prefix}${useId()}`;
  const all = quotesOf(book, code.id);
  const close = () => {
    book.dialog.value = undefined;
    book.focus(code.id);
  };
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  const submit = (event: Event) => {
    event.preventDefault();
    const applications = all
      .filter(({ quote }) => chosen.has(quote.id))
      .flatMap((one) => one.applications);
    const id = client.newId();
    const plan = splitCode(shown, code.id, applications, { id, name });
    if ("refused" in plan) {
      setError(plan.refused);
      return;
    }
    if (!carryOut(scope, plan)) return;
    book.dialog.value = undefined;
    book.focus(id);
  };
  return (
    <Dialog title={`Split ${nameOf(code)}`} close={close} wide>
      <form class="split" onSubmit={submit}>
        <label for={field}>Name of the new code</label>
        <input
          id={field}
          type="text"
          dir="auto"
          autoComplete="off"
          data-first
          value={name}
          aria-describedby={error ? `${field}-error` : undefined}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <fieldset>
          <legend>
            Quotes that go to it: {chosen.size} of {all.length}
          </legend>
          <div class="choices">
            {all.map(({ quote }) => (
              <label key={quote.id}>
                <input
                  type="checkbox"
                  checked={chosen.has(quote.id)}
                  onChange={() => toggle(quote.id)}
                />
                <span class="said" dir="auto">
                  {brief(quote.display ?? quote.exact, 200) || "(words not here)"}
                </span>
                <small>{book.coder.participant(quote.participant ?? "")?.pseudonym}</small>
              </label>
            ))}
          </div>
        </fieldset>
        {error && (
          <p class="error" id={`${field}-error`} role="alert">
            {error}
          </p>
        )}
        <div class="buttons">
          <button type="button" class="btn" onClick={close}>
            Cancel
          </button>
          <button type="submit" class="btn primary">
            Split
          </button>
        </div>
      </form>
    </Dialog>
  );
}
