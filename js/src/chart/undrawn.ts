/** A chart that cannot be drawn: why, and its data as an open table. */
import type { AnyModel } from "@anywidget/types";
import type { Frame } from "./frame";
import { OwnPort } from "./own-port";
import { DataTable } from "./table";
import type { About, Spec } from "./view";

export function undrawn(why: string, model: AnyModel, frame: Frame, signal: AbortSignal): void {
  frame.say(why, true);
  const { fields, tables }: About = JSON.parse(model.get("_about"));
  const { datasets }: Spec = JSON.parse(model.get("spec"));
  const table = new DataTable(frame.el.ownerDocument, new OwnPort(model, signal), fields);
  table.element.open = true;
  table.fill(tables, datasets ?? {});
  frame.root.append(table.element);
}
