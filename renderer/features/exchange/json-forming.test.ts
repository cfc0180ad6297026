import { expect, test } from 'vitest';
import { formingLines } from './json-forming.ts';

function shown(text: string): string {
  return formingLines(text)
    .map(
      (line) =>
        '  '.repeat(line.depth) +
        line.parts.map((part) => (part.kind === 'ghost' ? `‹${part.text}›` : part.text)).join(''),
    )
    .join('\n');
}

test('a half-formed call is closed by ghosts, never by real marks', () => {
  expect(shown('{"path": "src/retry')).toBe('{\n  "path": "src/retry‹"›\n‹}›');
  expect(shown('{"a": [1, {"b": tr')).toBe('{\n  "a": [\n    1,\n    {\n      "b": tr\n    ‹}›\n  ‹]›\n‹}›');
});

test('complete JSON has no ghosts and reads like pretty JSON', () => {
  const value = { path: 'x', list: [1, true, null], empty: {}, none: [], text: 'a "quote"' };
  expect(shown(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
});

test('a line end inside a string starts a line and keeps its escape', () => {
  expect(shown('{"text": "one\\ntwo"}')).toBe('{\n  "text": "one\\n\n  two"\n}');
});

test('cut inside an escape nothing is invented but the closing quote', () => {
  expect(shown('{"a": "b\\')).toBe('{\n  "a": "b\\‹"›\n‹}›');
  expect(shown('{"a": "b\\u00')).toBe('{\n  "a": "b\\u00‹"›\n‹}›');
});

test('what the wire sent is all there, in place, at every cut', () => {
  const text = '{"a": "x\\ny \\"q\\"", "b": [1.5e3, {"c": null}], "d": {}}';
  for (let length = 0; length <= text.length; length += 1) {
    const cut = text.slice(0, length);
    const parts = formingLines(cut).flatMap((line) => line.parts.filter((part) => part.at !== null));
    for (const part of parts) expect(cut.startsWith(part.text, part.at ?? 0)).toBe(true);
    const sent = parts.map((part) => part.text).join('');
    expect(sent.replace(/\s/g, '')).toBe(cut.replace(/\s/g, ''));
  }
});

test('text that is no JSON is shown as it came', () => {
  expect(shown('not json at all')).toBe('notjsonatall');
});
