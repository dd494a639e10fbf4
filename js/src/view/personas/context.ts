/** The state of the view and the card that a part of it stands in, handed down. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Persona } from "../../generated/schema";
import type { CardsState } from "../../state/persona-cards";
import type { Notice } from "../../sync/contract";
import type { Mark } from "../shared/persona";

export const StateContext = createContext<CardsState | undefined>(undefined);

export interface Card {
  readonly persona: Persona;
  readonly mark: Mark;
  readonly readOnly: boolean;
  /** What the open editor of this card is open at. */
  readonly open: string | undefined;
  /** What has to be said about a field. */
  readonly notices: ReadonlyMap<string, readonly Notice[]>;
}

export const CardContext = createContext<Card | undefined>(undefined);

function given<T>(value: T | undefined): T {
  if (!value) throw new Error("A part of the cards was drawn outside of them.");
  return value;
}

export const useCards = () => given(useContext(StateContext));
export const useCard = () => given(useContext(CardContext));
