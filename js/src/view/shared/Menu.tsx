/** The one menu of a view: opened by button, right click, Shift+F10 or the menu key. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { MenuItem, OpenMenu } from "../../state/scope";
import { useScope } from "./context";
import { Icon } from "./Icon";

export function MenuLayer() {
  const { menu } = useScope();
  const open = menu.value;
  return open ? <Menu key={open.label} open={open} /> : null;
}

function Menu({ open }: { open: OpenMenu }) {
  const { menu, abort } = useScope();
  const list = useRef<HTMLDivElement>(null);
  const [path, setPath] = useState<{ label: string; items: MenuItem[] }[]>([]);
  const page = path.at(-1) ?? open;

  useLayoutEffect(() => {
    const element = list.current;
    if (!element || page.items.length === 0) return;
    // In the top layer no ancestor cuts it off or moves its origin.
    element.showPopover?.();
    const { width, height } = element.getBoundingClientRect();
    const x = Math.max(4, Math.min(open.at.x, window.innerWidth - width - 4));
    const y = Math.max(4, Math.min(open.at.y, window.innerHeight - height - 4));
    element.style.left = `${x}px`;
    element.style.top = `${y}px`;
    choices(element)[0]?.focus({ preventScroll: true });
  }, [open, page]);

  useEffect(() => {
    const outside = new AbortController();
    const close = (event: Event) => {
      if (list.current && !event.composedPath().includes(list.current)) menu.value = undefined;
    };
    const options = { capture: true, signal: outside.signal };
    window.addEventListener("pointerdown", close, options);
    window.addEventListener("blur", close, options);
    abort.addEventListener("abort", () => outside.abort(), { signal: outside.signal });
    return () => outside.abort();
  }, [menu, abort]);

  const leave = () => {
    menu.value = undefined;
    open.back();
  };
  const choose = (item: MenuItem) => {
    if (item.disabled) return;
    if (item.items) {
      setPath([...path, { label: item.label, items: item.items() }]);
      return;
    }
    leave();
    item.run?.();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const element = list.current;
    if (!element) return;
    event.stopPropagation();
    const all = choices(element);
    const at = all.indexOf(event.target as HTMLElement);
    const item = page.items[at];
    const go = (index: number) => all.at(index % all.length)?.focus();
    if (event.key === "ArrowDown") go(at + 1);
    else if (event.key === "ArrowUp") go(at - 1);
    else if (event.key === "Home") go(0);
    else if (event.key === "End") go(-1);
    else if (event.key === "Tab") leave();
    else if (event.key === "Escape" || event.key === "ArrowLeft") {
      if (path.length) setPath(path.slice(0, -1));
      else if (event.key === "Escape") leave();
    } else if (event.key === "ArrowRight" && item?.items) choose(item);
    else if ((event.key === "Enter" || event.key === " ") && item) choose(item);
    else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey) {
      const from = [...page.items.keys()].map((k) => (k + at + 1) % page.items.length);
      const key = event.key.toLocaleLowerCase();
      const hit = from.find((k) => page.items[k]?.label.toLocaleLowerCase().startsWith(key));
      if (hit !== undefined) go(hit);
    } else return;
    event.preventDefault();
  };
  return (
    <div
      ref={list}
      class="menu"
      role="menu"
      tabIndex={-1}
      popover="manual"
      aria-label={page.label}
      onKeyDown={onKeyDown}
    >
      {page.items.map((item) => (
        <Choice key={item.id} item={item} choose={choose} />
      ))}
    </div>
  );
}

function Choice({ item, choose }: { item: MenuItem; choose: (item: MenuItem) => void }) {
  const checkable = item.checked !== undefined;
  const role = checkable
    ? { role: "menuitemcheckbox" as const, "aria-checked": item.checked }
    : { role: "menuitem" as const };
  return (
    <>
      {item.apart && <hr />}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the menu around it has the keys */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: its role is in `role` */}
      <div
        {...role}
        aria-disabled={item.disabled || undefined}
        aria-haspopup={item.items ? "menu" : undefined}
        tabIndex={-1}
        class={item.danger ? "danger" : undefined}
        onClick={() => choose(item)}
      >
        {checkable && <span class="mark">{item.checked ? "✓" : ""}</span>}
        <span class="label" dir="auto">
          {item.label}
        </span>
        {item.hint && <span class="hint">{item.hint}</span>}
        {item.items && <Icon name="unfold" />}
      </div>
    </>
  );
}

function choices(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>("[role^=menuitem]")];
}
