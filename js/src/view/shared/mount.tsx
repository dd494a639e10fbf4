/** Puts a view into the page: an open shadow root, the styles, the theme, the layers on top. */
import { type ComponentChildren, render } from "preact";
import type { Mounted } from "../../entry";
import { Scope } from "../../state/scope";
import baseCss from "./base.css";
import { ScopeContext } from "./context";
import { AskLayer } from "./Dialog";
import { Live } from "./Live";
import { MenuLayer } from "./Menu";
import { adopt } from "./styles";
import tokensCss from "./tokens.css";

/** `content` draws the inside; `css` comes after the shared styles. All ends with the signal. */
export function mount(
  { el, host, client, signal }: Mounted,
  css: string,
  content: (scope: Scope) => ComponentChildren,
): void {
  const box = el.ownerDocument.createElement("div");
  // JupyterLab runs commands on plain keys unless the target says otherwise, and sees the
  // shadow host as the target of all that happens inside: "dd" would delete the notebook's cell.
  box.dataset.lmSuppressShortcuts = "true";
  el.append(box);
  const root = box.attachShadow({ mode: "open" });
  const scope = new Scope(client, host, root, signal);
  const style = `${tokensCss}\n${baseCss}\n${css}`;
  const adopted = !host.live && adopt(root, style);
  render(
    <ScopeContext.Provider value={scope}>
      {!adopted && <style>{style}</style>}
      <Frame scope={scope}>{content(scope)}</Frame>
    </ScopeContext.Provider>,
    root,
  );
  const unmount = () => {
    render(null, root);
    box.remove();
  };
  signal.addEventListener("abort", unmount, { once: true });
}

function Frame({ scope, children }: { scope: Scope; children: ComponentChildren }) {
  return (
    <div
      class="jw"
      data-theme={scope.theme.value}
      data-host={scope.themeIsHosts.value ? "" : undefined}
    >
      {children}
      <MenuLayer />
      <AskLayer />
      <Live />
    </div>
  );
}
