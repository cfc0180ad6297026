/** JSON over several lines, token by token: numbers, escapes and repeated keys stay as they were written. Pure. */

/** Strings, marks, and whatever else stands between them (numbers, true, false, null). */
const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;
const indents = Array.from({ length: 40 }, (_, depth) => '  '.repeat(depth));

/** Two spaces per level, as JSON.stringify writes it; null when the text is no JSON object or array. */
export function prettyJson(text: string): string | null {
  if (!/^\s*[{[]/.test(text) || !isJson(text)) return null;
  const parts: string[] = [];
  let depth = 0;
  let before = '';
  for (const [token] of text.matchAll(tokens)) {
    const isClosing = token === '}' || token === ']';
    if (isClosing) depth -= 1;
    const opens = before === '{' || before === '[';
    if (isClosing ? !opens : opens || before === ',') parts.push('\n', indents[depth] ?? '  '.repeat(depth));
    else if (before === ':') parts.push(' ');
    parts.push(token);
    if (token === '{' || token === '[') depth += 1;
    before = token;
  }
  return parts.join('');
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
