/**
 * The style of a shadow root. The policy of an exported page allows no style element that it does
 * not know: there a sheet is adopted, one for all roots with the same style.
 */
const sheets = new WeakMap<Document, Map<string, CSSStyleSheet>>();

/** Give `root` the style without an element; false where the browser cannot. */
export function adopt(root: ShadowRoot, css: string): boolean {
  const page = root.ownerDocument;
  const Sheet = page.defaultView?.CSSStyleSheet;
  if (!Sheet || !("replaceSync" in Sheet.prototype) || !("adoptedStyleSheets" in root)) {
    return false;
  }
  const own = sheets.get(page) ?? new Map<string, CSSStyleSheet>();
  sheets.set(page, own);
  let sheet = own.get(css);
  if (!sheet) {
    sheet = new Sheet();
    sheet.replaceSync(css);
    own.set(css, sheet);
  }
  root.adoptedStyleSheets = [sheet];
  return true;
}
