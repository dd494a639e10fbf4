// Builds the two widget bundles: `node js/build.mjs [--watch]`.
// Each is one self-contained ES module, because anywidget stores it in the notebook as text.

import { existsSync, mkdirSync } from "node:fs";
import { readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";

const LIMIT = 120_000; // bytes, minified: every widget instance in a notebook carries its bundle

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
  target: "es2021",
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
  report(outputFiles);
  await write(outputFiles);
}

/** @param {import("esbuild").OutputFile[]} files */
function report(files) {
  for (const file of files) {
    const size = file.contents.byteLength;
    const kilobytes = (size / 1000).toFixed(1);
    const zipped = (gzipSync(file.contents).byteLength / 1000).toFixed(1);
    console.log(`${path.relative(process.cwd(), file.path)}  ${kilobytes} kB  (${zipped} kB gzip)`);
    if (size > LIMIT) {
      console.error(`${path.basename(file.path)} is over the limit of ${LIMIT / 1000} kB`);
      process.exit(1);
    }
  }
}

/** @param {import("esbuild").OutputFile[]} files */
async function write(files) {
  for (const file of files) {
    // Renamed into place, so that a server or a build beside this one never reads half a file.
    await writeFile(`${file.path}.tmp`, file.contents);
    await rename(`${file.path}.tmp`, file.path);
  }
}
