/** Plain keys are never meant for the page around; Tab and the browser's own chords are. */
export function stopTyping(event: KeyboardEvent): void {
  if (!event.ctrlKey && !event.metaKey && !event.altKey && event.key !== "Tab") {
    event.stopPropagation();
  }
}
