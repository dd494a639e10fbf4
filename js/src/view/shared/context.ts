/** The scope of the view, handed down. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Scope } from "../../state/scope";

export const ScopeContext = createContext<Scope | undefined>(undefined);

export function useScope(): Scope {
  const scope = useContext(ScopeContext);
  if (!scope) throw new Error("A part of the view was drawn outside of it.");
  return scope;
}
