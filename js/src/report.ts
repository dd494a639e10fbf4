/**
 * The script of an exported page: puts the notebook's own views of maps, personas and charts into
 * their places, without a kernel. Python writes the page: src/journeywidgets/export/page.
 */
import { start } from "./report/start";

// A page is left as a whole: nothing in it ends before it does.
start(document, new AbortController().signal);
