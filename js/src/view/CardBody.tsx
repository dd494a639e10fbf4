/** What stands on a card, by the kind of its lane. */
import type { Card, Lane } from "../generated/schema";
import type { MapState } from "../state/map-state";
import { brief, figure, signed } from "../state/words";
import { markFor } from "./marks";
import { Avatar } from "./shared/Avatar";
import { EditableText } from "./shared/EditableText";
import { Icon } from "./shared/Icon";
import { linkName, safeImage, safeLink } from "./shared/links";

/** Drawn as parts of the card, and not as components of their own: there may be many cards. */
export function cardBody(m: MapState, card: Card, kind: Lane["kind"]) {
  const image = card.image ? safeImage(card.image) : undefined;
  const bare = image !== undefined || (card.score !== null && kind === "emotion");
  return (
    <>
      {image && <img class="picture" src={image} alt={brief(card.text, 120) || "Picture"} />}
      <EditableText
        table="cards"
        id={card.id}
        field="text"
        label="Text of the card"
        value={card.text}
        placeholder={bare ? "" : "No text"}
        class="text"
      />
      {card.channel && (
        <span class="channel said" dir="auto">
          {card.channel}
        </span>
      )}
      {metaLine(m, card, kind)}
    </>
  );
}

function metaLine(m: MapState, card: Card, kind: Lane["kind"]) {
  const href = card.url ? safeLink(card.url) : undefined;
  const { score, owner, tags, persona } = card;
  if (score === null && !persona && !owner && !card.url && tags.length === 0) return null;
  return (
    <div class="meta">
      {persona && personaMark(m, persona)}
      {score !== null && scoreBadge(score, kind)}
      {owner && (
        <span>
          owner:{" "}
          <span class="said" dir="auto">
            {owner}
          </span>
        </span>
      )}
      {tags.map((tag) => (
        <span key={tag} class="tag said" dir="auto">
          {tag}
        </span>
      ))}
      {card.url &&
        (href ? (
          <a class="link" href={href} target="_blank" rel="noopener noreferrer" tabIndex={-1}>
            <Icon name="link" />
            <span class="said" dir="auto">
              {linkName(href)}
            </span>
          </a>
        ) : (
          <span class="said" dir="auto">
            {brief(card.url, 80)}
          </span>
        ))}
    </div>
  );
}

function scoreBadge(score: number, kind: Lane["kind"]) {
  if (kind === "emotion") {
    const tone = score > 0 ? "up" : score < 0 ? "down" : "";
    return <span class={`badge ${tone}`}>{signed(score)}</span>;
  }
  return <span class={kind === "opportunity" ? "badge up" : "badge"}>{figure(score)}</span>;
}

function personaMark(m: MapState, id: string) {
  const persona = m.shown.row("personas", id);
  if (!persona) return null;
  const mark = markFor(m, id);
  return (
    <span class="who" title={persona.name}>
      <Avatar persona={persona} mark={mark} size={16} />
      <span class="sr">{persona.name}</span>
    </span>
  );
}
