/** The ⋯ button of the place under the pointer or with the focus: the menu's pointer twin. */
import type { Place } from "../state/place";
import { useMap } from "./context";
import { openPlaceMenu } from "./menus";
import { Icon } from "./shared/Icon";

export function ItemMenu({ place }: { place: Place }) {
  const m = useMap();
  return (
    <button
      type="button"
      class="item-menu"
      tabIndex={-1}
      aria-label="Menu"
      aria-haspopup="menu"
      onClick={(event) => {
        event.stopPropagation();
        const box = event.currentTarget.getBoundingClientRect();
        m.touch(place);
        openPlaceMenu(m, { x: box.left, y: box.bottom + 2 });
      }}
    >
      <Icon name="more" />
    </button>
  );
}
