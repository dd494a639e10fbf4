// Written by js/scripts/generate_types.py from Python's schema: `make types`.

export const MESSAGE_LIMIT = 262144;

export const TEXT_LIMIT = 100000;

export const IMAGE_LIMIT = 1000000;

export const SCORE_RANGES: Record<string, [number, number]> = {"emotion": [-2.0, 2.0], "opportunity": [0.0, 20.0]};

export interface FieldSpec {
  kind: string;
  default: unknown;
  required?: boolean;
  choices?: string[];
  ref?: string;
  onDelete?: "delete" | "clear";
  low?: number;
  high?: number;
  limit?: number;
}

export type TableName = "meta" | "stages" | "lanes" | "cards" | "personas" | "metrics" | "values" | "evidence" | "asks" | "links" | "study" | "participants" | "sources" | "segments" | "codes" | "quotes" | "applications" | "memos";

export const TABLES: Record<TableName, Record<string, FieldSpec>> = {
 "meta": {
  "id": {
   "kind": "id",
   "default": null,
   "required": true
  },
  "title": {
   "kind": "text",
   "default": ""
  },
  "description": {
   "kind": "text",
   "default": ""
  },
  "scenario": {
   "kind": "text",
   "default": ""
  },
  "expectations": {
   "kind": "text",
   "default": ""
  },
  "objectives": {
   "kind": "list",
   "default": []
  },
  "state": {
   "kind": "choice",
   "default": "as_is",
   "choices": [
    "as_is",
    "to_be"
   ]
  },
  "owner": {
   "kind": "text",
   "default": ""
  },
  "tags": {
   "kind": "list",
   "default": []
  },
  "reviewed_at": {
   "kind": "date",
   "default": null
  },
  "review_every_days": {
   "kind": "integer",
   "default": null,
   "low": 1
  },
  "evidence_enough": {
   "kind": "integer",
   "default": 3,
   "low": 1
  }
 },
 "stages": {
  "id": {
   "kind": "id",
   "default": null,
   "required": true
  },
  "title": {
   "kind": "text",
   "default": ""
  },
  "parent": {
   "kind": "ref",
   "default": null,
   "ref": "stages",
   "onDelete": "delete"
  },
  "order": {
   "kind": "order",
   "default": null,
   "required": true
  },
  "description": {
   "kind": "text",
   "default": ""
  },
  "goal": {
   "kind": "text",
   "default": ""
  },
  "moment_of_truth": {
   "kind": "boolean",
   "default": false
  },
  "owner": {
   "kind": "text",
   "default": ""
  }
 },
 "lanes": {
  "id": {
   "kind": "id",
   "default": null,
   "required": true
  },
  "title": {
   "kind": "text",
   "default": ""
  },
  "kind": {
   "kind": "choice",
   "default": "text",
   "choices": [
    "text",
    "touchpoint",
    "emotion",
    "pain",
    "gain",
    "opportunity",
    "quote",
    "image",
    "metric"
   ]
  },
  "role": {
   "kind": "choice",
   "default": null,
   "choices": [
    "customer",
    "frontstage",
    "backstage",
    "support"
   ]
  },
  "order": {
   "kind": "order",
   "default": null,
   "required": true
  },
  "description": {
   "kind": "text",
   "default": ""
  },
  "metric": {
   "kind": "ref",
   "default": null,
   "ref": "metrics",
   "onDelete": "clear"
  },
  "collapsed": {
   "kind": "boolean",
   "default": false
  }
 },
 "cards": {
  "id": {
   "kind": "id",
   "default": null,
   "required": true
  },
  "stage": {
   "kind": "ref",
   "default": null,
   "required": true,
   "ref": "stages",
   "onDelete": "delete"
  },
  "lane": {
   "kind": "ref",
   "default": null,
   "required": true,
   "ref": "lanes",
   "onDelete": "delete"
  },
  "persona": {
   "kind": "ref",
   "default": null,
   "ref": "personas",
   "onDelete": "delete"
  },
  "text": {
   "kind": "text",
   "default": ""
  },
  "order": {
   "kind": "order",
   "default": null,
   "required": true
  },
  "score": {
   "kind": "number",
   "default": null
  },
  "channel": {
   "kind": "text",
   "default": null
  },
  "url": {
   "kind": "text",
   "default": ""
  },
  "image": {
   "kind": "image",
   "default": ""
  },
  "owner": {
   "kind": "text",
   "default": ""
  },
  "tags": {
   "kind": "list",
   "default": []
  },
  "fields": {
   "kind": "map",
   "default": {}
  }
 },
 "personas": {
  "id": {
   "kind": "id",
   "default": null,
   "required": true
  },
  "name": {
   "kind": "text",
   "default": ""
  },
  "initials": {
   "kind": "text",
   "default": ""
  },
  "color": {
   "kind": "color",
   "default": null
  },
  "image": {
   "kind": "image",
   "default": ""
  },
  "quote": {
   "kind": "text",
   "default": ""
  },
  "bio": {
   "kind": "text",
   "default": ""
  },
  "segment": {
   "kind": "text",
   "default": ""
  },
  "share": {
   "kind": "number",
   "default": null,
   "low": 0,
   "high": 1
  },
  "age": {
   "kind": "text",
   "default": ""
  },
  "gender": {
   "kind": "text",
   "default": ""
  },
  "status": {
   "kind": "text",
   "default": ""
  },
  "location": {
   "kind": "text",
   "default": ""
  },
  "occupation": {
   "kind": "text",
   "default": ""
  },
  "category": {
   "kind": "text",
   "default": ""
  },
  "goals": {
   "kind": "list",
   "default": []
  },
  "needs": {
   "kind": "list",
   "default": []
  },
  "desires": {
   "kind": "list",
   "default": []
  },
  "expectations": {
   "kind": "list",
   "default": []
  },
  "motivations": {
   "kind": "list",
   "default": []
  },
  "frustrations": {
   "kind": "list",
   "default": []
  },
  "jobs": {
   "kind": "list",
   "default": []
  },
  "channels": {
   "kind": "list",
   "default": []
  },
  "traits": {
   "kind": "map",
   "default": {}
  },
  "tags": {
   "kind": "list",
   "default": []
  },
  "order": {
   "kind": "order",
   "default": null,
   "required": true
  }
 },
 "metrics": {
  "id": {
   "kind": "id",
   "default": null,
   "required": true
  },
  "title": {
   "kind": "text",
   "default": ""
  },
  "method": {
   "kind": "text",
   "default": ""
  },
  "unit": {
   "kind": "text",
   "default": ""
  },
  "direction": {
   "kind": "choice",
   "default": "up",
   "choices": [
    "up",
    "down"
   ]
  },
  "target": {
   "kind": "number",
   "default": null
  },
  "source": {
   "kind": "text",
   "default": ""
  },
  "description": {
   "kind": "text",
   "default": ""
  }
 },
 "values": {
  "id": {
   "kind": "id",
   "default": null,
   "required": true
  },
  "metric": {
   "kind": "ref",
   "default": null,
   "required": true,
   "ref": "metrics",
   "onDelete": "delete"
  },
  "stage": {
   "kind": "ref",
   "default": null,
   "required": true,
   "ref": "stages",
   "onDelete": "delete"
  },
  "persona": {
   "kind": "ref",
   "default": null,
   "ref": "personas",
   "onDelete": "delete"
  },
  "period": {
   "kind": "text",
   "default": null
  },
  "value": {
   "kind": "number",
   "default": null
  },
  "low": {
   "kind": "number",
   "default": null
  },
  "high": {
   "kind": "number",
   "default": null
  },
  "n": {
   "kind": "integer",
   "default": null,
   "low": 0
  },
  "note": {
   "kind": "text",
   "default": ""
  },
  "computed_at": {
   "kind": "text",
   "default": null
  }
 },
 "evidence": {
  "id": {
   "kind": "id",
   "default": null,
   "required": true
  },
  "card": {
   "kind": "ref",
   "default": null,
   "required": true,
   "ref": "cards",
   "onDelete": "delete"
  },
  "stance": {
   "kind": "choice",
   "default": "supports",
   "choices": [
    "supports",
    "contradicts",
    "context"
   ]
  },
  "quote": {
   "kind": "text",
   "default": ""
  },
  "participant": {
   "kind": "text",
   "default": ""
  },
  "source": {
   "kind": "text",
   "default": ""
  },
  "quote_id": {
   "kind": "text",
   "default": null
  },
  "study": {
   "kind": "text",
   "default": null
  },
  "score": {
   "kind": "number",
   "default": null,
   "low": -2,
   "high": 2
  },
  "level": {
   "kind": "choice",
   "default": "team",
   "choices": [
    "private",
    "team",
    "public"
   ]
  }
 },
 "asks": {
  "id": {
   "kind": "id",
   "default": null,
   "required": true
  },
  "card": {
   "kind": "ref",
   "default": null,
   "required": true,
   "ref": "cards",
   "onDelete": "delete"
  },
  "asked": {
   "kind": "integer",
   "default": null,
   "required": true,
   "low": 0
  },
  "note": {
   "kind": "text",
   "default": ""
  }
 },
 "links": {
  "id": {
   "kind": "id",
   "default": null,
   "required": true
  },
  "source": {
   "kind": "ref",
   "default": null,
   "required": true,
   "ref": "stages",
   "onDelete": "delete"
  },
  "target": {
   "kind": "ref",
   "default": null,
   "required": true,
   "ref": "stages",
   "onDelete": "delete"
  },
  "label": {
   "kind": "text",
   "default": ""
  },
  "kind": {
   "kind": "choice",
   "default": "next",
   "choices": [
    "next",
    "loop",
    "branch",
    "skip"
   ]
  },
  "share": {
   "kind": "number",
   "default": null,
   "low": 0,
   "high": 1
  }
 },
 "study": {
  "id": {
   "kind": "id",
   "default": null,
   "required": true
  },
  "title": {
   "kind": "text",
   "default": ""
  },
  "description": {
   "kind": "text",
   "default": ""
  },
  "method": {
   "kind": "text",
   "default": ""
  },
  "questions": {
   "kind": "list",
   "default": []
  },
  "owner": {
   "kind": "text",
   "default": ""
  },
  "tags": {
   "kind": "list",
   "default": []
  }
 },
 "participants": {
  "id": {
   "kind": "id",
   "default": null,
   "required": true
  },
  "pseudonym": {
   "kind": "text",
   "default": ""
  },
  "role": {
   "kind": "choice",
   "default": "participant",
   "choices": [
    "participant",
    "moderator",
    "observer"
   ]
  },
  "persona": {
   "kind": "text",
   "default": null
  },
  "share": {
   "kind": "choice",
   "default": "team",
   "choices": [
    "private",
    "team",
    "public"
   ]
  },
  "consent": {
   "kind": "text",
   "default": ""
  },
  "consent_until": {
   "kind": "date",
   "default": null
  },
  "attributes": {
   "kind": "map",
   "default": {}
  },
  "order": {
   "kind": "order",
   "default": null,
   "required": true
  }
 },
 "sources": {
  "id": {
   "kind": "id",
   "default": null,
   "required": true
  },
  "title": {
   "kind": "text",
   "default": ""
  },
  "text": {
   "kind": "text",
   "default": "",
   "limit": 10000000
  },
  "kind": {
   "kind": "choice",
   "default": "interview",
   "choices": [
    "interview",
    "focus_group",
    "survey",
    "notes",
    "other"
   ]
  },
  "provenance": {
   "kind": "choice",
   "default": "raw",
   "choices": [
    "raw",
    "cleaned",
    "notes"
   ]
  },
  "sha256": {
   "kind": "text",
   "default": ""
  },
  "method": {
   "kind": "text",
   "default": ""
  },
  "recorded_at": {
   "kind": "date",
   "default": null
  },
  "language": {
   "kind": "text",
   "default": ""
  },
  "fields": {
   "kind": "map",
   "default": {}
  },
  "order": {
   "kind": "order",
   "default": null,
   "required": true
  }
 },
 "segments": {
  "id": {
   "kind": "id",
   "default": null,
   "required": true
  },
  "source": {
   "kind": "ref",
   "default": null,
   "required": true,
   "ref": "sources",
   "onDelete": "delete"
  },
  "start": {
   "kind": "integer",
   "default": null,
   "required": true,
   "low": 0
  },
  "end": {
   "kind": "integer",
   "default": null,
   "required": true,
   "low": 0
  },
  "participant": {
   "kind": "ref",
   "default": null,
   "ref": "participants",
   "onDelete": "clear"
  },
  "time_start": {
   "kind": "number",
   "default": null,
   "low": 0
  },
  "time_end": {
   "kind": "number",
   "default": null,
   "low": 0
  },
  "question": {
   "kind": "text",
   "default": ""
  }
 },
 "codes": {
  "id": {
   "kind": "id",
   "default": null,
   "required": true
  },
  "name": {
   "kind": "text",
   "default": ""
  },
  "kind": {
   "kind": "choice",
   "default": "theme",
   "choices": [
    "theme",
    "stage",
    "touchpoint",
    "action",
    "thought",
    "emotion",
    "pain",
    "gain",
    "need",
    "opportunity",
    "other"
   ]
  },
  "parent": {
   "kind": "ref",
   "default": null,
   "ref": "codes",
   "onDelete": "clear"
  },
  "definition": {
   "kind": "text",
   "default": ""
  },
  "apply_when": {
   "kind": "text",
   "default": ""
  },
  "not_this": {
   "kind": "text",
   "default": ""
  },
  "color": {
   "kind": "color",
   "default": null
  },
  "order": {
   "kind": "order",
   "default": null,
   "required": true
  }
 },
 "quotes": {
  "id": {
   "kind": "id",
   "default": null,
   "required": true
  },
  "source": {
   "kind": "ref",
   "default": null,
   "required": true,
   "ref": "sources",
   "onDelete": "delete"
  },
  "start": {
   "kind": "integer",
   "default": null,
   "low": 0
  },
  "end": {
   "kind": "integer",
   "default": null,
   "low": 0
  },
  "exact": {
   "kind": "text",
   "default": ""
  },
  "prefix": {
   "kind": "text",
   "default": ""
  },
  "suffix": {
   "kind": "text",
   "default": ""
  },
  "participant": {
   "kind": "ref",
   "default": null,
   "ref": "participants",
   "onDelete": "delete"
  },
  "display": {
   "kind": "text",
   "default": null
  },
  "score": {
   "kind": "number",
   "default": null,
   "low": -2,
   "high": 2
  },
  "level": {
   "kind": "choice",
   "default": "team",
   "choices": [
    "private",
    "team",
    "public"
   ]
  },
  "coder": {
   "kind": "text",
   "default": ""
  }
 },
 "applications": {
  "id": {
   "kind": "id",
   "default": null,
   "required": true
  },
  "quote": {
   "kind": "ref",
   "default": null,
   "required": true,
   "ref": "quotes",
   "onDelete": "delete"
  },
  "code": {
   "kind": "ref",
   "default": null,
   "required": true,
   "ref": "codes",
   "onDelete": "delete"
  },
  "coder": {
   "kind": "text",
   "default": ""
  },
  "origin": {
   "kind": "choice",
   "default": "human",
   "choices": [
    "human",
    "import",
    "model"
   ]
  },
  "accepted": {
   "kind": "boolean",
   "default": true
  },
  "rejected": {
   "kind": "boolean",
   "default": false
  },
  "confidence": {
   "kind": "number",
   "default": null,
   "low": 0,
   "high": 1
  },
  "rationale": {
   "kind": "list",
   "default": []
  },
  "at": {
   "kind": "text",
   "default": null
  }
 },
 "memos": {
  "id": {
   "kind": "id",
   "default": null,
   "required": true
  },
  "source": {
   "kind": "ref",
   "default": null,
   "ref": "sources",
   "onDelete": "delete"
  },
  "quote": {
   "kind": "ref",
   "default": null,
   "ref": "quotes",
   "onDelete": "delete"
  },
  "code": {
   "kind": "ref",
   "default": null,
   "ref": "codes",
   "onDelete": "delete"
  },
  "participant": {
   "kind": "ref",
   "default": null,
   "ref": "participants",
   "onDelete": "delete"
  },
  "text": {
   "kind": "text",
   "default": ""
  },
  "author": {
   "kind": "text",
   "default": ""
  },
  "private": {
   "kind": "boolean",
   "default": false
  },
  "at": {
   "kind": "text",
   "default": null
  }
 }
};

