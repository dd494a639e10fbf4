// What the benchmarks of a bare page run in it: the map's real bundle on a model that no kernel
// answers, a floor to compare with, and a scroll. Assigned to `window.bench` once the bundle is in.

/** A widget model of anywidget with the traits that Python sends; nobody answers. */
function modelOf(state) {
  return {
    get: (name) => state[name],
    set: (name, value) => {
      state[name] = value;
    },
    save_changes() {},
    send() {},
    on() {},
    off() {},
  };
}

const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

/** The task after a frame's: by then the frame's styles, layout and paint are done. */
const afterFrame = () =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = resolve;
    requestAnimationFrame(() => port2.postMessage(0));
  });

/** Ms from the start of a frame until the first frame that shows what `draw` does is painted. */
async function painted(draw) {
  await frame();
  await frame();
  const start = performance.now();
  await draw();
  await afterFrame();
  return performance.now() - start;
}

/** A new box for one map, or for its floor; the one before goes. */
function place() {
  document.body.replaceChildren();
  return document.body.appendChild(document.createElement("div"));
}

export function benchOf(widget) {
  let closing = new AbortController();

  async function show(state) {
    closing.abort();
    closing = new AbortController();
    const { signal } = closing;
    const model = modelOf({ ...state });
    const el = place();
    const view = widget();
    await view.initialize?.({ model, signal });
    await view.render({ model, el, signal });
    return el;
  }

  function rest() {
    closing.abort();
    place();
  }

  return {
    /** Ms to the first paint of a map. */
    map: (state) => {
      rest();
      return painted(() => show(state));
    },

    /** Ms to the first paint of the same texts in bare boxes. */
    bare: (texts) => {
      rest();
      return painted(() => {
        const box = place();
        for (const text of texts) {
          const one = document.createElement("div");
          one.textContent = text;
          box.append(one);
        }
      });
    },

    /**
     * Ms of the longest frame while a map scrolls for `frames` frames: by `step` px in each, or
     * from its top to its end where no step is given.
     */
    worst: async (state, frames, step) => {
      const { shadowRoot } = (await show(state)).firstElementChild;
      const scroller = shadowRoot.querySelector(".scroll");
      // What the first paint put off is drawn before the scroll begins.
      for (let at = 0; at < 30; at += 1) await frame();
      let worst = 0;
      let last = await frame();
      for (let left = frames; left > 0; left -= 1) {
        const { scrollTop, scrollHeight, clientHeight } = scroller;
        scroller.scrollTop += step ?? (scrollHeight - clientHeight - scrollTop) / left;
        const now = await frame();
        worst = Math.max(worst, now - last);
        last = now;
      }
      if (scroller.scrollTop < 500) throw new Error("the map did not scroll");
      return worst;
    },
  };
}
