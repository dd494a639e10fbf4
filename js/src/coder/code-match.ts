/** Finding a code by the first letters that are typed. */

/** Letters that do not fall apart into a plain one and its accent. */
const PLAIN: Record<string, string> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ð: "d",
  þ: "th",
  ł: "l",
  ħ: "h",
  ı: "i",
};

export interface Folded {
  readonly text: string;
  /** For each character of `text` where what it was made of begins and ends, in UTF-16 units. */
  readonly from: readonly (readonly [start: number, end: number])[];
}

/** Lower case, no accents, and one space for several, with the way back. */
export function fold(text: string): Folded {
  let folded = "";
  const from: [number, number][] = [];
  let at = 0;
  for (const character of text) {
    const end = at + character.length;
    const plain = character.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
    const last = from.at(-1);
    // A mark on its own belongs to the letter before it, as does a second space.
    const space = /^\s+$/.test(plain);
    const joins = plain === "" || (space && folded.endsWith(" "));
    if (joins && last) last[1] = end;
    const letters = joins ? "" : space ? " " : plain;
    for (const unit of [...letters].map((letter) => PLAIN[letter] ?? letter)) {
      folded += unit;
      for (let n = 0; n < unit.length; n += 1) from.push([at, end]);
    }
    at = end;
  }
  return { text: folded, from };
}

export interface Candidate {
  readonly id: string;
  readonly name: string;
  /** The names of the codes above it. */
  readonly path: string;
}

export interface Match<Code extends Candidate = Candidate> {
  readonly code: Code;
  /** What of the name was typed: starts and ends in UTF-16 units, in order. */
  readonly ranges: readonly (readonly [start: number, end: number])[];
}

type Range = readonly [start: number, end: number];

interface Word {
  readonly start: number;
  readonly text: string;
}

const WORD = /[\p{L}\p{N}]+/gu;

function wordsOf(text: string): Word[] {
  return [...text.matchAll(WORD)].map((found) => ({ start: found.index, text: found[0] }));
}

/** Where each of `typed` begins a word of its own among `words`; undefined where one finds none. */
function beginnings(typed: readonly string[], words: readonly Word[]): Range[] | undefined {
  const free = [...words];
  const ranges: Range[] = [];
  // The longest first: "s si" must not give "Sign" to the "s".
  for (const part of [...typed].sort((one, other) => other.length - one.length)) {
    const at = free.findIndex((word) => word.text.startsWith(part));
    const [word] = at < 0 ? [] : free.splice(at, 1);
    if (!word) return undefined;
    ranges.push([word.start, word.start + part.length]);
  }
  return ranges;
}

/** Where the letters of `typed` begin words that follow each other: "wt" in "Waiting time". */
function initials(typed: string, words: readonly Word[]): Range[] | undefined {
  const letters = [...typed];
  if (letters.length < 2) return undefined;
  const first = words.findIndex((_, at) =>
    letters.every((letter, n) => words[at + n]?.text.startsWith(letter)),
  );
  if (first < 0) return undefined;
  return letters.map((letter, n) => {
    const start = words[first + n]?.start ?? 0;
    return [start, start + letter.length];
  });
}

/** Where a name begins with what is typed when all but letters and figures is left out: "signup". */
function barely(typed: string, name: string): Range | undefined {
  const letters = [...name.matchAll(/[\p{L}\p{N}]/gu)];
  const bare = letters.map(([letter]) => letter).join("");
  const query = typed.replace(/[^\p{L}\p{N}]/gu, "");
  if (!query || !bare.startsWith(query)) return undefined;
  const last = letters[[...query].length - 1];
  return [letters[0]?.index ?? 0, (last?.index ?? 0) + (last?.[0].length ?? 0)];
}

/** How well a name answers, the best 0, and what of it was typed; undefined where it does not. */
function answer(
  query: string,
  typed: readonly string[],
  name: string,
  path: string,
): { rank: number; ranges: Range[] } | undefined {
  const words = wordsOf(name);
  const from = (rank: number, start: number) => ({
    rank,
    ranges: [[start, start + query.length] as const],
  });
  if (name.trim() === query) return from(0, name.indexOf(query));
  if (name.startsWith(query)) return from(1, 0);
  const word = words.find(({ start }) => name.startsWith(query, start));
  if (word) return from(2, word.start);
  const own = typed.length > 0 ? beginnings(typed, words) : undefined;
  if (own) return { rank: 3, ranges: own };
  const letters = initials(query, words);
  if (letters) return { rank: 4, ranges: letters };
  const bare = barely(query, name);
  if (bare) return { rank: 4, ranges: [bare] };
  // Words of the codes above help to find it, but do not alone.
  const above = wordsOf(path);
  for (let n = 1; n < typed.length; n += 1) {
    const ranges = beginnings(typed.slice(n), words);
    if (ranges && beginnings(typed.slice(0, n), above)) return { rank: 5, ranges };
  }
  const inside = name.indexOf(query);
  return inside < 0 ? undefined : from(6, inside);
}

/**
 * The codes that answer to what is typed, the best first: the whole name, its beginning, the
 * beginning of a word, beginnings of several words, initials, with words of the path, anywhere.
 * Equals stand by how lately they were used (`recent`, the latest first), then as in `codes`.
 */
export function matches<Code extends Candidate>(
  query: string,
  codes: readonly Code[],
  recent: readonly string[] = [],
): Match<Code>[] {
  const typed = fold(query).text.trim();
  const parts = wordsOf(typed).map((word) => word.text);
  const used = new Map(recent.map((id, at) => [id, at]));
  const lately = (code: Code) => used.get(code.id) ?? recent.length;
  const found: { code: Code; rank: number; ranges: Range[] }[] = [];
  for (const code of codes) {
    if (typed === "") {
      found.push({ code, rank: 0, ranges: [] });
      continue;
    }
    const name = fold(code.name);
    const hit = answer(typed, parts, name.text, fold(code.path).text);
    if (hit) found.push({ code, rank: hit.rank, ranges: unfolded(name, hit.ranges) });
  }
  found.sort((one, other) => one.rank - other.rank || lately(one.code) - lately(other.code));
  return found.map(({ code, ranges }) => ({ code, ranges }));
}

/** Ranges of the folded name as ranges of the name. */
function unfolded(name: Folded, ranges: readonly Range[]): Range[] {
  return [...ranges]
    .sort((one, other) => one[0] - other[0])
    .map(([start, end]) => [name.from[start]?.[0] ?? 0, name.from[end - 1]?.[1] ?? 0]);
}

/** Whether two names are the same to whoever reads them: case, accents and spaces aside. */
export function sameName(one: string, other: string): boolean {
  const bare = (name: string) => fold(name).text.trim();
  return bare(one) === bare(other);
}