export interface DocumentKind {
  noun: string;
  record: TableName;
  tables: TableName[];
}

/** What a journey holds. */
export const JOURNEY: DocumentKind = {"noun": "journey", "record": "meta", "tables": ["meta", "stages", "lanes", "cards", "personas", "metrics", "values", "evidence", "asks", "links"]};

/** What a study holds. */
export const STUDY: DocumentKind = {"noun": "study", "record": "study", "tables": ["study", "participants", "sources", "segments", "codes", "quotes", "applications", "memos"]};

export interface Meta {
  /** A short string that never changes and is never derived from text. */
  id: string;
  /** The journey's name. */
  title: string;
  /** What the map is about. */
  description: string;
  /** The situation and the goal that the journey addresses. */
  scenario: string;
  /** What people expect of it. */
  expectations: string;
  /** What the map is meant to decide. */
  objectives: string[];
  /** The journey as it is, or as it should be. */
  state: "as_is" | "to_be";
  /** Who keeps the map. */
  owner: string;
  /** Free labels. */
  tags: string[];
  /** The day of the last review, YYYY-MM-DD. */
  reviewed_at: string | null;
  /** How often it should be reviewed. */
  review_every_days: number | null;
  /** How many participants must support a card before its evidence counts as enough. */
  evidence_enough: number;
}

