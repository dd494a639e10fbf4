/** The state of the view, handed down. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { CoderView } from "../../coder/contract";

export const CoderContext = createContext<CoderView | undefined>(undefined);

export function useCoder(): CoderView {
  const coder = useContext(CoderContext);
  if (!coder) throw new Error("A part of the coder was drawn outside of it.");
  return coder;
}
