/** Which stages of a map stand on which page. Pure: it knows no page and no journey. */
import type { Group } from "../state/place";

/**
 * The columns of a map in slices of at most `most`, as even as they can be. A stage with its steps
 * stays together where it fits.
 */
export function slices(groups: readonly Group[], most: number): Group[][] {
  const pieces = groups.flatMap(({ stage, columns }) =>
    Array.from({ length: Math.ceil(columns.length / most) }, (_, at): Group => {
      return { stage, columns: columns.slice(at * most, (at + 1) * most) };
    }),
  );
  const total = pieces.reduce((sum, { columns }) => sum + columns.length, 0);
  const fewest = filled(pieces, most).length;
  // The narrowest slices that need no page more.
  let even = Math.max(1, Math.ceil(total / Math.max(1, fewest)));
  while (even < most && filled(pieces, even).length > fewest) even += 1;
  return filled(pieces, even);
}

function filled(pieces: readonly Group[], most: number): Group[][] {
  const found: Group[][] = [];
  let size = 0;
  for (const piece of pieces) {
    const { length } = piece.columns;
    const last = found.at(-1);
    if (last && size + length <= most) last.push(piece);
    else {
      found.push([piece]);
      size = 0;
    }
    size += length;
  }
  return found;
}
