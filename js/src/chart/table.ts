/**
 * The chart's data as a table: what can be read without seeing the chart, and chosen without a
 * pointer. It is written when it is opened.
 */

import type { Chosen, Port } from "../link/port";
import { type Datum, FIELDS, fits, type LinkField, picked } from "./picks";

/** One set of the chart's rows, and which of its columns say what the marks show. */
export interface TableSpec {
  data: string;
  columns: readonly { field: string; title: string }[];
}

const MOST = 200;

export class DataTable {
  readonly element: HTMLDetailsElement;
  readonly #rows: { datum: Datum; button: HTMLButtonElement }[] = [];
  readonly #body: HTMLDivElement;
  #chosen: Chosen | undefined;

  constructor(
    private readonly page: Document,
    private readonly port: Port,
    private readonly fields: readonly LinkField[],
  ) {
    this.element = page.createElement("details");
    this.element.className = "data";
    const summary = page.createElement("summary");
    summary.textContent = "Data of the chart as a table";
    this.#body = page.createElement("div");
    this.#body.className = "tables";
    this.#body.tabIndex = 0; // it may scroll
    this.#body.setAttribute("role", "group");
    this.#body.setAttribute("aria-label", "Data of the chart");
    this.element.append(summary, this.#body);
  }

  /** Show these rows from now on. */
  fill(tables: readonly TableSpec[], datasets: Readonly<Record<string, readonly Datum[]>>): void {
    this.#rows.length = 0;
    this.#body.replaceChildren();
    const write = () => {
      if (!this.element.open || this.#body.hasChildNodes()) return;
      for (const table of tables) this.#write(table, datasets[table.data] ?? []);
      if (this.#chosen) this.mark(this.#chosen);
    };
    this.element.ontoggle = write;
    write();
  }

  /** Press the buttons of the rows that are chosen. */
  mark(chosen: Chosen): void {
    this.#chosen = chosen;
    for (const { datum, button } of this.#rows) {
      button.setAttribute("aria-pressed", String(fits(datum, chosen, this.fields)));
    }
  }

  #write({ columns }: TableSpec, rows: readonly Datum[]): void {
    const table = this.page.createElement("table");
    const head = table.createTHead().insertRow();
    for (const { title } of columns) {
      const cell = this.page.createElement("th");
      cell.scope = "col";
      cell.dir = "auto";
      cell.textContent = title;
      head.append(cell);
    }
    const body = table.createTBody();
    for (const datum of rows.slice(0, MOST)) this.#row(body.insertRow(), datum, columns);
    this.#body.append(table);
    if (rows.length <= MOST) return;
    const more = this.page.createElement("p");
    more.textContent = `… and ${rows.length - MOST} rows more`;
    this.#body.append(more);
  }

  #row(row: HTMLTableRowElement, datum: Datum, columns: TableSpec["columns"]): void {
    columns.forEach(({ field }, at) => {
      const cell = at === 0 ? this.page.createElement("th") : this.page.createElement("td");
      if (cell instanceof HTMLTableCellElement && at === 0) cell.scope = "row";
      cell.dir = "auto";
      const text = textOf(datum[field]);
      const button = at === 0 ? this.#button(datum, text) : undefined;
      if (button) cell.append(button);
      else cell.textContent = text;
      row.append(cell);
    });
  }

  /** For a row that names rows of the journey. */
  #button(datum: Datum, text: string): HTMLButtonElement | undefined {
    const named = this.fields.filter((field) => (datum[field] ?? null) !== null);
    if (named.length === 0) return undefined;
    const button = this.page.createElement("button");
    button.type = "button";
    button.textContent = text || "Choose";
    button.onclick = () => {
      const off = button.getAttribute("aria-pressed") === "true";
      const pick = Object.fromEntries(this.fields.map((field) => [field, [datum[field]]]));
      this.port.choose(
        off
          ? Object.fromEntries(this.fields.map((field) => [FIELDS[field], []]))
          : picked(pick, this.fields),
      );
    };
    this.#rows.push({ datum, button });
    return button;
  }
}

const ROUND = new Intl.NumberFormat("en", { maximumSignificantDigits: 6, useGrouping: false });

export function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "number" ? ROUND.format(value) : String(value);
}
