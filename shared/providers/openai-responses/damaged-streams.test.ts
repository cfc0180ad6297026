/** Streams that no server would send: events lost, doubled, swapped, fields of any kind. Nothing throws, nothing is lost, time is bounded. */
import { describe, expect, it, test } from 'vitest';
import { messageEvents, numberedEvents, responseObject, textPart } from '../../../tests/support/canned-responses.ts';
import { decodeCanned, plainJson } from '../../../tests/support/canned-streams.ts';
import { seeded } from '../../../tests/support/seeded.ts';
import { audioEvents, inputEvents, lifecycleEvents, partEvents, textEvents } from './wire.ts';

const types = [
  ...textEvents.keys(),
  ...partEvents.keys(),
  ...inputEvents.keys(),
  ...lifecycleEvents.keys(),
  ...audioEvents.keys(),
  'response.output_item.added',
  'response.output_item.done',
  'response.output_text.annotation.added',
  'response.image_generation_call.partial_image',
  'response.shell_call_output_content.delta',
  'response.web_search_call.completed',
  'error',
  'keepalive',
  'response.something.new',
];
const itemTypes = ['message', 'reasoning', 'function_call', 'shell_call', 'apply_patch_call', 'code_interpreter_call'];
const values: readonly unknown[] = [
  null,
  0,
  -1,
  1e300,
  '',
  'x',
  'y',
  [],
  [null, 5, {}],
  {},
  { type: 5 },
  true,
  textPart('x'),
];

describe('damaged streams', () => {
  it.each(Array.from({ length: 150 }, (_, seed) => seed + 1))('seed %i', (seed) => {
    const random = seeded(seed);
    const pick = <Item>(items: readonly Item[]): Item => items[random.between(0, items.length - 1)] as Item;
    const anything = (): unknown => pick(values);
    const item = (): object => ({
      type: pick([...itemTypes, anything()]),
      id: pick(['a', 'b', anything()]),
      content: anything(),
      summary: anything(),
      arguments: anything(),
      action: anything(),
      operation: anything(),
      code: anything(),
    });
    const event = (): { type: string } => ({
      type: pick(types),
      ...{
        output_index: pick([0, 1, 2, anything()]),
        content_index: pick([0, 1, anything()]),
        item_id: pick(['a', 'b', anything()]),
      },
      ...{ summary_index: pick([0, anything()]), command_index: pick([0, 1, anything()]), sequence_number: anything() },
      ...{
        delta: pick(['de', 'lta', anything()]),
        text: pick(['de', anything()]),
        part: anything(),
        annotation: anything(),
      },
      ...{
        item: pick([item(), item(), anything()]),
        arguments: anything(),
        command: anything(),
        code: anything(),
        error: anything(),
      },
      ...{
        response: pick([
          responseObject({ output: pick([[item(), item()], anything()]), usage: anything() }),
          anything(),
        ]),
      },
    });
    const count = 60;
    const decoded = decodeCanned('openai-responses', numberedEvents(...Array.from({ length: count }, event)));
    expect(decoded.records).toHaveLength(count);
    expect(decoded.problems.filter((problem) => problem.kind === 'adapter-fault')).toEqual([]);
    expect(() => plainJson(decoded.native)).not.toThrow();
  });
});

test('a step changes nothing that an earlier state showed', async () => {
  const { openaiResponsesAdapter: adapter } = await import('./adapter.ts');
  const events = [{ type: 'response.created', response: responseObject() }, ...messageEvents(['a', 'b', 'c'])];
  const head = { framing: 'sse', name: null, lastEventId: null, retryMs: null, byteStart: 0, byteEnd: 0 } as const;
  const rest = { chunkStart: 0, chunkEnd: 0, startedAt: 0, receivedAt: 0, flags: [] } as const;
  let state = adapter.begin({ body: null }, { status: 200, mediaType: null, header: () => null });
  const seen: { readonly state: typeof state; readonly native: string }[] = [];
  for (const [index, event] of events.entries()) {
    state = adapter.step(state, { ...head, ...rest, index, data: JSON.stringify(event) }).state;
    seen.push({ state, native: JSON.stringify(adapter.native(state)) });
  }
  for (const earlier of seen) expect(JSON.stringify(adapter.native(earlier.state))).toBe(earlier.native);
});
