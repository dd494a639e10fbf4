/** Ids: short random strings, never derived from text. */
const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const ALPHABET = `${LETTERS}0123456789`;
const LENGTH = 10;

function pick(from: string): string {
  const [drawn = 0] = crypto.getRandomValues(new Uint32Array(1));
  return from.charAt(drawn % from.length);
}

/** A leading letter keeps a spreadsheet from reading an id as a number. */
export function newId(): string {
  return pick(LETTERS) + Array.from({ length: LENGTH - 1 }, () => pick(ALPHABET)).join("");
}
