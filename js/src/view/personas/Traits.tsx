/** Traits: named sliders from -1 to 1. */
import { useEffect, useRef, useState } from "preact/hooks";
import { carryOut } from "../../actions/carry-out";
import { setPersona } from "../../actions/personas";
import {
  addTrait,
  at,
  editTraitName,
  editTraitNumber,
  fieldOf,
} from "../../actions/personas-edits";
import { polesOf, removeTrait, setTrait, traitsOf } from "../../actions/personas-traits";
import { brief, decimals, signed } from "../../state/words";
import { useScope } from "../shared/context";
import { Icon } from "../shared/Icon";
import { Said } from "../shared/Said";
import { TextEditor } from "../shared/TextEditor";
import { useCard, useCards } from "./context";
import { AddButton, FieldNotices, isShown } from "./Fields";

/** How long a slider rests before its value is kept: not every step of a held key is an edit. */
const REST = 350;

const LONG = 120; // characters of a name

const number = (value: number) => signed(value, decimals([value]));

export function Traits() {
  const scope = useScope();
  const cards = useCards();
  const card = useCard();
  const { persona, readOnly } = card;
  const traits = traitsOf(persona.traits);
  if (!isShown(card, "traits", traits.length > 0)) return null;
  const written = card.open && fieldOf(card.open) === "traits" ? card.open : undefined;
  const drawn = traits.some(([name]) => written === at.name(name) || written === at.number(name));
  const editing = scope.editor.current.value;
  return (
    <div class="part traits" data-field="traits">
      <h4>
        Traits
        {!readOnly && <AddButton one="trait" add={() => addTrait(cards, persona.id)} />}
      </h4>
      <ul>
        {traits.map(([name, value]) => (
          <li key={name} data-trait={name}>
            <Trait name={name} value={value} />
          </li>
        ))}
      </ul>
      {written && !drawn && editing && <TextEditor editing={editing} line />}
      <FieldNotices field="traits" />
    </div>
  );
}

function Trait({ name, value }: { name: string; value: number }) {
  const scope = useScope();
  const { persona, readOnly, open } = useCard();
  const slide = useSlide(name, value);
  const editing = scope.editor.current.value;
  const label = polesOf(name)?.join(" to ") ?? name;
  const remove = () => {
    const traits = removeTrait(persona.traits, name);
    const say = `Trait ${brief(name)} removed`;
    if (carryOut(scope, setPersona(persona.id, { traits }, "Remove trait", say))) focusAfter();
  };
  const cards = useCards();
  const focusAfter = () =>
    cards.settle(persona.id, "[data-field=traits] .trait-name", "[data-add=section]");
  return (
    <>
      {editing && open === at.name(name) ? (
        <TextEditor editing={editing} line />
      ) : (
        <TraitName name={name} />
      )}
      <input
        type="range"
        min="-1"
        max="1"
        step="0.05"
        value={slide.value}
        disabled={readOnly}
        aria-label={brief(label, 80)}
        aria-valuetext={number(slide.value)}
        onInput={(event) => slide.to(Number(event.currentTarget.value))}
        onChange={slide.settle}
        onBlur={slide.keep}
      />
      {editing && open === at.number(name) ? (
        <TextEditor editing={editing} line />
      ) : (
        <TraitNumber name={name} value={slide.value} />
      )}
      {!readOnly && (
        <button type="button" class="remove" aria-label={`Remove ${brief(name)}`} onClick={remove}>
          <Icon name="close" />
        </button>
      )}
    </>
  );
}

/** The two ends of its scale where the name tells them, else the name. */
function TraitName({ name }: { name: string }) {
  const cards = useCards();
  const { persona, readOnly } = useCard();
  const poles = polesOf(name);
  const words = poles ? (
    <span class="poles">
      <Said text={brief(poles[0], LONG)} whole />
      <Said text={brief(poles[1], LONG)} whole />
    </span>
  ) : (
    <Said text={brief(name, LONG)} whole />
  );
  if (readOnly) return <span class="trait-name">{words}</span>;
  return (
    <button
      type="button"
      class="trigger trait-name"
      onClick={() => editTraitName(cards, persona.id, name)}
    >
      <span class="sr">Name of the trait: </span>
      {words}
    </button>
  );
}

function TraitNumber({ name, value }: { name: string; value: number }) {
  const cards = useCards();
  const { persona, readOnly } = useCard();
  const words = number(value);
  if (readOnly) return <span class="trait-number">{words}</span>;
  return (
    <button
      type="button"
      class="trigger trait-number"
      aria-label={`Value of ${brief(name)}: ${words}`}
      onClick={() => editTraitNumber(cards, persona.id, name, String(value))}
    >
      {words}
    </button>
  );
}

/** A slider's value: shown at once, kept when it rests, and never lost. */
function useSlide(name: string, value: number) {
  const scope = useScope();
  const cards = useCards();
  const { persona } = useCard();
  const [draft, setDraft] = useState<number>();
  const pending = useRef<number>();
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const keep = () => {
    clearTimeout(timer.current);
    const to = pending.current;
    pending.current = undefined;
    setDraft(undefined);
    const now = cards.shown.row("personas", persona.id);
    if (to === undefined || !now) return;
    const traits = setTrait(now.traits, name, to);
    carryOut(scope, setPersona(persona.id, { traits }, "Set trait"));
  };
  const last = useRef(keep);
  last.current = keep;
  useEffect(() => () => last.current(), []);
  return {
    value: draft ?? value,
    to(next: number) {
      clearTimeout(timer.current);
      pending.current = Number(next.toFixed(2));
      setDraft(pending.current);
    },
    settle() {
      clearTimeout(timer.current);
      timer.current = setTimeout(() => last.current(), REST);
    },
    keep,
  };
}
