/** Vega, which a page holds once where it has charts, and unpacks when the first one is drawn. */
import type { Runtime } from "../vega";

/** What the scripts of a page leave for each other: see packedForPage in build.mjs. */
interface Scripts {
  unpack: Record<string, (() => Promise<void>) | undefined>;
  vega?: Runtime;
}

let loading: Promise<Runtime> | undefined;

export function vega(): Promise<Runtime> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Runtime> {
  const scripts = (globalThis as { journeywidgets?: Scripts }).journeywidgets;
  await scripts?.unpack["report-vega"]?.();
  if (!scripts?.vega) throw new Error("The code that draws charts is not in this page.");
  return scripts.vega;
}