export interface Stage {
  /** A short string that never changes and is never derived from text. */
  id: string;
  /** The stage's name. */
  title: string;
  /** A stage id makes this row a step of that stage, one level deep. */
  parent: string | null;
  /** A fractional key: rows are shown in its string order. */
  order: string;
  /** What happens here. */
  description: string;
  /** What the person wants to reach here. */
  goal: string;
  /** Whether it decides about satisfaction, purchase or recommendation. */
  moment_of_truth: boolean;
  /** Who is responsible. */
  owner: string;
}

export interface Lane {
  /** A short string that never changes and is never derived from text. */
  id: string;
  /** The lane's name. */
  title: string;
  /** What its cards are. */
  kind: "text" | "touchpoint" | "emotion" | "pain" | "gain" | "opportunity" | "quote" | "image" | "metric";
  /** Where it stands in a service blueprint. */
  role: "customer" | "frontstage" | "backstage" | "support" | null;
  /** A fractional key: rows are shown in its string order. */
  order: string;
  /** Small print under the title. */
  description: string;
  /** The metric that a metric lane shows. */
  metric: string | null;
  /** Whether its cards are folded away. */
  collapsed: boolean;
}

export interface Card {
  /** A short string that never changes and is never derived from text. */
  id: string;
  /** The stage or step. */
  stage: string;
  /** The lane. */
  lane: string;
  /** The persona it belongs to; null means everyone. */
  persona: string | null;
  /** The words on the card. */
  text: string;
  /** A fractional key: rows are shown in its string order. */
  order: string;
  /** Emotion -2 to +2, opportunity 0 to 20; other lanes take any number. */
  score: number | null;
  /** The medium of a touchpoint. */
  channel: string | null;
  /** A link: http, https or mailto. */
  url: string;
  /** A picture as a data: URL (PNG, JPEG, WebP or GIF). */
  image: string;
  /** Who acts on it. */
  owner: string;
  /** Free labels. */
  tags: string[];
  /** Columns of the caller's own. */
  fields: Record<string, unknown>;
}

