/** One turn, answer or piece of it: who speaks, and the words with what stands on them. */
import { useComputed } from "@preact/signals";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { codesOf, type Mark, marksIn, type Run, runsOf } from "../../coder/marks";
import type { Passage, SourceText } from "../../coder/passages";
import { clock } from "../../coder/words";
import type { Participant } from "../../generated/schema";
import { brief, plural } from "../../state/words";
import { usePane, useText } from "./context";
import { Labels } from "./Labels";

/** Lines that fit under a text line, one a code; the margin tells of all. */
const LINES = 3;

interface Props {
  text: SourceText;
  index: number;
  marks: readonly Mark[];
  /** The coder whose codes stand in a column of their own. */
  beside: string | undefined;
  /** Where the labels of its quotes stand in the block, by quote. */
  tops: ReadonlyMap<string, number> | undefined;
}

export function PassageView({ text, index, marks, beside, tops }: Props) {
  const coder = useText();
  const pane = usePane();
  const passage = text.passage(index);
  const words = useRef<HTMLDivElement>(null);
  const here = useComputed(() => coder.place.value === index);
  useLayoutEffect(() => {
    pane.drawn(index, words.current);
    return () => pane.drawn(index, null);
  }, [pane, index]);
  const on = useMemo(
    () => (passage ? marksIn(marks, passage.start, passage.end) : []),
    [marks, passage],
  );
  const runs = useMemo(() => (passage ? runsOf(passage, on) : []), [passage, on]);
  if (!passage) return null;
  const before = text.passage(index - 1)?.end ?? 0;
  const own = on.filter(({ start }) => start >= before);
  return (
    <article
      class="passage"
      data-index={index}
      data-part={passage.part || undefined}
      data-dim={!coder.showsParticipant(passage.participant) || undefined}
      tabIndex={here.value ? 0 : -1}
      aria-posinset={index + 1}
      aria-setsize={text.total.value}
      aria-label={said(coder.participant(passage.participant ?? ""), passage, on.length)}
    >
      <Speaker text={text} passage={passage} />
      <div class="words" dir="auto" ref={words}>
        {runs.map((run) => (
          <RunView key={run.start} run={run} passage={passage} />
        ))}
      </div>
      {own.length > 0 && <Labels marks={own} here={here.value} beside={beside} tops={tops} />}
    </article>
  );
}

function said(person: Participant | undefined, passage: Passage, quotes: number): string {
  const role = person && person.role !== "participant" ? `, ${person.role}` : "";
  const time = passage.time === null ? "" : `, ${clock(passage.time)}`;
  const part = passage.part > 0 ? ", continued" : "";
  const marked = quotes ? `, ${plural(quotes, "quote")}` : "";
  return `${person?.pseudonym || "Text"}${role}${part}${time}${marked}`;
}

/** Who speaks, told once for all that follows of the same turn. */
function Speaker({ text, passage }: { text: SourceText; passage: Passage }) {
  const coder = useText();
  const { participant: id, index, part, question, time } = passage;
  const before = text.passage(index - 1);
  const again = before?.participant === id && before.question === question && index > 0;
  if (part > 0) return <div class="speaker" />;
  const person = id === null ? undefined : coder.participant(id);
  return (
    <div class="speaker" aria-hidden="true" data-role={person?.role}>
      <span title={person && person.role !== "participant" ? person.role : undefined}>
        {person && !again && (
          <span class="who said" dir="auto">
            {person.pseudonym}
          </span>
        )}{" "}
        {time !== null && <small>{clock(time)}</small>}
      </span>
      {question && !again && (
        <small class="said question" dir="auto" title={question}>
          {brief(question, 60)}
        </small>
      )}
    </div>
  );
}

function RunView({ run, passage }: { run: Run; passage: Passage }) {
  const coder = useText();
  const pane = usePane();
  const ids = run.marks.map(({ quote }) => quote);
  const looked = useComputed(() =>
    run.marks.find(({ quote }) => quote === coder.quote.value),
  ).value;
  const text = passage.text.slice(run.start, run.end);
  if (run.marks.length === 0) return <span data-at={run.start}>{text}</span>;
  const codes = codesOf(run);
  return (
    <span
      class="run"
      data-at={run.start}
      ref={(element) => pane.holds(element, ids)}
      data-looked={looked !== undefined || undefined}
      data-plain={codes.length === 0 || undefined}
      style={underlined(codes, looked?.codes[0]?.color)}
    >
      {text}
    </span>
  );
}

/** A line a code: solid the coder's own, dashed somebody else's, dotted a suggestion. */
function underlined(codes: ReturnType<typeof codesOf>, looked: string | undefined) {
  const lines = codes.slice(0, LINES);
  const pattern = { own: [9, 0], other: [6, 3], suggested: [2, 3] } as const;
  const images = lines.map(({ color, standing }) => {
    const [on, off] = pattern[standing];
    return `repeating-linear-gradient(90deg, ${color} 0 ${on}px, transparent ${on}px ${on + off}px)`;
  });
  const places = lines.map((_, at) => `0 calc(100% - ${at * 3}px)`);
  const tint = codes.find(({ standing }) => standing !== "suggested")?.color;
  return {
    "--jw-tint": looked ?? tint ?? "transparent",
    backgroundImage: images.join(", "),
    backgroundPosition: places.join(", "),
  };
}
