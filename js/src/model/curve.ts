/** The emotion curve: what each persona feels at each stage, from -2 to +2. */

export interface Point {
  readonly stage: string;
  /** Null for the cards that belong to everyone. */
  readonly persona: string | null;
  /** The mean of the scored quotes behind the emotion cards there; without any, of the cards' own scores. */
  readonly score: number;
  /** How many quotes, or cards, that is. */
  readonly n: number;
  /** Whether it is the mean of quotes. */
  readonly quoted: boolean;
}

interface Scored {
  readonly id: string;
  readonly stage: string;
  readonly persona: string | null;
  readonly score: number | null;
}

interface Scores {
  quotes: number[];
  cards: number[];
}

const NO_QUOTES = (): readonly number[] => [];

/**
 * The points of every persona's curve, by persona, then along the stages. A stage without a
 * scored quote or card has no point: it is a gap, never an interpolation. `cards` are those of the
 * emotion lanes; `stages` and `personas` are ids in the order shown; `quotes` gives the scores of
 * the quotes behind a card.
 */
export function curve(
  cards: Iterable<Scored>,
  stages: readonly string[],
  personas: readonly string[],
  quotes: (card: string) => readonly number[] = NO_QUOTES,
): Point[] {
  const found = new Map<string | null, Map<string, Scores>>();
  for (const { id, stage, persona, score } of cards) {
    const own = found.get(persona) ?? new Map<string, Scores>();
    found.set(persona, own);
    const scores = own.get(stage) ?? { quotes: [], cards: [] };
    own.set(stage, scores);
    scores.quotes.push(...quotes(id));
    if (score !== null) scores.cards.push(score);
  }
  return [null, ...personas].flatMap((persona) =>
    stages.flatMap((stage) => {
      const scores = found.get(persona)?.get(stage);
      const counted = scores?.quotes.length ? scores.quotes : (scores?.cards ?? []);
      const n = counted.length;
      if (n === 0) return [];
      const score = counted.reduce((sum, one) => sum + one, 0) / n;
      return [{ stage, persona, score, n, quoted: counted === scores?.quotes }];
    }),
  );
}
