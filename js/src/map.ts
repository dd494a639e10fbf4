/** The bundle of JourneyMap. */
import { defineWidget } from "./entry";
import { MapPort } from "./state/map-port";
import { mountMap } from "./view/MapView";

export default defineWidget(mountMap, ({ client, host, board }, signal) => ({
  port: new MapPort(client.shown, host, board, signal),
}));
