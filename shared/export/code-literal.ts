/** A JSON value as source code, broken over lines. Captured text can only ever become a string literal. */

export type LiteralWords = {
  readonly null: string;
  readonly true: string;
  readonly false: string;
  readonly key: (name: string) => string;
  readonly string: (text: string) => string;
};

/** JSON's string escapes mean the same in Python; lone surrogates and separators are escaped for both. */
export const pythonWords: LiteralWords = {
  null: 'None',
  true: 'True',
  false: 'False',
  key: quoted,
  string: quoted,
};

/** `__proto__:` in an object literal would set the prototype. */
export const typescriptWords: LiteralWords = {
  null: 'null',
  true: 'true',
  false: 'false',
  key: (name) => (name === '__proto__' ? '["__proto__"]' : /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name)),
  string: quoted,
};

const widest = 88;

/** `indent`: spaces before the lines after the first. */
export function literal(value: unknown, words: LiteralWords, indent = 0): string {
  if (value === null || value === undefined) return words.null;
  if (typeof value === 'boolean') return value ? words.true : words.false;
  if (typeof value === 'string') return words.string(value);
  if (typeof value !== 'object') return JSON.stringify(value);
  const isList = Array.isArray(value);
  const inner = indent + 4;
  const items = isList
    ? value.map((item) => literal(item, words, inner))
    : Object.entries(value).map(([name, item]) => `${words.key(name)}: ${literal(item, words, inner)}`);
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  const oneLine = `${open}${items.join(', ')}${close}`;
  if (items.length === 0 || (oneLine.length + indent < widest && !oneLine.includes('\n'))) return oneLine;
  const pad = ' '.repeat(inner);
  return `${open}\n${items.map((item) => `${pad}${item},\n`).join('')}${' '.repeat(indent)}${close}`;
}

function quoted(text: string): string {
  return JSON.stringify(text).replaceAll(/[\u2028\u2029\u007f-\u009f]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** A comment must stay on its line. */
export function oneLineOf(text: string): string {
  return text.replaceAll(/[\r\n\u2028\u2029\u0085\v\f]+/g, ' ');
}
