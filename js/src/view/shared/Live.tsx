/** The polite voice of the view. */
import { useScope } from "./context";

export function Live() {
  const { said } = useScope();
  return (
    <div class="sr" aria-live="polite" aria-atomic="true">
      {said}
    </div>
  );
}
