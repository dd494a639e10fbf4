/** The fields of a persona card, in the order in which they stand there. */
import type { ListField } from "../../actions/personas-lists";
import type { Persona } from "../../generated/schema";

export type TextField =
  | "quote"
  | "bio"
  | "segment"
  | "age"
  | "gender"
  | "status"
  | "location"
  | "occupation"
  | "category";

export const TEXTS: readonly { field: TextField; label: string }[] = [
  { field: "occupation", label: "Occupation" },
  { field: "category", label: "Category" },
  { field: "quote", label: "Quote" },
  { field: "bio", label: "Bio" },
  { field: "age", label: "Age" },
  { field: "gender", label: "Gender" },
  { field: "status", label: "Status" },
  { field: "location", label: "Location" },
  { field: "segment", label: "Segment" },
];

/** Those that stand in the definition list; occupation and category stand under the name. */
export const DEMOGRAPHICS = TEXTS.filter(({ field }) =>
  ["age", "gender", "status", "location"].includes(field),
);

export interface ListSpec {
  field: ListField;
  label: string;
  /** The name of one item, in the middle of a sentence. */
  one: string;
}

export const LISTS: readonly ListSpec[] = [
  { field: "goals", label: "Goals", one: "goal" },
  { field: "needs", label: "Needs", one: "need" },
  { field: "desires", label: "Desires", one: "desire" },
  { field: "expectations", label: "Expectations", one: "expectation" },
  { field: "motivations", label: "Motivations", one: "motivation" },
  { field: "frustrations", label: "Frustrations", one: "frustration" },
  { field: "jobs", label: "Jobs to be done", one: "job" },
  { field: "channels", label: "Channels", one: "channel" },
  { field: "tags", label: "Tags", one: "tag" },
];

/** Where a notice about a field stands, where that is not at the field itself. */
export function placeOf(field: string | undefined): string | undefined {
  if (field === "color" || field === "image" || field === "initials") return "name";
  return field;
}

/** Whether a notice about this field can stand at it. */
export function hasPlace(field: string | undefined): field is keyof Persona {
  const place = placeOf(field);
  return (
    place === "name" ||
    place === "share" ||
    place === "traits" ||
    TEXTS.some((text) => text.field === place) ||
    LISTS.some((list) => list.field === place)
  );
}
