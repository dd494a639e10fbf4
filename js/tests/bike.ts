/** A journey with one of everything, for the tests of the map. */
import { page } from "./journey";

export const bike = (): Record<string, unknown> => ({
  meta: { id: "j", title: "City bike rental", reviewed_at: "2026-01-01" },
  stages: [
    { id: "s1", title: "Awareness", order: "a0" },
    { id: "s2", title: "Sign-up", order: "a1", moment_of_truth: true },
    { id: "s3", title: "Ride", order: "a2" },
  ],
  lanes: [
    { id: "acts", title: "Actions", role: "customer", order: "a0" },
    { id: "mood", title: "Emotion", kind: "emotion", role: "frontstage", order: "a1" },
    { id: "pains", title: "Pains", kind: "pain", order: "a2" },
    { id: "ideas", title: "Opportunities", kind: "opportunity", order: "a3" },
    { id: "conv", title: "Conversion", kind: "metric", metric: "m", order: "a4" },
    { id: "back", title: "Backstage", role: "backstage", order: "a5" },
  ],
  personas: [
    { id: "p1", name: "Commuter", order: "a0" },
    { id: "p2", name: "Visitor", order: "a1" },
  ],
  cards: [
    { id: "see", stage: "s1", lane: "acts", text: "Sees a station", order: "a0" },
    { id: "id", stage: "s2", lane: "acts", text: "Enters ID", order: "a0" },
    { id: "sms", stage: "s2", lane: "acts", text: "Waits for the SMS", order: "a1" },
    { id: "late", stage: "s2", lane: "pains", text: "SMS too late", persona: "p1", order: "a0" },
    { id: "up", stage: "s1", lane: "mood", persona: "p1", score: 0.8, order: "a0" },
    { id: "down1", stage: "s2", lane: "mood", persona: "p1", score: -2, order: "a1" },
    { id: "down2", stage: "s2", lane: "mood", persona: "p1", score: -1, order: "a2" },
    { id: "pass", stage: "s2", lane: "ideas", text: "Passkey", score: 16.8, order: "a0" },
  ],
  metrics: [{ id: "m", title: "Conversion", unit: "%" }],
  values: [
    { id: "v1", metric: "m", stage: "s1", value: 100, n: 41208 },
    { id: "v2", metric: "m", stage: "s2", value: 31.04, low: 30.4, high: 31.6, n: 6170 },
  ],
  evidence: [
    { id: "e1", card: "late", participant: "P1" },
    { id: "e2", card: "late", participant: "P2" },
    { id: "e3", card: "late", participant: "P1" },
    { id: "e4", card: "late", participant: "P3", stance: "contradicts" },
  ],
  asks: [{ id: "a1", card: "late", asked: 4 }],
});

/** A client over it, and a way to carry out the ops of a plan. */
export function bikePage() {
  const { client, host, close } = page({}, bike());
  const run = (plan: { label: string; ops: Parameters<typeof client.commit>[1] }) => {
    const error = client.commit(plan.label, plan.ops);
    if (error) throw new Error(error);
  };
  return { client, host, close, run, shown: client.shown };
}
