/** The emotion curve: what each persona feels at each stage, from -2 to +2. */

export interface Point {
  readonly stage: string;
  /** Null for the cards that belong to everyone. */
  readonly persona: string | null;
  /** The mean of the scored emotion cards there. */
  readonly score: number;
  /** How many cards that is. */
  readonly n: number;
}

interface Scored {
  readonly stage: string;
  readonly persona: string | null;
  readonly score: number | null;
}

/**
 * The points of every persona's curve, by persona, then along the stages. A stage without a
 * scored card has no point: it is a gap, never an interpolation. `cards` are those of the
 * emotion lanes; `stages` and `personas` are ids in the order shown.
 */
export function curve(
  cards: Iterable<Scored>,
  stages: readonly string[],
  personas: readonly string[],
): Point[] {
  const sums = new Map<string | null, Map<string, { sum: number; n: number }>>();
  for (const { stage, persona, score } of cards) {
    if (score === null) continue;
    const own = sums.get(persona) ?? new Map<string, { sum: number; n: number }>();
    sums.set(persona, own);
    const { sum, n } = own.get(stage) ?? { sum: 0, n: 0 };
    own.set(stage, { sum: sum + score, n: n + 1 });
  }
  return [null, ...personas].flatMap((persona) =>
    stages.flatMap((stage) => {
      const found = sums.get(persona)?.get(stage);
      return found ? [{ stage, persona, score: found.sum / found.n, n: found.n }] : [];
    }),
  );
}
