/** What may go into a message. */
import { type ChangeMessage, MESSAGE_LIMIT } from "../generated/schema";
import { type KeptChange, kept, type PendingChange } from "./pending";

const LONE_SURROGATE = /\p{Surrogate}/gu;

/** The same value with lone surrogates, which no UTF-8 can hold, replaced as the kernel would. */
export function mended<Value>(value: Value): Value {
  if (typeof value === "string") return value.replace(LONE_SURROGATE, "\ufffd") as Value & string;
  if (Array.isArray(value)) return value.map(mended) as Value & unknown[];
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, mended(item)]),
  ) as Value;
}

/** `first` is the lowest number that the change's client still waits for. */
export function toMessage(change: PendingChange, first: number): ChangeMessage {
  const { began: _began, ...plain }: KeptChange = kept(change);
  return { jw: 1, type: "change", first, ...plain };
}

export function isLarge(message: ChangeMessage): boolean {
  const text = JSON.stringify(message);
  // No UTF-16 unit takes more than three bytes of UTF-8.
  return text.length * 3 > MESSAGE_LIMIT && new TextEncoder().encode(text).length > MESSAGE_LIMIT;
}
