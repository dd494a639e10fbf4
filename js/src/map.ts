/** The bundle of JourneyMap. */
import { defineWidget } from "./entry";
import { mountMap } from "./view/MapView";

export default defineWidget(mountMap);
