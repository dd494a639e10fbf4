/** A map without stages and lanes: what to do first. */
import { command } from "../actions/registry";
import { useMap } from "./context";
import { openChoices } from "./menus";

export function Empty() {
  const m = useMap();
  return (
    <div class="empty">
      <p>This map has no stages and no lanes yet.</p>
      {m.editable && (
        <p>
          <button type="button" class="btn" onClick={() => command("add-stage").run?.(m)}>
            + Stage
          </button>{" "}
          <button
            type="button"
            class="btn"
            aria-haspopup="menu"
            onClick={(event) => openChoices(m, "add-lane", event.currentTarget)}
          >
            + Lane
          </button>
        </p>
      )}
    </div>
  );
}
