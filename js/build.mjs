// Builds the widget bundles: `node js/build.mjs [--watch]`.
// Each is one self-contained ES module, because anywidget stores it in the notebook as text, once a
// widget. What is stored travels compressed: see docs/adr/0005-compressed-bundles.md. Vega is stored
// once a notebook: see docs/adr/0007-linked-charts.md. What runs in an exported page is a script and
// not a module: the page's policy allows what it knows by a digest, and no address.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync } from "node:fs";
import { readdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";

const LIMIT = 120_000; // bytes as stored: every widget instance in a notebook carries its bundle
const LIMITS = {
  // where it is another
  "vega.js": 400_000,
  "chart.js": 30_000,
  "dashboard.js": 5_000,
  "report.js": 150_000,
  "report-vega.js": 400_000,
  "report.css": 12_000,
};

const FONTS = ["", "-Bold", "-Oblique", "-BoldOblique"].map((style) => `DejaVuSans${style}.ttf`);
const NOTICE = "licences.txt"; // the texts that the licences of what is built in ask to hand on

const js = path.dirname(fileURLToPath(import.meta.url));
const out = path.join(js, "..", "src", "journeywidgets", "static");
const watch = process.argv.includes("--watch");

const names = ["map.ts", "personas.ts", "coder.ts", "chart.ts", "dashboard.ts"];
const entries = names.map((name) => path.join(js, "src", name));
const vega = path.join(js, "src", "vega.ts");
const report = path.join(js, "src", "report.ts");
const reportVega = path.join(js, "src", "report-vega.ts");
const reportStyle = path.join(js, "src", "report", "page.css");
const missing = [...entries, vega, report, reportVega, reportStyle].filter(
  (entry) => !existsSync(entry),
);
if (missing.length > 0) {
  console.error(
    `no such entry: ${missing.map((entry) => path.relative(process.cwd(), entry)).join(", ")}`,
  );
  process.exit(1);
}

/** @type {import("esbuild").Plugin} A style sheet is imported as its (minified) text. */
const cssAsText = {
  name: "css-as-text",
  setup(build) {
    build.onLoad({ filter: /\.css$/ }, async ({ path: file }) => {
      const source = await readFile(file, "utf8");
      const { code } = await esbuild.transform(source, { loader: "css", minify: !watch });
      return { contents: code.trim(), loader: "text" };
    });
  },
};

/** @type {import("esbuild").BuildOptions} */
const options = {
  entryPoints: entries,
  outdir: out,
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: !watch,
  sourcemap: watch ? "inline" : false,
  legalComments: "none",
  charset: "utf8",
  jsx: "automatic",
  jsxImportSource: "preact",
  plugins: [cssAsText],
  define: {
    "process.env.NODE_ENV": '"production"',
    // A notebook page may hold RequireJS; a library that sees it would register itself there.
    "define.amd": "false",
  },
  logLevel: "info",
};

/** @type {import("esbuild").BuildOptions} Vega finds no way to make code of text, or to load. */
const vegaOptions = {
  ...options,
  entryPoints: [vega],
  inject: [path.join(js, "src", "vega", "no-code.ts")],
  sourcemap: false,
  write: false,
};

/** @type {import("esbuild").BuildOptions} */
const reportOptions = {
  ...options,
  entryPoints: [report],
  format: "iife",
  sourcemap: false,
  write: false,
};

/** @type {import("esbuild").BuildOptions} */
const reportVegaOptions = { ...vegaOptions, entryPoints: [reportVega], format: "iife" };

mkdirSync(out, { recursive: true });
if (watch) {
  const context = await esbuild.context(options);
  await context.watch();
}
const packages = new Set();
const wrap = new Map([
  [vegaOptions, packedForLater],
  [reportOptions, packedForPage],
  [reportVegaOptions, packedForPage],
]);
const built = [...wrap.keys(), ...(watch ? [] : [{ ...options, write: false }])];
for (const each of built) {
  const { outputFiles = [], metafile } = await esbuild.build({
    ...each,
    logLevel: "warning",
    metafile: true,
  });
  for (const input of Object.keys(metafile.inputs)) {
    const found = input.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/);
    if (found) packages.add(found[0]);
  }
  for (const { path: file, contents } of outputFiles) {
    const pack = wrap.get(each) ?? packed;
    await write(file, pack(contents, path.basename(file, ".js")), contents);
  }
}
const style = await readFile(reportStyle);
const { code } = await esbuild.transform(style, { loader: "css", minify: !watch });
await write(path.join(out, "report.css"), code.trim(), style);

await copyFonts();
if (!watch) await writeLicences();

