/** The bundle of PersonaCards. */
import { defineWidget } from "./entry";
import { mountPersonas } from "./view/personas/PersonasView";

export default defineWidget(mountPersonas);