export interface Persona {
  /** A short string that never changes and is never derived from text. */
  id: string;
  /** The persona's name. */
  name: string;
  /** One to three letters for the badge. */
  initials: string;
  /** #rgb or #rrggbb. */
  color: string | null;
  /** A portrait as a data: URL (PNG, JPEG, WebP or GIF). */
  image: string;
  /** A sentence in the persona's own words. */
  quote: string;
  /** Who this is. */
  bio: string;
  /** A query that defines the persona over the caller's data. */
  segment: string;
  /** Share of the people, 0 to 1. */
  share: number | null;
  /** An age or a range. */
  age: string;
  /** Gender. */
  gender: string;
  /** Family or civil status. */
  status: string;
  /** Where they live. */
  location: string;
  /** What they do. */
  occupation: string;
  /** Socio-professional category. */
  category: string;
  /** What they want to reach. */
  goals: string[];
  /** What they need. */
  needs: string[];
  /** What they wish for. */
  desires: string[];
  /** What they expect. */
  expectations: string[];
  /** What drives them. */
  motivations: string[];
  /** What annoys them. */
  frustrations: string[];
  /** The jobs they want done. */
  jobs: string[];
  /** The channels they use. */
  channels: string[];
  /** Named traits, from -1 to 1. */
  traits: Record<string, unknown>;
  /** Free labels. */
  tags: string[];
  /** A fractional key: rows are shown in its string order. */
  order: string;
}

