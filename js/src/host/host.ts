/** What a view knows of where it runs. Only the files in this folder know a widget model. */
import type {
  FromKernel,
  FromPage,
  HitsMessage,
  ReadMessage,
  SearchMessage,
  TextMessage,
} from "../generated/schema";

/** View settings that Python keeps too; small, and never the document. */
export interface Settings {
  theme: "auto" | "light" | "dark";
  read_only: boolean;
  /** Ids of the rows selected, by table. */
  selection: Record<string, string[]>;
  /** Ids of the personas shown; empty means all. */
  personas: string[];
  /** The journey file's name; empty where the journey is kept in memory only. */
  file: string;
  /** The last revision the kernel acknowledged; written by the page. */
  revision: number;
  /** Height of the map in CSS px; 0 grows with the content. */
  height: number;
  /** Of NotesCoder: whose name applications bear, the open source, the codes on the keys 1 to 9. */
  coder: string;
  source: string;
  code_keys: string[];
  /** Quotes and segments that Python asks to look at, one after the other. */
  _places: readonly { source: string; quote?: string; segment?: string }[];
}

/** The document as the page first meets it. */
export interface Paint {
  epoch: string;
  revision: number;
  /**
   * What keeps the journey: the same string for the same file, whoever has it open. Pending edits
   * are handed on only within it: a copy of a file, or a seeded notebook run twice, has the same
   * ids. The journey's id where nothing is said.
   */
  home?: string;
  /** `{meta, stages: [...], ...}`, rows sparse. */
  document: Record<string, unknown>;
}

export interface Host {
  /** The document at load; what a saved page shows without a kernel. */
  readonly paint: Paint;
  /** False where there can be no kernel: an exported page. */
  readonly live: boolean;
  send(message: FromPage): void;
  onMessage(listen: (message: FromKernel) => void, signal: AbortSignal): void;
  /** What a page asks of a study beside its document, and the answers: the texts of sources. */
  ask?(message: ReadMessage | SearchMessage): void;
  onAnswer?(listen: (message: TextMessage | HitsMessage) => void, signal: AbortSignal): void;
  /** Where the host knows whether there is a kernel at the other end. */
  onConnection?(listen: (connected: boolean) => void, signal: AbortSignal): void;
  get<Name extends keyof Settings>(name: Name): Settings[Name];
  set<Name extends keyof Settings>(name: Name, value: Settings[Name]): void;
  onChange<Name extends keyof Settings>(name: Name, listen: () => void, signal: AbortSignal): void;
}
