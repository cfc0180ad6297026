/** Our running object against the SDK's own accumulator, at every place where a recorded stream could have been cut. */
import { accumulateResponse } from 'openai/lib/responses/ResponseAccumulator';
import type { ResponseStreamEvent, Response as SdkResponse } from 'openai/resources/responses/responses';
import { describe, expect, it } from 'vitest';
import { plainJson } from '../../../tests/support/canned-streams.ts';
import { loadFixtures, missingFixtures, withoutAddedFields } from '../../../tests/support/fixtures.ts';
import { sseEventsOf } from '../../../tests/support/sse-events.ts';
import type { StreamEvent } from '../../model/stream-event.ts';
import { isObject, type JsonObject } from '../json-reading.ts';
import { openaiResponsesAdapter } from './adapter.ts';

const fixtures = loadFixtures(['openai-responses']).filter((fixture) => fixture.meta.framing === 'sse');

describe.runIf(missingFixtures() !== null)('recorded streams', () => {
  it('are compared only where they are', (context) => context.skip(missingFixtures() ?? ''));
});

describe.runIf(fixtures.length > 0)('recorded streams', () => {
  it.each(fixtures.map((fixture) => [fixture.meta.id, fixture] as const))('%s', (_id, fixture) => {
    const events = sseEventsOf(fixture.body).filter(isObject);
    let state = openaiResponsesAdapter.begin({ body: null }, { status: 200, mediaType: null, header: () => null });
    let snapshot: SdkResponse | undefined;
    for (const [index, event] of events.entries()) {
      // The SDK throws at events of tools that it does not know yet; what the stream says after them it would never see.
      if (unknownToSdk.test(String(event.type))) break;
      snapshot = accumulateResponse(event as unknown as ResponseStreamEvent, snapshot);
      state = openaiResponsesAdapter.step(state, asStreamEvent(event, index)).state;
      const isTold = index % 20 === 0 || !String(event.type).endsWith('.delta');
      if (isTold)
        expect(comparable(openaiResponsesAdapter.native(state)), `event ${index}`).toEqual(comparable(snapshot));
    }
  });
});

const unknownToSdk = /^response\.(?:shell_call|apply_patch_call)/;

/** Version 6 of the SDK drops the logprobs of pieces, version 7 keeps them, and so do we. */
function comparable(value: unknown): unknown {
  const plain = withoutAddedFields(plainJson(value));
  return JSON.parse(JSON.stringify(plain, (name, inner: unknown) => (name === 'logprobs' ? undefined : inner)));
}

function asStreamEvent(event: JsonObject, index: number): StreamEvent {
  return {
    index,
    framing: 'sse',
    name: null,
    data: JSON.stringify(event),
    lastEventId: null,
    retryMs: null,
    byteStart: 0,
    byteEnd: 0,
    chunkStart: 0,
    chunkEnd: 0,
    startedAt: 0,
    receivedAt: 0,
    flags: [],
  };
}