export interface Metric {
  /** A short string that never changes and is never derived from text. */
  id: string;
  /** The metric's name. */
  title: string;
  /** How it is computed, and its denominator. */
  method: string;
  /** Its unit, such as %. */
  unit: string;
  /** Whether more is better. */
  direction: "up" | "down";
  /** The value aimed for. */
  target: number | null;
  /** Where the numbers come from. */
  source: string;
  /** Small print. */
  description: string;
}

export interface Value {
  /** A short string that never changes and is never derived from text. */
  id: string;
  /** What was measured. */
  metric: string;
  /** Where. */
  stage: string;
  /** For whom; null means everyone. */
  persona: string | null;
  /** When, such as 2026-Q3. */
  period: string | null;
  /** The figure; null where there is none: see `n` and `note`. */
  value: number | null;
  /** Lower end of the interval. */
  low: number | null;
  /** Upper end of the interval. */
  high: number | null;
  /** How many it rests on. */
  n: number | null;
  /** Why there is no figure, such as: median not reached. */
  note: string;
  /** When it was computed, ISO 8601. */
  computed_at: string | null;
}

export interface Evidence {
  /** A short string that never changes and is never derived from text. */
  id: string;
  /** The claim. */
  card: string;
  /** What the quote says of the claim. */
  stance: "supports" | "contradicts" | "context";
  /** The words said, without names; empty where they are private. */
  quote: string;
  /** Who said them, by pseudonym. */
  participant: string;
  /** Where they were said. */
  source: string;
  /** The quote's id in its study. */
  quote_id: string | null;
  /** The id of the study that the quote is from. */
  study: string | null;
  /** How the words feel, -2 to +2. */
  score: number | null;
  /** Who may see the words, at most. */
  level: "private" | "team" | "public";
}

