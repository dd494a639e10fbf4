/** Carries out a plan in any view. */
import type { Scope } from "../state/scope";
import { isRefusal, type Plan, type Refusal } from "./plan";

/** Do it, and tell. False, with the reason shown, where it cannot be done. */
export function carryOut(
  scope: Scope,
  plan: Plan | Refusal,
  options: { base?: number } = {},
): boolean {
  if (isRefusal(plan)) {
    scope.tell(plan.refused);
    return false;
  }
  if (plan.ops.length === 0) return false;
  const problem = scope.client.commit(plan.label, plan.ops, options);
  if (problem) {
    scope.tell(problem);
    return false;
  }
  scope.quiet();
  if (plan.say) scope.say(plan.say);
  return true;
}

/** Take back this page's last change, or bring it back. */
export function undo(scope: Scope, way: "undo" | "redo"): void {
  const problem = scope.client[way]();
  if (problem) {
    scope.tell(problem);
    return;
  }
  scope.quiet();
  scope.say(way === "undo" ? "Undone" : "Redone");
}
