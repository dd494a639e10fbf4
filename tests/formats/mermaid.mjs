// Reads diagrams with mermaid's own parser: a JSON list of texts in, what it made of each out.
import { readFileSync } from "node:fs";
import DOMPurify from "dompurify";
import mermaid from "mermaid";

// Without a page there is nothing to purify in; what is tested is the grammar.
DOMPurify.addHook = () => undefined;
DOMPurify.sanitize = (text) => text;

// As mermaid puts its entity codes back into what it has drawn.
function shown(text) {
  const markup = (text ?? "").replaceAll("ﬂ°°", "&#").replaceAll("ﬂ°", "&").replaceAll("¶ß", ";");
  return markup.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));
}

// Asking for a type makes mermaid load its kinds of diagrams.
await mermaid.parse("journey\n  Wait: 3");

const answers = [];
for (const text of JSON.parse(readFileSync(0, "utf8"))) {
  try {
    const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
    answers.push({
      title: shown(db.getDiagramTitle()),
      description: shown(db.getAccDescription()),
      sections: db.getSections().map(shown),
      tasks: db.getTasks().map(({ section, task, score, people }) => ({
        section: shown(section),
        task: shown(task),
        score,
        people: people.map(shown),
      })),
    });
  } catch (error) {
    answers.push({ error: error.message });
  }
}
process.stdout.write(JSON.stringify(answers));