export interface Ask {
  /** A short string that never changes and is never derived from text. */
  id: string;
  /** The claim. */
  card: string;
  /** How many people the card's question was put to. */
  asked: number;
  /** Who that is, such as: everybody who was interviewed. */
  note: string;
}

export interface Link {
  /** A short string that never changes and is never derived from text. */
  id: string;
  /** From this stage. */
  source: string;
  /** To this stage. */
  target: string;
  /** Words on the arrow. */
  label: string;
  /** What the arrow means. */
  kind: "next" | "loop" | "branch" | "skip";
  /** Share of the people who take it, 0 to 1. */
  share: number | null;
}

export interface StudyRecord {
  /** A short string that never changes and is never derived from text. */
  id: string;
  /** The study's name. */
  title: string;
  /** What it is about. */
  description: string;
  /** How people were asked. */
  method: string;
  /** What the study wants to know. */
  questions: string[];
  /** Who keeps it. */
  owner: string;
  /** Free labels. */
  tags: string[];
}

export interface Participant {
  /** A short string that never changes and is never derived from text. */
  id: string;
  /** What the person is called everywhere, such as P1; never a name. */
  pseudonym: string;
  /** What a moderator or an observer says is never counted as evidence. */
  role: "participant" | "moderator" | "observer";
  /** The persona that the person is like. */
  persona: string | null;
  /** The widest circle that the person has agreed to. */
  share: "private" | "team" | "public";
  /** How and when consent was given. */
  consent: string;
  /** The last day on which the words may be shared, YYYY-MM-DD. */
  consent_until: string | null;
  /** What is known of the person, by name. */
  attributes: Record<string, unknown>;
  /** A fractional key: rows are shown in its string order. */
  order: string;
}