/** Beside the bundles: the fonts by which drawings are measured and printed. */
async function copyFonts() {
  const folder = path.join(js, "..", "node_modules", "dejavu-fonts-ttf");
  mkdirSync(path.join(out, "fonts"), { recursive: true });
  for (const name of FONTS) {
    const font = await readFile(path.join(folder, "ttf", name));
    await replace(path.join(out, "fonts", name), font);
  }
  packages.add(folder);
}

/** Beside the bundles: the licence of each package that is built into them. */
async function writeLicences() {
  const texts = [];
  for (const folder of [...packages].sort()) {
    const { name, version, license } = JSON.parse(
      await readFile(path.join(folder, "package.json"), "utf8"),
    );
    const file = (await readdir(folder)).find((one) => /^licen[cs]e/i.test(one));
    if (!file) throw new Error(`${name} comes without the text of its licence`);
    const text = (await readFile(path.join(folder, file), "utf8")).trim();
    texts.push(`${name} ${version} (${license})\n\n${text}\n`);
  }
  const rule = `\n${"-".repeat(80)}\n\n`;
  await replace(path.join(out, NOTICE), texts.join(rule));
}

/**
 * The lines of a function `unpack` that returns the module `code`.
 *
 * @param {Uint8Array} code
 * @param {string} what
 */
function unpacking(code, what) {
  const text = gzipSync(code, { level: 9 }).toString("base64");
  return [
    `// ${what}, compressed. Its source is in js/src of the project.`,
    "async function unpack() {",
    `  const bytes = Uint8Array.from(atob("${text}"), (c) => c.charCodeAt(0));`,
    '  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));',
    '  const code = new Blob([await new Response(stream).arrayBuffer()], { type: "text/javascript" });',
    "  const url = URL.createObjectURL(code);",
    "  try { return await import(url); } finally { URL.revokeObjectURL(url); }",
    "}",
  ];
}

/**
 * A module that unpacks `code` and exports what it exports.
 *
 * @param {Uint8Array} code
 */
function packed(code) {
  const lines = unpacking(code, "The page code of journeywidgets");
  return [
    ...lines,
    "const { default: widget } = await unpack();",
    "export default widget;",
    "",
  ].join("\n");
}

/**
 * A widget without a view that offers `load()`, which unpacks `code` once, when it is first asked.
 *
 * anywidget gives a model two seconds to start: nothing large may happen before it is asked.
 *
 * @param {Uint8Array} code
 */
function packedForLater(code) {
  return [
    ...unpacking(code, `Vega, Vega-Lite and Vega's interpreter (BSD-3-Clause, see ${NOTICE})`),
    "let loaded;",
    "const load = () => (loaded ??= unpack());",
    "export default { initialize: () => ({ load }) };",
    "",
  ].join("\n");
}

/**
 * A script of an exported page, whose first line is the digest of what it unpacks: the page's policy
 * has to know both. The page's own begins at once; another waits until it is asked for.
 *
 * @param {Uint8Array} code
 * @param {string} name
 */
function packedForPage(code, name) {
  const digest = createHash("sha256").update(code).digest("base64");
  const text = gzipSync(code, { level: 9 }).toString("base64");
  const lines = [
    `// unpacks sha256-${digest}`,
    `// The page code of journeywidgets, compressed. Its source is in js/src of the project (${NOTICE}).`,
    "(() => {",
    "  const scripts = (globalThis.journeywidgets ??= { unpack: {} });",
    `  const unpack = (scripts.unpack["${name}"] = async () => {`,
    `    const bytes = Uint8Array.from(atob("${text}"), (c) => c.charCodeAt(0));`,
    '    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));',
    '    const script = document.createElement("script");',
    "    script.textContent = await new Response(stream).text();",
    "    document.head.append(script);",
    "  });",
  ];
  if (name === "report") {
    lines.push(
      "  unpack().catch((error) => {",
      '    for (const place of document.querySelectorAll("[data-jw-view]")) {',
      '      place.textContent = "This browser cannot show what stands here: " + error.message;',
      "    }",
      "  });",
    );
  }
  return [...lines, "})();", ""].join("\n");
}

/**
 * @param {string} file
 * @param {string} text
 * @param {Uint8Array} code
 */
async function write(file, text, code) {
  const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
  const name = path.relative(process.cwd(), file);
  console.log(`${name}  ${kilobytes(text.length)} (${kilobytes(code.byteLength)} unpacked)`);
  const limit = LIMITS[path.basename(file)] ?? LIMIT;
  // What is built to be looked into while one works on it is not minified.
  if (!watch && text.length > limit) {
    console.error(`${name} is over the limit of ${kilobytes(limit)}`);
    process.exit(1);
  }
  await replace(file, text);
}

/**
 * Renamed into place, so that a server or a build beside this one never reads half a file.
 *
 * @param {string} file
 * @param {string | Uint8Array} content
 */
async function replace(file, content) {
  await writeFile(`${file}.tmp`, content);
  await rename(`${file}.tmp`, file);
}
