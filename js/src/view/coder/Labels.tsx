/** What stands beside the text: each quote's codes by name, in the coder's column or another's. */
import { useComputed } from "@preact/signals";
import { carryOut } from "../../actions/carry-out";
import { acceptApplication, removeApplication } from "../../actions/quotes";
import { type Column, columnsOf, type Mark, type MarkCode } from "../../coder/marks";
import { brief } from "../../state/words";
import { Icon } from "../shared/Icon";
import { usePane, useText } from "./context";
import { startDrag } from "./drag";
import { openQuoteMenu } from "./menus";

interface Props {
  marks: readonly Mark[];
  /** Whether the passage has the tab stop: its labels follow it. */
  here: boolean;
  beside: string | undefined;
  tops: ReadonlyMap<string, number> | undefined;
}

export function Labels({ marks, here, beside, tops }: Props) {
  const columns = columnsOf(marks, beside);
  return (
    <ul class="labels" aria-label="Quotes">
      {columns.map(({ mark, column, codes }) => (
        <Label
          key={`${column} ${mark.quote}`}
          mark={mark}
          column={column}
          codes={codes}
          here={here}
          top={tops?.get(`${column} ${mark.quote}`)}
        />
      ))}
    </ul>
  );
}

interface LabelProps {
  mark: Mark;
  column: Column;
  codes: readonly MarkCode[];
  here: boolean;
  top: number | undefined;
}

function Label({ mark, column, codes, here, top }: LabelProps) {
  const coder = useText();
  const pane = usePane();
  const { quote } = mark;
  const looked = useComputed(() => coder.quote.value === quote);
  const row = coder.shown.row("quotes", quote);
  const memos = coder.shown.pointing("memos", "quote", quote).length;
  const words = row ? coder.wordsOf(row) : "";
  return (
    <li
      class="label"
      data-column={column}
      data-looked={looked.value || undefined}
      style={top === undefined ? undefined : { "--jw-top": `${top}px` }}
    >
      <button
        type="button"
        draggable
        tabIndex={here ? 0 : -1}
        data-quote
        ref={(element) => pane.labelled(quote, column, element)}
        aria-pressed={looked.value}
        onFocus={() => coder.lookAt(quote)}
        onClick={() => coder.lookAt(quote)}
        onDblClick={() => coder.pickFor()}
        onDragStart={(event) => startDrag(coder, event, quote)}
        onContextMenu={(event) => {
          event.preventDefault();
          openQuoteMenu(coder, quote, { x: event.clientX, y: event.clientY });
        }}
      >
        <span class="sr">Quote “{brief(words, 80)}”: </span>
        {codes.length === 0 && <span class="code none">no code</span>}
        {codes.map((code) => (
          <CodeName key={code.application} code={code} column={column} />
        ))}
        <Extras score={row?.score ?? null} level={row?.level ?? "team"} memos={memos} />
      </button>
      {coder.editable &&
        codes
          .filter(({ standing }) => standing === "suggested")
          .map((code) => <Decide key={code.application} code={code} />)}
    </li>
  );
}

function CodeName({ code, column }: { code: MarkCode; column: Column }) {
  return (
    <span class="code" data-standing={code.standing} style={{ "--jw-code": code.color }}>
      <i />
      <span class="said" dir="auto">
        {code.name || "unnamed"}
      </span>
      {code.standing === "other" && column === "own" && code.coder && (
        <small>
          <span class="sr"> by </span>
          <span class="said" dir="auto">
            {code.coder}
          </span>
        </small>
      )}
      {code.standing === "suggested" && <small> suggested</small>}
      {code.agreed && <small title="Both coders applied it"> =</small>}
      <span class="sr">. </span>
    </span>
  );
}

function Extras(props: { score: number | null; level: string; memos: number }) {
  const { score, level, memos } = props;
  const some = [
    score !== null && `${score > 0 ? "+" : ""}${score}`.replace("-", "\u2212"),
    level !== "team" && level,
    memos > 0 && (memos === 1 ? "memo" : `${memos} memos`),
  ].filter(Boolean);
  return some.length ? <small class="extras">{some.join(" · ")}</small> : null;
}

function Decide({ code: { application, name } }: { code: MarkCode }) {
  const coder = useText();
  const { scope, shown } = coder;
  return (
    <span class="decide">
      <button
        type="button"
        class="btn"
        tabIndex={-1}
        aria-label={`Accept ${name}`}
        onClick={() => carryOut(scope, acceptApplication(shown, application))}
      >
        ✓ {brief(name, 18)}
      </button>
      <button
        type="button"
        class="btn bare square"
        tabIndex={-1}
        aria-label={`Reject ${name}`}
        onClick={() => carryOut(scope, removeApplication(shown, application))}
      >
        <Icon name="close" />
      </button>
    </span>
  );
}
