/**
 * Closes JSON text that was cut off, the way the official SDKs show a tool's input while it forms: an unfinished string,
 * number, word or key is left out, open brackets are closed.
 */

/** Text for JSON.parse, or null when it holds something that no cut can explain (a stray word, a bracket that does not match). */
export function completeJson(text: string): string | null {
  const open: string[] = [];
  let safe = { end: 0, closers: '' };
  let before = '';
  for (let position = 0; position < text.length; ) {
    const token = readToken(text, position);
    if (token === 'cut') break;
    if (token === 'broken') return null;
    const first = text[position] ?? '';
    if (first === '{') open.push('}');
    if (first === '[') open.push(']');
    if ((first === '}' || first === ']') && open.pop() !== first) return null;
    const isKey = first === '"' && open.at(-1) === '}' && before !== ':';
    // A comma makes what stands before it whole; it is itself dropped when nothing follows.
    if (first === ',') safe = { end: position, closers: closersOf(open) };
    else if (first !== ':' && !isKey && !isBlank(first)) safe = { end: token, closers: closersOf(open) };
    if (!isBlank(first)) before = first;
    position = token;
  }
  return text.slice(0, safe.end) + safe.closers;
}

function closersOf(open: readonly string[]): string {
  return open.toReversed().join('');
}

function isBlank(character: string): boolean {
  return character === ' ' || character === '\t' || character === '\n' || character === '\r';
}

/** Index after the token at `start`; `cut` where the text ends inside it; `broken` where it is no JSON. */
function readToken(text: string, start: number): number | 'cut' | 'broken' {
  const first = text[start] ?? '';
  if ('{}[]:,'.includes(first) || isBlank(first)) return start + 1;
  if (first === '"') return readString(text, start);
  if (/[-.\d]/.test(first)) return readNumber(text, start);
  for (const word of ['true', 'false', 'null']) {
    if (text.startsWith(word, start)) return start + word.length;
    if (word.startsWith(text.slice(start))) return 'cut';
  }
  return 'broken';
}

function readString(text: string, start: number): number | 'cut' {
  for (let index = start + 1; index < text.length; index += 1) {
    if (text[index] === '\\') index += 1;
    else if (text[index] === '"') return index + 1;
  }
  return 'cut';
}

/** More digits may follow a number at the very end, so it counts as cut. */
function readNumber(text: string, start: number): number | 'cut' {
  let end = start;
  while (end < text.length && /[-+.\deE]/.test(text[end] ?? '')) end += 1;
  return end === text.length ? 'cut' : end;
}
