/** What of a line of JSON has a colour: keys, marks, and values that are no strings. Pure. */

/** Characters [start, end) of the line. */
export type JsonMark = { readonly kind: 'key' | 'value' | 'mark'; readonly start: number; readonly end: number };

/** A string (perhaps without its end), a mark, or a word between them. */
const tokens = /"(?:[^"\\]|\\.)*"?|[{}[\],:]|[^\s{}[\],:"]+/g;
/** Longer lines have their middle hidden. */
const mostCharacters = 2_000;

/** Of the first 2,000 characters. Strings that are values have the colour of the text. */
export function jsonMarks(line: string): readonly JsonMark[] {
  const marks: JsonMark[] = [];
  const text = line.slice(0, mostCharacters);
  for (const match of text.matchAll(tokens)) {
    const [token] = match;
    const start = match.index;
    const end = start + token.length;
    if (token[0] === '"') {
      if (text[end] === ':') marks.push({ kind: 'key', start, end });
    } else marks.push({ kind: /[{}[\],:]/.test(token) ? 'mark' : 'value', start, end });
  }
  return marks;
}
