/** The script of an exported page that draws its charts: the bundle of vega.ts, left for report.ts. */
import { clear, draw } from "./vega";

Object.assign((globalThis as { journeywidgets?: object }).journeywidgets ?? {}, {
  vega: { clear, draw },
});
