/** Style sheets are imported as text (see build.mjs) and put into the widget's shadow root. */
declare module "*.css" {
  const text: string;
  export default text;
}
