/** The headers of stages and steps. */
import type { Stage } from "../generated/schema";
import type { Group } from "../state/place";
import { brief } from "../state/words";
import { rowProps, useItem, useMap } from "./context";
import { ItemMenu } from "./ItemMenu";
import { EditableText } from "./shared/EditableText";

const GROUP = { role: "rowgroup" } as const;

export function HeadRows() {
  const m = useMap();
  const { groups, hasSteps } = m.layout;
  const columns = new Map(m.layout.columns.map((id, index) => [id, index + 2]));
  return (
    <div class="head" {...GROUP}>
      <div class="row stages" {...rowProps(1)}>
        <Corner rows={hasSteps ? 2 : 1} />
        {groups.map((group) => (
          <StageHead
            key={group.stage}
            group={group}
            column={columns.get(group.columns[0] ?? "") ?? 2}
            tall={hasSteps && group.columns.every((column) => column === group.stage)}
          />
        ))}
      </div>
      {hasSteps && (
        <div class="row steps" {...rowProps(2)}>
          {groups.flatMap((group) =>
            group.columns.map((id) => {
              const column = columns.get(id) ?? 2;
              return id === group.stage ? (
                <div key={id} class="stage" style={{ gridColumn: column }} />
              ) : (
                <StepHead key={id} id={id} column={column} />
              );
            }),
          )}
        </div>
      )}
    </div>
  );
}

function Corner({ rows }: { rows: number }) {
  const item = useItem({ at: "corner" }, "columnheader", 1);
  return (
    <div class="corner" data-rows={rows} {...item.props}>
      <span class="sr">Lanes</span>
    </div>
  );
}

function StageHead({ group, column, tall }: { group: Group; column: number; tall: boolean }) {
  const m = useMap();
  const place = { at: "stage" as const, id: group.stage };
  const span = group.columns.length;
  const item = useItem(place, "columnheader", column, {
    selected: m.selection.has("stages", group.stage),
    ...(span > 1 ? { span } : {}),
  });
  const stage = m.shown.row("stages", group.stage);
  if (!stage) return null;
  return (
    <div
      class="stage"
      data-tall={tall || undefined}
      style={{ gridColumn: `${column} / span ${span}` }}
      {...item.props}
    >
      <HeadText stage={stage} noun="stage" />
      {item.live && <ItemMenu place={place} />}
    </div>
  );
}

function StepHead({ id, column }: { id: string; column: number }) {
  const m = useMap();
  const place = { at: "step" as const, id };
  const selected = m.selection.has("stages", id);
  const item = useItem(place, "columnheader", column, { selected });
  const step = m.shown.row("stages", id);
  if (!step) return null;
  return (
    <div class="stage step" style={{ gridColumn: column }} {...item.props}>
      <HeadText stage={step} noun="step" />
      {item.live && <ItemMenu place={place} />}
    </div>
  );
}

function HeadText({ stage, noun }: { stage: Stage; noun: "stage" | "step" }) {
  const { id, title, description, goal, owner } = stage;
  const of = `of the ${noun} ${brief(title)}`;
  const notes = [
    ["description", description, "Description"] as const,
    ["goal", goal, "Goal"] as const,
  ];
  return (
    <>
      <div class="title" data-field="title">
        <EditableText
          table="stages"
          id={id}
          field="title"
          label={`Title ${of}`}
          value={title}
          placeholder={`Untitled ${noun}`}
          line
        />
      </div>
      {notes.map(([field, value, name]) => (
        <small key={field} data-field={field}>
          {field === "goal" && value !== "" && <span class="tag">Goal </span>}
          <EditableText
            table="stages"
            id={id}
            field={field}
            label={`${name} ${of}`}
            value={value}
          />
        </small>
      ))}
      {owner && (
        <small>
          <span class="tag">Owner </span>
          <span class="said" dir="auto">
            {owner}
          </span>
        </small>
      )}
      {stage.moment_of_truth && <span class="moment">★ Moment of truth</span>}
    </>
  );
}
