/** What stands over the cards: a question. */
import { Dialog } from "../shared/Dialog";
import { useCards } from "./context";

export function ConfirmLayer() {
  const { confirm } = useCards();
  const asked = confirm.value;
  if (!asked) return null;
  const close = () => {
    confirm.value = undefined;
  };
  return (
    <Dialog
      title={asked.title}
      close={() => {
        close();
        asked.back();
      }}
    >
      <p>{asked.text}</p>
      <div class="buttons">
        <button
          type="button"
          class="btn"
          data-first
          onClick={() => {
            close();
            asked.back();
          }}
        >
          Cancel
        </button>
        <button
          type="button"
          class="btn danger"
          onClick={() => {
            close();
            asked.run();
          }}
        >
          {asked.yes}
        </button>
      </div>
    </Dialog>
  );
}
