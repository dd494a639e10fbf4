/** Picture, initials and colour of a persona: chosen together, kept as one change. */
import { useId, useState } from "preact/hooks";
import { carryOut } from "../../actions/carry-out";
import { nameOf, type PersonaValues, setPersona } from "../../actions/personas";
import { colorOf, initialsOf } from "../../actions/personas-parse";
import type { Persona } from "../../generated/schema";
import { Avatar } from "../shared/Avatar";
import { useScope } from "../shared/context";
import { Dialog } from "../shared/Dialog";
import { contrast, initials, markOf } from "../shared/persona";
import { choosePicture } from "../shared/picture";
import { useCards } from "./context";
import { PALETTE } from "./palette";

export function LookLayer() {
  const { look, shown } = useCards();
  const id = look.value;
  const persona = id === undefined ? undefined : shown.row("personas", id);
  return persona ? <LookDialog key={persona.id} persona={persona} /> : null;
}

function LookDialog({ persona }: { persona: Persona }) {
  const scope = useScope();
  const cards = useCards();
  // What others change meanwhile does not change what is being chosen here.
  const [began] = useState(() => ({ persona, base: scope.client.revision() }));
  const [image, setImage] = useState(persona.image);
  const [letters, setLetters] = useState(persona.initials);
  const [color, setColor] = useState(persona.color ?? "");
  const [error, setError] = useState<string>();
  const field = `${scope.prefix}${useId()}`;
  const index = cards.shown.ids("personas").indexOf(persona.id);
  const draft = { ...persona, image, initials: letters, color: attempt(color) ?? null };

  const close = () => {
    cards.look.value = undefined;
    cards.settle(persona.id, ".look");
  };
  const submit = (event: Event) => {
    event.preventDefault();
    try {
      const values = { image, initials: initialsOf(letters), color: colorOf(color) };
      const changed = differences(began.persona, values);
      const plan = setPersona(
        persona.id,
        changed,
        "Edit look",
        "Picture, initials and colour kept",
      );
      if (Object.keys(changed).length > 0 && !carryOut(scope, plan, { base: began.base })) return;
      close();
    } catch (problem) {
      setError((problem as Error).message);
    }
  };
  return (
    <Dialog title={`Picture, initials and colour of ${nameOf(persona)}`} close={close}>
      <form class="looks" onSubmit={submit}>
        <div class="picture">
          <Avatar persona={draft} mark={markOf(draft, index)} size={64} />
          <div>
            <button
              type="button"
              class="btn"
              data-first
              onClick={() => choosePicture(setImage, setError)}
            >
              Choose picture…
            </button>{" "}
            {image && (
              <button type="button" class="btn" onClick={() => setImage("")}>
                Remove picture
              </button>
            )}
            <p class="hint">PNG, JPEG, WebP or GIF. It is made small and kept in the journey.</p>
          </div>
        </div>
        <label for={`${field}-letters`}>Initials</label>
        <input
          id={`${field}-letters`}
          type="text"
          dir="auto"
          autoComplete="off"
          value={letters}
          placeholder={initials({ ...persona, initials: "" })}
          onInput={(event) => setLetters(event.currentTarget.value)}
        />
        <Colors color={color} choose={setColor} field={field} />
        {error && (
          <p class="error" role="alert">
            {error}
          </p>
        )}
        <div class="buttons">
          <button type="button" class="btn" onClick={close}>
            Cancel
          </button>
          <button type="submit" class="btn primary">
            OK
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function Colors(props: { color: string; choose: (color: string) => void; field: string }) {
  const { color, choose, field } = props;
  const valid = attempt(color);
  const faint = valid && FAINT.find(([, page]) => contrast(valid, page) < 3)?.[0];
  return (
    <>
      <fieldset>
        <legend>Colour</legend>
        {PALETTE.map(({ name, hex }) => (
          <input
            key={hex}
            type="radio"
            class="swatch"
            name={`${field}-color`}
            aria-label={name}
            title={name}
            style={{ background: hex }}
            checked={valid === hex}
            onChange={() => choose(hex)}
          />
        ))}
        <label class="auto">
          <input
            type="radio"
            name={`${field}-color`}
            checked={color.trim() === ""}
            onChange={() => choose("")}
          />
          By its place
        </label>
      </fieldset>
      <label for={`${field}-hex`}>Other colour</label>
      <input
        id={`${field}-hex`}
        type="text"
        autoComplete="off"
        spellcheck={false}
        placeholder="#3a7bd5"
        value={color}
        aria-describedby={`${field}-faint`}
        onInput={(event) => choose(event.currentTarget.value)}
      />
      <p class="hint" id={`${field}-faint`} role="status">
        {faint && `Hard to see on a ${faint} page.`}
      </p>
    </>
  );
}

const FAINT = [
  ["light", "#ffffff"],
  ["dark", "#20252d"],
] as const;

function attempt(color: string): string | undefined {
  try {
    return colorOf(color) ?? undefined;
  } catch {
    return undefined;
  }
}

function differences(before: Persona, values: PersonaValues): PersonaValues {
  const own = before as PersonaValues;
  const names = Object.keys(values) as (keyof PersonaValues)[];
  return Object.fromEntries(
    names.filter((name) => values[name] !== own[name]).map((name) => [name, values[name]]),
  );
}
