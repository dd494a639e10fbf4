/** Where a chart gets Vega: from the one model of the kernel that holds it, else from the kernel. */
import type { AnyModel, Host } from "@anywidget/types";
import { exported } from "../host/exported";
import type { Runtime } from "../vega";

interface Holder {
  load(): Promise<Runtime>;
}

/** One piece of the module's text, the kernel's answer to `{jw: 1, type: "runtime"}`. */
interface Piece {
  jw: 1;
  type: "runtime";
  part: number;
  parts: number;
  text: string;
}

const PATIENCE = 20_000; // ms: a kernel may be busy; charts of a dead one must say so at some time

export async function runtimeOf(
  model: AnyModel,
  host: Host | undefined,
  signal: AbortSignal,
): Promise<Runtime> {
  const ref: unknown = model.get("_runtime");
  if (host && typeof ref === "string") {
    try {
      const { exports } = await host.getWidget<Holder>(ref);
      return await exports.load();
    } catch {
      // A host that does not resolve models of another output: the kernel has the text too.
    }
  }
  if (exported()) {
    throw new Error(
      "Charts are drawn with a kernel: its static() shows this one in an exported page.",
    );
  }
  return (await holderFrom(await textFrom(model, signal))).load();
}

function textFrom(model: AnyModel, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const pieces: string[] = [];
    let count = 0;
    const end = () => {
      clearTimeout(timer);
      model.off("msg:custom", listen);
    };
    const fail = (why: string) => {
      end();
      reject(new Error(why));
    };
    const listen = (piece: Piece) => {
      if (piece?.jw !== 1 || piece.type !== "runtime") return;
      if (pieces[piece.part] === undefined) count += 1;
      pieces[piece.part] = piece.text;
      if (count < piece.parts) return;
      end();
      resolve(pieces.join(""));
    };
    const timer = setTimeout(
      () => fail("Vega is not in this page, and no kernel sends it: run the cell again."),
      PATIENCE,
    );
    signal.addEventListener("abort", () => fail("closed"), { once: true });
    model.on("msg:custom", listen);
    model.send({ jw: 1, type: "runtime" });
  });
}

async function holderFrom(text: string): Promise<Holder> {
  const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  try {
    const { default: widget } = await import(/* @vite-ignore */ url);
    return widget.initialize();
  } finally {
    URL.revokeObjectURL(url);
  }
}
