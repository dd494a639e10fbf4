/** Columns: the stages and steps that a map gives room to. */

export interface StageLike {
  readonly id: string;
  readonly parent: string | null;
}

export interface Column {
  /** The stage or step whose cards stand here. */
  readonly stage: string;
  /** The stage whose header spans it; the same as `stage` for a stage's own column. */
  readonly group: string;
}

/**
 * The leaf columns of `stages` (in the order shown: each followed by its steps). A stage with
 * steps has a column of its own, before theirs, only where it `holds` cards or values itself.
 */
export function columns(
  stages: readonly StageLike[],
  holds: (stage: string) => boolean,
): readonly Column[] {
  const withSteps = new Set(stages.map((stage) => stage.parent));
  return stages
    .filter(({ id, parent }) => parent !== null || !withSteps.has(id) || holds(id))
    .map(({ id, parent }) => ({ stage: id, group: parent ?? id }));
}
