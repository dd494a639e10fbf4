/** Puts a view into the page: an open shadow root, the styles, the theme, the layers. */
import { type ComponentChildren, render } from "preact";
import type { Host } from "../../host/host";
import { Scope } from "../../state/scope";
import type { JourneyClient } from "../../sync/contract";
import baseCss from "./base.css";
import { ScopeContext } from "./context";
import { AskLayer } from "./Dialog";
import { Live } from "./Live";
import { MenuLayer } from "./Menu";
import tokensCss from "./tokens.css";

export interface Mounted {
  el: HTMLElement;
  host: Host;
  client: JourneyClient;
  /** Ends the view and frees all that it holds. */
  signal: AbortSignal;
}

/** `content` draws the inside; `css` comes after the shared styles. */
export function mount(
  { el, host, client, signal }: Mounted,
  css: string,
  content: (scope: Scope) => ComponentChildren,
): Scope {
  const doc = el.ownerDocument;
  const holder = doc.createElement("div");
  // JupyterLab runs commands on plain keys unless the target says otherwise, and sees the
  // shadow host as the target of all that happens inside.
  holder.dataset.lmSuppressShortcuts = "true";
  el.dataset.lmSuppressShortcuts = "true";
  el.append(holder);
  const root = holder.attachShadow({ mode: "open" });
  const style = doc.createElement("style");
  style.textContent = `${tokensCss}\n${baseCss}\n${css}`;
  const box = doc.createElement("div");
  root.append(style, box);
  const scope = new Scope(client, host, root, signal);
  render(
    <ScopeContext.Provider value={scope}>
      <Frame scope={scope}>{content(scope)}</Frame>
    </ScopeContext.Provider>,
    box,
  );
  signal.addEventListener(
    "abort",
    () => {
      render(null, box);
      holder.remove();
    },
    { once: true },
  );
  return scope;
}

function Frame({ scope, children }: { scope: Scope; children: ComponentChildren }) {
  return (
    <div class="jw" data-theme={scope.theme} data-host={scope.themeIsHosts.value ? "" : undefined}>
      {children}
      <MenuLayer />
      <AskLayer />
      <Live />
    </div>
  );
}
