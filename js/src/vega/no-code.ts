/**
 * Put in the place of the globals `Function` and `fetch` in the Vega bundle (see build.mjs): parts
 * of Vega that could make code of text, or load something, cannot do it there.
 */
const refuse = (what: string) => (): never => {
  throw new Error(`${what} is not available to charts`);
};

const noFunction = refuse("Code made of text");
const noFetch = refuse("The network");

export { noFetch as fetch, noFunction as Function };
