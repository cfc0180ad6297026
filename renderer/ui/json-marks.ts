/** What of a line of JSON has a colour: keys, marks, and values that are no strings. Pure. */

/** Characters [start, end) of the line. */
export type JsonMark = { readonly kind: 'key' | 'value' | 'mark'; readonly start: number; readonly end: number };

/** A string (perhaps without its end), a mark, or a word between them. */
const tokens = /"(?:[^"\\]|\\.)*"?|[{}[\],:]|[^\s{}[\],:"]+/g;
/** Longer lines have their middle hidden. */
const mostCharacters = 2_000;

/**
 * Of the first 2,000 characters. Strings that are values have the colour of the text. A key takes its colon along and
 * neighbouring marks are one: each is an element that a jump through 10 MB makes and styles.
 */
export function jsonMarks(line: string): readonly JsonMark[] {
  const marks: JsonMark[] = [];
  let last: { kind: JsonMark['kind']; start: number; end: number } | null = null;
  const text = line.slice(0, mostCharacters);
  for (const match of text.matchAll(tokens)) {
    const [token] = match;
    const start = match.index;
    const end = start + token.length;
    const isString = token[0] === '"';
    const isKey = isString && text[end] === ':';
    const isMark = !isString && /[{}[\],:]/.test(token);
    if ((isString && !isKey) || (last !== null && end <= last.end)) continue;
    if (isMark && last?.kind === 'mark' && last.end === start) last.end = end;
    else {
      last = { kind: isKey ? 'key' : isMark ? 'mark' : 'value', start, end: isKey ? end + 1 : end };
      marks.push(last);
    }
  }
  return marks;
}
