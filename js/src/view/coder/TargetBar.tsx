/** What the next code is applied to, and the codes at hand. */
import { useText } from "./context";

export function TargetBar() {
  const coder = useText();
  const target = coder.target.value;
  if (!coder.editable || !coder.source.value) return null;
  if (coder.codes.value.length === 0 && !target) {
    return <p class="target">Select words, then type the name of a code.</p>;
  }
  const keys = coder.keys.value;
  // A press on the bar leaves what is selected as it is.
  return (
    <div
      class="target"
      data-empty={!target || undefined}
      onPointerDown={(event) => event.preventDefault()}
    >
      <span class="what">{coder.targetName.value || "Select words, or go to a turn"}</span>
      <span class="keys">
        {keys.map((id, at) => {
          const code = id ? coder.code(id) : undefined;
          if (!code) return null;
          return (
            <button
              key={id}
              type="button"
              class="key"
              style={{ "--jw-code": coder.colorOf(id) }}
              // Not `disabled`: a press says what is missing. The keys 1 to 9 do the same.
              aria-disabled={!target || undefined}
              tabIndex={-1}
              title={coder.path(id)}
              onClick={() => coder.toggle(id)}
            >
              <kbd>{at + 1}</kbd>
              <i />
              <span class="said" dir="auto">
                {code.name || "unnamed"}
              </span>
            </button>
          );
        })}
      </span>
      <button
        type="button"
        class="btn bare"
        aria-disabled={!target || undefined}
        onClick={() => coder.pickFor()}
      >
        or type a name…
      </button>
    </div>
  );
}
