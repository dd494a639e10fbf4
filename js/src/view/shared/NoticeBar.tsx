/** What has to be said, with what can be done about it. */

import { brief } from "../../state/words";
import type { Notice } from "../../sync/contract";
import { useScope } from "./context";
import { Icon } from "./Icon";

const MOST = 20;

/**
 * `show` brings a row into sight; absent where the view cannot. `only` picks those to tell here;
 * default: all.
 */
export function NoticeBar(props: {
  show?: (notice: Notice) => void;
  only?: (notice: Notice) => boolean;
}) {
  const { show, only } = props;
  const scope = useScope();
  const notices = only ? scope.notices.value.filter(only) : scope.notices.value;
  if (notices.length === 0) return null;
  return (
    <section class="notices" aria-label="Notices">
      {notices.slice(0, MOST).map((notice) => (
        <NoticeLine key={notice.key} notice={notice} {...(show && { show })} />
      ))}
      {notices.length > MOST && <div class="notice">and {notices.length - MOST} more</div>}
    </section>
  );
}

export function NoticeLine({ notice, show }: { notice: Notice; show?: (notice: Notice) => void }) {
  const scope = useScope();
  return (
    <div class="notice">
      <p>
        {notice.reason}
        <Words label="Yours" text={notice.mine} />
        <Words label="There now" text={notice.current} />
      </p>
      {show && notice.id && (
        <button type="button" class="btn" onClick={() => show(notice)}>
          Show
        </button>
      )}
      {notice.offers.map((offer) => (
        <button key={offer.label} type="button" class="btn" onClick={() => offer.run()}>
          {offer.label}
        </button>
      ))}
      <button
        type="button"
        class="btn bare square"
        aria-label={`Dismiss: ${brief(notice.reason)}`}
        onClick={() => scope.dismiss(notice)}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}

function Words({ label, text }: { label: string; text: unknown }) {
  if (text === undefined || text === null) return null;
  const words = typeof text === "string" ? text : JSON.stringify(text);
  return (
    <span class="words">
      {" "}
      {label}:{" "}
      <span class="said" dir="auto">
        {brief(words, 200) || "(empty)"}
      </span>
    </span>
  );
}