export interface Source {
  /** A short string that never changes and is never derived from text. */
  id: string;
  /** The source's name. */
  title: string;
  /** All of its words, with LF between lines and without speakers' names. */
  text: string;
  /** What it is. */
  kind: "interview" | "focus_group" | "survey" | "notes" | "other";
  /** As it was said, cleaned up, or noted by somebody. */
  provenance: "raw" | "cleaned" | "notes";
  /** The digest of what was read, before anything was changed. */
  sha256: string;
  /** How it was taken down. */
  method: string;
  /** The day of the recording, YYYY-MM-DD. */
  recorded_at: string | null;
  /** Its language, such as en. */
  language: string;
  /** Columns of the caller's own. */
  fields: Record<string, unknown>;
  /** A fractional key: rows are shown in its string order. */
  order: string;
}

export interface Segment {
  /** A short string that never changes and is never derived from text. */
  id: string;
  /** Where it stands. */
  source: string;
  /** Its first code point. */
  start: number;
  /** The code point after its last. */
  end: number;
  /** Who speaks. */
  participant: string | null;
  /** Seconds from the beginning of the recording. */
  time_start: number | null;
  /** Seconds from the beginning of the recording. */
  time_end: number | null;
  /** The question that it answers. */
  question: string;
}

export interface Code {
  /** A short string that never changes and is never derived from text. */
  id: string;
  /** The code's name. */
  name: string;
  /** What it names. */
  kind: "theme" | "stage" | "touchpoint" | "action" | "thought" | "emotion" | "pain" | "gain" | "need" | "opportunity" | "other";
  /** The code that it is a part of. */
  parent: string | null;
  /** What it means. */
  definition: string;
  /** When to use it. */
  apply_when: string;
  /** What it is not to be used for. */
  not_this: string;
  /** #rgb or #rrggbb. */
  color: string | null;
  /** A fractional key: rows are shown in its string order. */
  order: string;
}

export interface Quote {
  /** A short string that never changes and is never derived from text. */
  id: string;
  /** Where it was said. */
  source: string;
  /** Its first code point in the source; null where its place is lost. */
  start: number | null;
  /** The code point after its last; null where its place is lost. */
  end: number | null;
  /** The words, as the source has them. */
  exact: string;
  /** What stands before it, by which it is found again. */
  prefix: string;
  /** What stands after it, by which it is found again. */
  suffix: string;
  /** Who said it. */
  participant: string | null;
  /** The words as they are shown, with [...] and [additions]; null shows them as they were said. */
  display: string | null;
  /** How it feels, -2 to +2. */
  score: number | null;
  /** Who may see it, at most. */
  level: "private" | "team" | "public";
  /** Who marked it. */
  coder: string;
}

export interface Application {
  /** A short string that never changes and is never derived from text. */
  id: string;
  /** The quote. */
  quote: string;
  /** The code. */
  code: string;
  /** Who applied it. */
  coder: string;
  /** Where it comes from. */
  origin: "human" | "import" | "model";
  /** Whether it counts; a model's does not until a person accepts it. */
  accepted: boolean;
  /** Whether a person said no to a suggestion: it stays, so that it is not made again. */
  rejected: boolean;
  /** How sure the model is, 0 to 1. */
  confidence: number | null;
  /** Why the model suggests it. */
  rationale: string[];
  /** When, ISO 8601. */
  at: string | null;
}

