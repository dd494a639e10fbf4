/** Whether a host has written the page as a file and left the kernel behind; marimo says so. */
export const exported = (): boolean => "__MARIMO_STATIC__" in globalThis;
