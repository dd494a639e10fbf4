/** A study of a few quotes, for the tests of the codebook. */
import { type Page, page } from "../journey";

const QUOTES: [string, string, string][] = [
  ["q1", "p1", "I stood there for ten minutes"],
  ["q2", "p1", "The code never came"],
  ["q3", "p2", "It took so long"],
  ["q4", "p2", "Nobody told me the price"],
  ["q5", "m", "How long did it take?"],
];

/** Signup (Waiting (SMS), Form), Price, Trust. */
export function study(): Record<string, unknown> {
  const text = QUOTES.map(([, , words]) => words).join("\n");
  let at = 0;
  return {
    study: { id: "study", title: "Bike rental" },
    participants: [
      { id: "p1", pseudonym: "P1", order: "a0", persona: "Commuter", attributes: { job: "nurse" } },
      { id: "p2", pseudonym: "P2", order: "a1", attributes: { job: "cook" } },
      { id: "m", pseudonym: "M1", role: "moderator", order: "a2" },
    ],
    sources: [{ id: "s1", title: "Interview 1", text, order: "a0" }],
    segments: [],
    codes: [
      { id: "signup", name: "Sign-up", order: "a0" },
      { id: "wait", name: "Waiting", parent: "signup", order: "a0", definition: "Time lost" },
      { id: "sms", name: "SMS", parent: "wait", order: "a0", apply_when: "A code is sent" },
      { id: "form", name: "Form", parent: "signup", order: "a1" },
      { id: "price", name: "Price", order: "a1" },
      { id: "trust", name: "Trust", order: "a2" },
    ],
    quotes: QUOTES.map(([id, participant, exact]) => {
      const start = at;
      at += exact.length + 1;
      return { id, source: "s1", start, end: start + exact.length, exact, participant };
    }),
    applications: [
      { id: "a1", quote: "q1", code: "wait", coder: "A" },
      { id: "a2", quote: "q2", code: "sms", coder: "A" },
      { id: "a3", quote: "q2", code: "wait", coder: "A" },
      { id: "a4", quote: "q2", code: "wait", coder: "B" },
      { id: "a5", quote: "q3", code: "wait", coder: "B" },
      { id: "a6", quote: "q4", code: "price", coder: "A" },
      { id: "a7", quote: "q5", code: "wait", coder: "A" },
      { id: "a8", quote: "q3", code: "sms", coder: "B", origin: "model", accepted: false },
    ],
    memos: [{ id: "n1", code: "sms", text: "Ask about this", author: "A" }],
  };
}

export function studyPage(): Page {
  return page({}, study());
}
