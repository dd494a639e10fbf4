/** Which addresses in people's text may be followed. Everything else stays text. */

const SCHEMES = new Set(["http:", "https:", "mailto:"]);

/** The address to follow, or undefined where it may not be one. */
export function safeLink(text: string): string | undefined {
  // Browsers skip control characters inside a scheme; the check must see what they would see.
  const bare = [...text].filter((c) => c > " " && (c < "\u007f" || c > "\u00a0")).join("");
  if (!/^[a-z][a-z0-9+.-]*:/i.test(bare)) return undefined;
  try {
    const url = new URL(bare);
    return SCHEMES.has(url.protocol) ? url.href : undefined;
  } catch {
    return undefined;
  }
}

/** A short name for an address: its host, or the mail address. */
export function linkName(href: string): string {
  const url = new URL(href);
  return url.protocol === "mailto:" ? url.pathname : url.host;
}

/** A picture of the document, or undefined: data URLs of raster images alone, never the network. */
export function safeImage(text: string): string | undefined {
  return /^data:image\/(png|jpeg|webp|gif);base64,[a-z0-9+/=\s]+$/i.test(text) ? text : undefined;
}
