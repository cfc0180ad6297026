/** JSON over several lines, token by token: numbers, escapes and repeated keys stay as they were written. Pure. */

/** Strings (their plain stretches in one step: letter by letter 10 MB of them would take the whole stack), marks, and whatever else stands between them (numbers, true, false, null). */
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+/g;
/**
 * What is nested deeper stands on its line as it came: with two spaces per level a depth of 5,000 would make 50 MB of
 * spaces out of 10 KB.
 */
const deepest = 100;
const indents = Array.from({ length: deepest + 1 }, (_, depth) => '  '.repeat(depth));

/** Two spaces per level, as JSON.stringify writes it, down to 100 levels; null when the text is no JSON object or array. */
export function prettyJson(text: string): string | null {
  if (!/^\s*[{[]/.test(text) || !isJson(text)) return null;
  const parts: string[] = [];
  let depth = 0;
  let before = '';
  for (const [token] of text.matchAll(tokens)) {
    const isClosing = token === '}' || token === ']';
    if (isClosing) depth -= 1;
    const opens = before === '{' || before === '[';
    const isLine = isClosing ? !opens : opens || before === ',';
    if (isLine && depth <= deepest - (isClosing ? 1 : 0)) parts.push('\n', indents[depth] as string);
    else if (before === ':') parts.push(' ');
    parts.push(token);
    if (token === '{' || token === '[') depth += 1;
    before = token;
  }
  return parts.join('');
}

/** A value for reading, by the same rules; null and mere numbers or words as JSON writes them, '' where it has nothing to write. */
export function prettyValue(value: unknown): string {
  const text = JSON.stringify(value) ?? '';
  return prettyJson(text) ?? text;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
