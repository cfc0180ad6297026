/** The strings within a text that holds JSON: a document, lines of it, an event stream. Everything else stays as it is. */

const stringLiteral = /"(?:[^"\\\n\r]|\\.)*"/g;

/**
 * Gives each string as it is meant, and writes back what `map` makes of it, escaped again; what it leaves is not
 * touched, not even in how it is escaped. Text between strings goes through `map` too.
 */
export function mapStringsIn(text: string, map: (part: string) => string): string {
  let result = '';
  let at = 0;
  for (const match of text.matchAll(stringLiteral)) {
    result += mapPlain(text.slice(at, match.index), map);
    at = match.index + match[0].length;
    const meant = parsed(match[0]);
    if (meant === null) result += mapPlain(match[0], map);
    else {
      const mapped = map(meant);
      result += mapped === meant ? match[0] : JSON.stringify(mapped);
    }
  }
  return result + mapPlain(text.slice(at), map);
}

function mapPlain(text: string, map: (part: string) => string): string {
  // Between JSON's strings stand only brackets, commas and numbers: most of it is not worth a look.
  return text.length < 8 ? text : map(text);
}

function parsed(literal: string): string | null {
  try {
    return JSON.parse(literal) as string;
  } catch {
    return null;
  }
}

/** The same for plain data: every string in it, keys included. */
export function mapStrings<Value>(value: Value, map: (part: string) => string): Value {
  if (typeof value === 'string') return map(value) as Value;
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, map)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, mapStrings(item, map)])) as Value;
}
