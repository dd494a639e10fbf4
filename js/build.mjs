// Builds the two widget bundles: `node js/build.mjs [--watch]`.
// Each is one self-contained ES module, because anywidget stores it in the notebook as text, once a
// widget. What is stored travels compressed: see docs/adr/0005-compressed-bundles.md.

import { existsSync, mkdirSync } from "node:fs";
import { readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";

const LIMIT = 120_000; // bytes as stored: every widget instance in a notebook carries its bundle

const js = path.dirname(fileURLToPath(import.meta.url));
const out = path.join(js, "..", "src", "journeywidgets", "static");
const watch = process.argv.includes("--watch");

const entries = ["map.ts", "personas.ts"].map((name) => path.join(js, "src", name));
const missing = entries.filter((entry) => !existsSync(entry));
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

mkdirSync(out, { recursive: true });
if (watch) {
  const context = await esbuild.context(options);
  await context.watch();
} else {
  const { outputFiles } = await esbuild.build({ ...options, write: false, logLevel: "warning" });
  for (const { path: file, contents } of outputFiles) await write(file, packed(contents), contents);
}

/**
 * A module that unpacks `code` and exports what it exports.
 *
 * @param {Uint8Array} code
 */
function packed(code) {
  const text = gzipSync(code, { level: 9 }).toString("base64");
  return [
    "// The page code of journeywidgets, compressed. Its source is in js/src of the project.",
    `const bytes = Uint8Array.from(atob("${text}"), (c) => c.charCodeAt(0));`,
    'const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));',
    'const code = new Blob([await new Response(stream).arrayBuffer()], { type: "text/javascript" });',
    "const url = URL.createObjectURL(code);",
    "const { default: widget } = await import(url);",
    "URL.revokeObjectURL(url);",
    "export default widget;",
    "",
  ].join("\n");
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
  if (text.length > LIMIT) {
    console.error(`${name} is over the limit of ${kilobytes(LIMIT)}`);
    process.exit(1);
  }
  // Renamed into place, so that a server or a build beside this one never reads half a file.
  await writeFile(`${file}.tmp`, text);
  await rename(`${file}.tmp`, file);
}
