/** The state of the view, handed down. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { CoderView } from "../../coder/contract";
import { CoderState } from "../../coder/state";
import type { Pane } from "./pane";

export const CoderContext = createContext<CoderView | undefined>(undefined);

/** What the parts around the text may use. */
export function useCoder(): CoderView {
  return given(useContext(CoderContext));
}

/** All of it: for the parts that draw the text. */
export function useText(): CoderState {
  const coder = given(useContext(CoderContext));
  if (!(coder instanceof CoderState)) throw new Error("The text is drawn in its own view only.");
  return coder;
}

export const PaneContext = createContext<Pane | undefined>(undefined);

export function usePane(): Pane {
  return given(useContext(PaneContext));
}

function given<T>(value: T | undefined): T {
  if (!value) throw new Error("A part of the coder was drawn outside of it.");
  return value;
}
