/** Tab-separated values, quoted as spreadsheets do it. */

/** A block of cells as text. A cell with a tab, a quote or a line break is quoted. */
export function toTsv(block: readonly (readonly string[])[]): string {
  const cell = (text: string) => (/[\t"\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);
  return block.map((row) => row.map(cell).join("\t")).join("\n");
}

/** Text as a block of cells; every row has as many cells as the widest. */
export function fromTsv(text: string): string[][] {
  const rows: string[][] = [[]];
  let at = 0;
  while (at <= text.length) {
    const cell = text[at] === '"' ? quoted(text, at) : plain(text, at);
    rows.at(-1)?.push(cell.text);
    at = cell.end;
    if (text[at] === "\t") at += 1;
    else if (at >= text.length) break;
    else {
      at += text.startsWith("\r\n", at) ? 2 : 1;
      // A line break at the very end closes the last row and opens no other.
      if (at >= text.length) break;
      rows.push([]);
    }
  }
  const width = Math.max(...rows.map((row) => row.length));
  return rows.map((row) => [...row, ...Array<string>(width - row.length).fill("")]);
}

interface Cell {
  text: string;
  end: number;
}

function plain(text: string, from: number): Cell {
  const rest = text.slice(from).search(/[\t\r\n]/);
  const end = rest < 0 ? text.length : from + rest;
  return { text: text.slice(from, end), end };
}

/** A quoted cell; one whose quote does not end at a cell's end was never a quoted one. */
function quoted(text: string, from: number): Cell {
  let out = "";
  let at = from + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return plain(text, from);
    out += text.slice(at, quote);
    if (text[quote + 1] === '"') {
      out += '"';
      at = quote + 2;
      continue;
    }
    const next = text[quote + 1];
    if (next !== undefined && !"\t\r\n".includes(next)) return plain(text, from);
    return { text: out.replace(/\r\n?/g, "\n"), end: quote + 1 };
  }
}
