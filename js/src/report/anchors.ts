/**
 * Links within the page where it stands in a frame as text of the page around it: the frame has that
 * page's address as its base, and a link to "#part" would leave for it.
 */
export function followAnchors(page: Document, signal: AbortSignal): void {
  const bare = (url: string) => url.replace(/#.*/s, "");
  if (bare(page.baseURI) === bare(page.URL)) return;
  const follow = (event: MouseEvent) => {
    const link = event.target instanceof Element ? event.target.closest("a[href^='#']") : null;
    const name = link?.getAttribute("href")?.slice(1);
    if (!name || event.defaultPrevented) return;
    event.preventDefault();
    const part = page.getElementById(name) ?? page.getElementById(decoded(name));
    if (!part) return;
    part.scrollIntoView();
    // As the browser does for a link it follows itself: Tab goes on from there.
    if (!part.hasAttribute("tabindex")) part.tabIndex = -1;
    part.focus({ preventScroll: true });
  };
  page.addEventListener("click", follow, { signal });
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
