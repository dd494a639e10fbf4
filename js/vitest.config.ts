import { readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: import.meta.dirname,
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  plugins: [
    {
      // The same meaning as in the bundle: a style sheet is its text.
      name: "css-as-text",
      enforce: "pre",
      load(id) {
        if (!id.endsWith(".css")) return null;
        return `export default ${JSON.stringify(readFileSync(id, "utf8"))};`;
      },
    },
  ],
  test: {
    environment: "jsdom",
    include: ["{src,tests}/**/*.test.{ts,tsx}"],
    restoreMocks: true,
  },
});
