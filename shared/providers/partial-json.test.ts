/** Cut JSON text closed as the official SDKs close it. */
import { partialParse } from '@anthropic-ai/sdk/_vendor/partial-json-parser/parser.mjs';
import { describe, expect, it } from 'vitest';
import { completeJson } from './partial-json.ts';

const samples = [
  '{"path":"/tmp/a b.txt","lines":[1,-2.5e3,30],"deep":{"on":true,"off":false,"none":null},"say":"\\"quoted\\" \\\\ \\ud83d\\ude00"}',
  '[[],{},"a",{"b":[{"c":"d, e: }"}]}]',
  ' {\n  "a" : [ 1 , 2 ] ,\t"b" : { } }\n',
];

describe('every cut of valid JSON', () => {
  it.each(samples)('%s', (sample) => {
    for (let end = 1; end <= sample.length; end += 1) {
      const text = sample.slice(0, end);
      const ours = completeJson(text);
      expect({ text, value: parsed(() => JSON.parse(ours ?? '') as unknown) }).toEqual({
        text,
        value: parsed(() => partialParse(text) as unknown),
      });
    }
  });
});

it.each(['{"a": nope}', '{"a":1]', '}', '{"a": \'b\'}', 'hello'])(
  'what no cut explains is not repaired: %s',
  (text) => {
    expect(completeJson(text)).toBeNull();
  },
);

function parsed(run: () => unknown): unknown {
  try {
    return run();
  } catch {
    return 'no JSON';
  }
}
