/** The text fields of a card, and the notices that belong to a field. */
import type { ComponentChildren } from "preact";
import { fieldOf, shareEdit } from "../../actions/personas-edits";
import { decimals, figure, withUnit } from "../../state/words";
import { EditableText } from "../shared/EditableText";
import { Icon } from "../shared/Icon";
import { NoticeLine } from "../shared/NoticeBar";
import { type Card, useCard, useCards } from "./context";
import { DEMOGRAPHICS, type TextField } from "./spec";

/** Whether a field is drawn: it says something, is being written, or has something to be told. */
export function isShown(card: Card, field: string, filled: boolean): boolean {
  const written = card.open !== undefined && fieldOf(card.open) === field;
  return filled || written || card.notices.has(field);
}

/** What has to be said about a field, under it. */
export function FieldNotices({ field }: { field: string }) {
  const notices = useCard().notices.get(field) ?? [];
  return notices.map((notice) => <NoticeLine key={notice.key} notice={notice} />);
}

/** Stands beside the heading of a list: behind the items it would often have a line of its own. */
export function AddButton({ one, add }: { one: string; add: () => void }) {
  return (
    <button
      type="button"
      class="btn bare add"
      aria-label={`Add ${one}`}
      title={`Add ${one}`}
      onClick={add}
    >
      <Icon name="plus" />
    </button>
  );
}

/** A part of the card that holds one field; drawn only where there is something to see. */
function Part(props: { field: string; class?: string; children: ComponentChildren }) {
  return (
    <div class={`part ${props.class ?? props.field}`} data-field={props.field}>
      {props.children}
      <FieldNotices field={props.field} />
    </div>
  );
}

interface TextProps {
  field: "name" | TextField;
  label: string;
  line?: boolean;
  placeholder?: string;
  long?: number;
}

/** A text as it stands in the card, edited where it stands. */
export function Text({ field, label, line, placeholder, long }: TextProps) {
  const { persona } = useCard();
  const cards = useCards();
  return (
    <EditableText
      table="personas"
      id={persona.id}
      field={field}
      label={label}
      value={persona[field]}
      trigger
      line={line ?? false}
      begin={{
        change: `Edit ${label.toLowerCase()}`,
        // An emptied field is not drawn any more.
        done: (how) => how !== "blur" && cards.settle(persona.id, "[data-add=detail]"),
      }}
      {...(placeholder && { placeholder })}
      {...(long && { long })}
    />
  );
}

export function TextPart(props: TextProps & { class?: string }) {
  const card = useCard();
  if (!isShown(card, props.field, Boolean(card.persona[props.field] || props.placeholder))) {
    return null;
  }
  return (
    <Part field={props.field} {...(props.class && { class: props.class })}>
      <Text {...props} />
    </Part>
  );
}

/** Share, demographics and segment: what is filled, as a small definition list. */
export function Details() {
  const card = useCard();
  const { persona } = card;
  const rows = DEMOGRAPHICS.filter(({ field }) => isShown(card, field, Boolean(persona[field])));
  const share = isShown(card, "share", persona.share !== null);
  const segment = isShown(card, "segment", Boolean(persona.segment));
  if (!rows.length && !share && !segment) return null;
  return (
    <dl class="details">
      {share && (
        <Row field="share" label="Share">
          <Share />
        </Row>
      )}
      {rows.map(({ field, label }) => (
        <Row key={field} field={field} label={label}>
          <Text field={field} label={label} line long={160} />
        </Row>
      ))}
      {segment && (
        <Row field="segment" label="Segment">
          <Text field="segment" label="Segment" long={400} />
        </Row>
      )}
    </dl>
  );
}

function Row(props: { field: string; label: string; children: ComponentChildren }) {
  return (
    <div class="row" data-field={props.field}>
      <dt>{props.label}</dt>
      <dd>
        {props.children}
        <FieldNotices field={props.field} />
      </dd>
    </div>
  );
}

/** 0.615 as "61.5 %". */
export function percent(share: number): string {
  const value = share * 100;
  return withUnit(figure(value, Math.min(1, decimals([value]))), "%");
}

function Share() {
  const { persona, mark } = useCard();
  const cards = useCards();
  const { share } = persona;
  return (
    <div class="share-value">
      <span>
        <EditableText
          table="personas"
          id={persona.id}
          field="share"
          label="Share in percent"
          value={share === null ? "" : percent(share)}
          trigger
          line
          begin={{
            ...shareEdit(share),
            done: (how) => how !== "blur" && cards.settle(persona.id, "[data-add=detail]"),
          }}
        />
      </span>
      {share !== null && (
        <span class="bar" aria-hidden="true">
          <i
            style={{ width: `${Math.min(1, Math.max(0, share)) * 100}%`, background: mark.color }}
          />
        </span>
      )}
    </div>
  );
}
