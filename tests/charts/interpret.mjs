// Draws charts with Vega's AST interpreter, without code made from strings, and says what it did.
// Reads a JSON object {name: {spec, signals}} from stdin; each is drawn before and after the signals are set.
import { readFileSync } from "node:fs";
import * as vega from "vega";
import { expressionInterpreter } from "vega-interpreter";
import { compile } from "vega-lite";

/** Every mark drawn: its kind, its datum's stage and persona, how strongly, and its text. */
function marksOf(view) {
  const found = [];
  const visit = (node) => {
    for (const item of node.items ?? []) {
      if (item.items) visit(item);
      else if (node.role === "mark") {
        const { stage = null, persona = null } = item.datum ?? {};
        const { opacity = 1, fillOpacity = 1, fill = null, text = null } = item;
        found.push({ kind: node.marktype, stage, persona, opacity, fillOpacity, fill, text });
      } else if (node.role?.startsWith("axis") || node.role?.startsWith("legend")) {
        found.push({ kind: node.role, text: item.text ?? null });
      }
    }
  };
  visit(view.scenegraph().root);
  return found;
}

// No code may be made from strings here, as under a strict Content-Security-Policy.
globalThis.Function = new Proxy(Function, {
  apply: () => {
    throw new Error("code was made from a string");
  },
  construct: () => {
    throw new Error("code was made from a string");
  },
});

const charts = JSON.parse(readFileSync(0, "utf8"));
const warnings = [];
const told = (...words) => warnings.push(words.join(" "));
const logger = { level: () => logger, error: told, warn: told, info: () => logger, debug: () => logger };
const loader = vega.loader();
loader.load = (address) => Promise.reject(new Error(`asked for ${address}`));
const answers = {};
for (const [name, { spec, signals }] of Object.entries(charts)) {
  warnings.length = 0;
  const { spec: compiled } = compile(spec, { logger });
  const parsed = vega.parse(compiled, null, { ast: true });
  const view = new vega.View(parsed, { expr: expressionInterpreter, renderer: "none", loader, logger });
  await view.runAsync();
  const before = marksOf(view);
  for (const [signal, value] of Object.entries(signals ?? {})) view.signal(signal, value);
  await view.runAsync();
  const after = marksOf(view);
  const svg = await view.toSVG();
  const left = view.origin()[0] + view.padding().left;
  answers[name] = { left, before, after, warnings: [...warnings], svg, signals: Object.keys(view.getState().signals) };
  view.finalize();
}
process.stdout.write(JSON.stringify(answers));
