/** The traits of a persona: names with a number from -1 to 1, written as one map. */

export type Traits = Readonly<Record<string, unknown>>;

/** Names with their numbers, in their order. */
export function traitsOf(traits: Traits): [name: string, value: number][] {
  return Object.entries(traits).map(([name, value]) => [
    name,
    typeof value === "number" ? value : 0,
  ]);
}

function has(traits: Traits, name: string): boolean {
  return Object.keys(traits).includes(name);
}

function refuseTaken(traits: Traits, name: string): void {
  if (has(traits, name)) throw new Error(`There is a trait “${name}” already.`);
}

/** Add traits in the middle of their scale. Throws where there is one of that name. */
export function addTraits(traits: Traits, names: readonly string[]): Record<string, unknown> {
  for (const name of names) refuseTaken(traits, name);
  return { ...traits, ...Object.fromEntries(names.map((name) => [name, 0])) };
}

/** Rename in its place; an empty name removes it. Throws where there is one of that name. */
export function renameTrait(traits: Traits, old: string, name: string): Record<string, unknown> {
  if (name === old) return { ...traits };
  if (!name) return removeTrait(traits, old);
  refuseTaken(traits, name);
  if (!has(traits, old)) return addTraits(traits, [name]);
  return Object.fromEntries(
    Object.entries(traits).map(([key, value]) => [key === old ? name : key, value]),
  );
}

export function setTrait(traits: Traits, name: string, value: number): Record<string, unknown> {
  // Not by assignment: a trait may have a name such as "__proto__".
  return { ...traits, ...Object.fromEntries([[name, value]]) };
}

export function removeTrait(traits: Traits, name: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(traits).filter(([key]) => key !== name));
}

/** The two ends of a trait named like "Novice – Expert". */
export function polesOf(name: string): [string, string] | undefined {
  const [low, high, ...more] = name.split(/\s+(?:[–—↔|]|<->|vs\.?)\s+/u);
  return low?.trim() && high?.trim() && more.length === 0 ? [low.trim(), high.trim()] : undefined;
}