export interface Memo {
  /** A short string that never changes and is never derived from text. */
  id: string;
  /** The source that it is about. */
  source: string | null;
  /** The quote that it is about. */
  quote: string | null;
  /** The code that it is about. */
  code: string | null;
  /** The person that it is about. */
  participant: string | null;
  /** What was noted. */
  text: string;
  /** Who noted it. */
  author: string;
  /** Whether only its author should read it. */
  private: boolean;
  /** When, ISO 8601. */
  at: string | null;
}

export type WireOp =
  | { op: "add"; table: TableName; id: string; row: Record<string, unknown> }
  | { op: "set"; table: TableName; id: string; values: Record<string, unknown> }
  | { op: "delete"; table: TableName; id: string }
  | { op: "restore"; table: TableName; id: string };

/** Page to kernel: an edit, shown at once and kept pending until answered. */
export interface ChangeMessage {
  undoes?: number;
  redoes?: number;
  jw: 1;
  type: "change";
  client: string;
  seq: number;
  first: number;
  epoch: string;
  base: number;
  label: string;
  ops: WireOp[];
}

/** Page to kernel: on load, on wake, and every 5 s while something is pending. */
export interface HelloMessage {
  jw: 1;
  type: "hello";
  client: string;
  epoch: string;
  revision: number;
}

/** A page's change that does not hold: nothing changed. */
export interface RejectEntry {
  table?: string;
  id?: string;
  field?: string;
  current?: unknown;
  client: string;
  seq: number;
  code: string;
  reason: string;
}

/** Kernel to page: what holds; to its sender the acknowledgement. */
export interface PatchMessage {
  jw: 1;
  type: "patch";
  epoch: string;
  base: number;
  revision: number;
  client: string | null;
  seq: number | null;
  ops: WireOp[];
}

/** Kernel to page: the edit is rolled back, and the reason shown where it was made. */
export interface RejectMessage {
  table?: string;
  id?: string;
  field?: string;
  current?: unknown;
  client: string;
  seq: number;
  code: string;
  reason: string;
  jw: 1;
  type: "reject";
  epoch: string;
}

/** Kernel to page: one piece of the whole document, as JSON text cut into `parts`. */
export interface SnapshotMessage {
  jw: 1;
  type: "snapshot";
  epoch: string;
  revision: number;
  client: string | null;
  part: number;
  parts: number;
  document: string;
  seen: Record<string, number>;
  rejected: RejectEntry[];
}

/** Page to kernel: the text of a source from its passage `from` on, `count` passages at most. */
export interface ReadMessage {
  jw: 1;
  type: "read";
  source: string;
  at: number;
  count: number;
}

/** Page to kernel: where all sources have these words; `id` is the page's number of the search. */
export interface SearchMessage {
  jw: 1;
  type: "search";
  client: string;
  id: number;
  query: string;
}

/** A turn, an answer, or a piece of one where it is long (`part` counts from 0). */
export interface PassageEntry {
  id: string;
  part: number;
  start: number;
  end: number;
  participant: string | null;
  time: number | null;
  question: string;
}

/** Where a source has the words looked for, in code points of the text as the page may see it. */
export interface Hit {
  source: string;
  start: number;
  end: number;
}

/** Kernel to page: passages of a source, with their texts one after the other. */
export interface TextMessage {
  jw: 1;
  type: "text";
  source: string;
  view: string;
  total: number;
  length: number;
  at: number;
  passages: PassageEntry[];
  text: string;
}

/** Kernel to page: the answer to a search; `more` says how many hits are not among these. */
export interface HitsMessage {
  jw: 1;
  type: "hits";
  client: string;
  id: number;
  hits: Hit[];
  more: number;
}

export type FromPage = ChangeMessage | HelloMessage;

export type FromKernel = PatchMessage | RejectMessage | SnapshotMessage;
