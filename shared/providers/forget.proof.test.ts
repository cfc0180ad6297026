/** `Adapter.forget` promises that steps go on as if nothing had happened: asked after every event of every recording. */
import { describe, expect, it } from 'vitest';
import { type Fixture, loadFixtures, missingFixtures } from '../../tests/support/fixtures.ts';
import { createDecoder } from '../stream/pick-decoder.ts';
import { defaultDecoderLimits } from '../stream/stream-decoder.ts';
import type { Adapter } from './adapter.ts';
import { adapterFor, adapters } from './registry.ts';

const fixtures = loadFixtures(adapters.map((adapter) => adapter.format));

/** All that the adapter says, event by event and at the end. */
function told({ meta, body }: Fixture, adapter: Adapter): readonly unknown[] {
  const decoder = createDecoder(meta.framing, defaultDecoderLimits);
  const events = [...(decoder?.feed({ index: 0, receivedAt: 0, bytes: body }) ?? []), ...(decoder?.end() ?? [])];
  const response = { status: meta.status, mediaType: meta.contentType, header: () => null };
  let state = adapter.begin({ body: null }, response);
  const said: unknown[] = [];
  for (const event of events) {
    const { state: next, ...step } = adapter.step(state, event);
    state = adapter.forget?.(next) ?? next;
    said.push(step);
  }
  const { state: _state, ...end } = adapter.finish(state, false);
  return [...said, end];
}

describe.runIf(missingFixtures() !== null)('forgetting', () => {
  it('is asked only where recordings are', (context) => context.skip(missingFixtures() ?? ''));
});

describe.runIf(fixtures.length > 0)('forgetting', () => {
  const forgetting = adapters.filter((adapter) => adapter.forget !== undefined).map((adapter) => adapter.format);

  it.each(forgetting)('changes nothing of what %s says', (format) => {
    const { forget: _forget, ...remembering } = adapterFor(format);
    for (const fixture of fixtures.filter(({ meta }) => meta.api === format)) {
      expect(JSON.stringify(told(fixture, adapterFor(format))), fixture.meta.id).toBe(
        JSON.stringify(told(fixture, remembering)),
      );
    }
  });

  it('leaves the Responses API its whole text, which a completion notice repeats', () => {
    const adapter = adapterFor('openai-responses');
    const event = (data: object) =>
      ({ index: 0, framing: 'sse', name: null, data: JSON.stringify(data), flags: [] }) as never;
    const at = { output_index: 0, item_id: 'm', content_index: 0 };
    const events = [
      { type: 'response.output_item.added', output_index: 0, item: { id: 'm', type: 'message', content: [] } },
      { type: 'response.content_part.added', ...at, part: { type: 'output_text', text: '' } },
      { type: 'response.output_text.delta', ...at, delta: 'Hel' },
      { type: 'response.output_text.delta', ...at, delta: 'lo' },
    ];
    let state = adapter.begin({ body: null }, { status: 200, mediaType: null, header: () => null });
    for (const one of events) state = adapter.forget?.(adapter.step(state, event(one)).state);
    expect(adapter.native(state)).toMatchObject({ output: [{ content: [{ text: 'Hello' }] }] });
  });
});
