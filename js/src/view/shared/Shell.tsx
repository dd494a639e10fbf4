/** The frame of a view inside its shadow root: the styles, the theme, and the layers on top. */
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { ViewProps } from "../../entry";
import { Scope } from "../../state/scope";
import baseCss from "./base.css";
import { ScopeContext } from "./context";
import { AskLayer } from "./Dialog";
import { Live } from "./Live";
import { MenuLayer } from "./Menu";
import tokensCss from "./tokens.css";

interface Props extends ViewProps {
  /** Styles of the view, after the shared ones. */
  css: string;
  children: (scope: Scope) => ComponentChildren;
}

export function Shell({ client, host, root, css, children }: Props) {
  const [{ scope, closing }] = useState(() => {
    const controller = new AbortController();
    return { scope: new Scope(client, host, root, controller.signal), closing: controller };
  });
  // What the scope listens to ends with the view.
  useEffect(() => () => closing.abort(), [closing]);
  return (
    <ScopeContext.Provider value={scope}>
      <style>{`${tokensCss}\n${baseCss}\n${css}`}</style>
      <div
        class="jw"
        data-theme={scope.theme.value}
        data-host={scope.themeIsHosts.value ? "" : undefined}
      >
        {children(scope)}
        <MenuLayer />
        <AskLayer />
        <Live />
      </div>
    </ScopeContext.Provider>
  );
}
