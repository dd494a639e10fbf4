/** Keys and what they do, as a table of a help dialog. */
import { Fragment } from "preact";
import { keyName } from "../../actions/command";

export type Key = readonly [what: string, ...chords: string[]];

export function KeyTable({ of, keys }: { of?: string; keys: readonly Key[] }) {
  return (
    <table>
      {of && <caption>{of}</caption>}
      <tbody>
        {keys.map(([what, ...chords]) => (
          <tr key={what}>
            <th scope="row">{what}</th>
            <td>
              {chords.map((chord) => (
                <Fragment key={chord}>
                  <kbd>{keyName(chord)}</kbd>{" "}
                </Fragment>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
