import { defineConfig } from "vitest/config";

export default defineConfig({
  root: import.meta.dirname,
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  plugins: [
    {
      // The same meaning as in the bundle: a style sheet is its text.
      name: "css-as-text",
      enforce: "pre",
      async resolveId(source, importer) {
        return source.endsWith(".css") ? this.resolve(`${source}?raw`, importer) : null;
      },
    },
  ],
  test: {
    environment: "jsdom",
    css: true, // else vitest empties every style sheet
    include: ["{src,tests}/**/*.test.{ts,tsx}"],
    restoreMocks: true,
  },
});
