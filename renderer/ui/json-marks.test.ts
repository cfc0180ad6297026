import { expect, it } from 'vitest';
import { jsonMarks } from './json-marks.ts';

function told(line: string): readonly string[] {
  return jsonMarks(line).map(({ kind, start, end }) => `${kind} ${line.slice(start, end)}`);
}

it('keys, marks and values that are no strings have a colour', () => {
  expect(told('  "a\\": b": "x: {",')).toEqual(['key "a\\": b":', 'mark ,']);
  expect(told('  "n": -1.5e3,')).toEqual(['key "n":', 'value -1.5e3', 'mark ,']);
  expect(told('    true')).toEqual(['value true']);
  expect(told('{"deep":[null]}')).toEqual(['mark {', 'key "deep":', 'mark [', 'value null', 'mark ]}']);
});

it('a string of megabytes costs its beginning', () => {
  expect(told(`  "text": "${'x'.repeat(5_000_000)}",`)).toEqual(['key "text":']);
});
