/**
 * The bundle of the Vega runtime: Vega, Vega-Lite and Vega's interpreter of expressions. One
 * widget model of a kernel holds it, and the charts get it from there: docs/adr/0007.
 */
import { changeset, type Loader, type LoggerInterface, parse, type Spec, truthy, View } from "vega";
import { expressionInterpreter } from "vega-interpreter";
import { compile, type TopLevelSpec } from "vega-lite";

export interface DrawRequest {
  el: HTMLElement;
  spec: TopLevelSpec;
  config: Record<string, unknown>;
  renderer: "svg" | "canvas";
  tooltip: (event: MouseEvent | undefined, value: unknown) => void;
  complain: (message: string) => void;
}

/** What a chart's view uses of the bundle. */
export interface Runtime {
  draw(request: DrawRequest): View;
  /** Forget what is held by a selection of that name. */
  clear(view: View, selection: string): void;
}

const PICTURE = /^data:image\/(png|jpeg|gif|webp)[;,]/i;
const refused = (what: string) => Promise.reject(new Error(`charts load nothing: ${what}`));

/** Charts show the rows that they carry. Links and pictures from elsewhere are left out. */
const loader: Loader = {
  options: {},
  load: refused,
  http: refused,
  file: refused,
  sanitize: (uri) => (PICTURE.test(uri) ? Promise.resolve({ href: uri }) : refused(uri)),
} as Loader;

/** Errors are told; Vega's hints to authors of charts are not for readers. */
function logger(complain: (message: string) => void): LoggerInterface {
  const quiet = () => self;
  const self = {
    level: (level?: number) => (level === undefined ? 1 : self),
    error: (...said: unknown[]) => {
      complain(said.map((one) => (one instanceof Error ? one.message : String(one))).join(" "));
      return self;
    },
    warn: quiet,
    info: quiet,
    debug: quiet,
  } as unknown as LoggerInterface;
  return self;
}

export const draw: Runtime["draw"] = (request) => {
  const { el, spec, config, renderer, tooltip, complain } = request;
  const log = logger(complain);
  const vega = compile(spec, { config, logger: log }).spec as Spec;
  // With the syntax tree and its interpreter no expression ever becomes JavaScript.
  const runtime = parse(vega, {}, { ast: true });
  return new View(runtime, {
    expr: expressionInterpreter,
    loader,
    logger: log,
    renderer,
    container: el,
  }).tooltip((_handler, event, _item, value) => tooltip(event as MouseEvent, value));
};

export const clear: Runtime["clear"] = (view, selection) => {
  view.change(`${selection}_store`, changeset().remove(truthy));
};
