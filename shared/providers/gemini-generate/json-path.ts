/** JSON paths as Vertex AI writes them for streamed arguments: `$.list[0].name`, `$['a key'][2]` (singular queries of RFC 9535). */

/** Member names as strings, array positions as numbers. */
export type JsonPath = readonly (string | number)[];

/** Names that are simple enough come without quotes; everything else is in brackets. */
const segment = /\.([^.[\]]+)|\[(\d{1,7})\]|\[(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\]/gy;

/** The segments of a path; null for one that is no singular query. @see https://www.rfc-editor.org/rfc/rfc9535#section-2.3.5 */
export function parseJsonPath(path: string): JsonPath | null {
  if (!path.startsWith('$')) return null;
  const segments: (string | number)[] = [];
  segment.lastIndex = 1;
  while (segment.lastIndex < path.length) {
    const found = segment.exec(path);
    if (found === null) return null;
    const [, name, position, single, double] = found;
    if (position !== undefined) segments.push(Number(position));
    else segments.push(name ?? unescaped(single ?? double ?? ''));
  }
  return segments;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

function unescaped(text: string): string {
  return text.replaceAll(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_whole, code: string | undefined, character: string) =>
    code === undefined ? (escapes[character] ?? character) : String.fromCharCode(Number.parseInt(code, 16)),
  );
}
