/** The bundle of NotesCoder. */
import { defineWidget } from "./entry";
import { mountCoder } from "./view/coder/CoderView";

export default defineWidget(mountCoder);
