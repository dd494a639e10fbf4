/** Whether what is shown is kept, always visible. */

import { plural } from "../../state/words";
import type { Status } from "../../sync/contract";
import { useScope } from "./context";
import { saveAs } from "./download";

export function statusText(status: Status): string {
  switch (status.kind) {
    case "saved":
      return "Saved";
    case "saving":
      return "Saving";
    case "busy":
      return `Kernel busy, ${status.pending} pending`;
    case "gone": {
      const what = status.sure ? "Kernel gone" : "No answer from the kernel";
      return status.pending ? `${what}, ${plural(status.pending, "edit")} kept here` : what;
    }
    case "conflict":
      return "Conflict";
    case "read-only":
      return "Read-only";
  }
}

export function StatusChip({ file }: { file: string }) {
  const { client } = useScope();
  const status = client.status.value;
  const why = status.kind === "read-only" ? status.why : undefined;
  return (
    <span class="status" data-kind={status.kind} role="status" title={why}>
      {statusText(status)}
      {status.kind === "saved" && !file && <small>not in a file</small>}
      {status.kind === "gone" && status.pending > 0 && (
        <button
          type="button"
          class="btn"
          onClick={() => saveAs("journey-edits.json", client.download())}
        >
          Download
        </button>
      )}
    </span>
  );
}
