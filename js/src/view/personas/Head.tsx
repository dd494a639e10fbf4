/** The head of a card: badge, name, what they do, and the handle and menu of the card. */
import { nameOf } from "../../actions/personas";
import { Avatar, ShapeMark } from "../shared/Avatar";
import { Icon } from "../shared/Icon";
import { safeImage } from "../shared/links";
import { useCard, useCards } from "./context";
import { grip } from "./drag";
import { FieldNotices, isShown, Text } from "./Fields";
import { cardMenu, moveMenu } from "./menus";

export function Head() {
  const { readOnly } = useCard();
  return (
    <header>
      <Badge />
      <div class="who">
        <h3 data-field="name">
          <Text field="name" label="Name" line long={120} placeholder="Name" />
        </h3>
        <Role />
        <FieldNotices field="name" />
      </div>
      {!readOnly && <Handles />}
    </header>
  );
}

function Badge() {
  const cards = useCards();
  const { persona, mark, readOnly } = useCard();
  // A picture hides the shape by which the persona is known on the map.
  const shape = safeImage(persona.image) && <ShapeMark mark={mark} filled />;
  const badge = (
    <>
      <Avatar persona={persona} mark={mark} size={44} />
      {shape}
    </>
  );
  if (readOnly) return <span class="look">{badge}</span>;
  return (
    <button
      type="button"
      class="look"
      title="Picture, initials, colour"
      onClick={() => {
        cards.look.value = persona.id;
      }}
    >
      {badge}
      <span class="sr">Picture, initials and colour of {nameOf(persona)}</span>
    </button>
  );
}

/** Occupation and category in one line. */
function Role() {
  const card = useCard();
  const { persona, readOnly } = card;
  const occupation = isShown(card, "occupation", Boolean(persona.occupation) || !readOnly);
  const category = isShown(card, "category", Boolean(persona.category));
  if (!occupation && !category) return null;
  return (
    <div class="role">
      {occupation && (
        <div data-field="occupation">
          <Text field="occupation" label="Occupation" line long={120} placeholder="Occupation" />
          <FieldNotices field="occupation" />
        </div>
      )}
      {category && (
        <div data-field="category">
          <Text field="category" label="Category" line long={120} />
          <FieldNotices field="category" />
        </div>
      )}
    </div>
  );
}

function Handles() {
  const cards = useCards();
  const { persona } = useCard();
  const name = nameOf(persona);
  return (
    <div class="handles">
      <button
        type="button"
        class="btn bare square grip"
        aria-label={`Move ${name}`}
        aria-keyshortcuts="Alt+ArrowLeft Alt+ArrowRight"
        aria-haspopup="menu"
        title="Drag to move, or Alt and an arrow key"
        onPointerDown={(event) => grip(cards, persona.id, event)}
        onClick={(event) => {
          const button = event.currentTarget;
          // The click that ends a drag is none.
          if (!cards.dragged) cards.menu(button, `Move ${name}`, moveMenu(cards, persona.id));
          cards.dragged = false;
        }}
      >
        <Icon name="grip" />
      </button>
      <button
        type="button"
        class="btn bare square"
        data-menu
        aria-label={`Menu of ${name}`}
        aria-haspopup="menu"
        title="Menu"
        onClick={(event) => cards.menu(event.currentTarget, name, cardMenu(cards, persona))}
      >
        <Icon name="more" />
      </button>
    </div>
  );
}
