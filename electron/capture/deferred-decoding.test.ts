/** A burst that decoding cannot follow: real workers and a real store; everything is decoded in the end, in order. */
import { describe, expect, it } from 'vitest';
import { atLength } from '../../tests/support/at-length.ts';
import { type CaptureFixture, captureFixture, until } from '../../tests/support/capture-fixture.ts';
import { nextExchangeId, startOf, tellEnd, tellRequest, tellResponseStart } from '../../tests/support/capture-told.ts';

const filler = 'x'.repeat(2000);
/** Of some 2 kB: more than the 4 MB that may wait, however many. */
const events = atLength(4000, 2500);

function event(index: number): Buffer {
  const choice = { index: 0, delta: { content: `${index} ${filler}` }, finish_reason: null };
  return Buffer.from(
    `data: ${JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', choices: [choice] })}\n\n`,
  );
}

const ending = Buffer.from(
  'data: {"id":"chatcmpl-1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}}\n\ndata: [DONE]\n\n',
);

/** Told within one tick: more than 4 MB wait before the worker has seen the first. */
function tellBurst({ sink }: CaptureFixture): string {
  const id = nextExchangeId();
  tellRequest(sink, startOf(id), '{"model":"m","stream":true,"messages":[]}');
  tellResponseStart(sink, id, { 'Content-Type': 'text/event-stream' });
  for (let index = 0; index < events; index += 1) {
    // Cut inside events: what one chunk leaves unfinished must meet its rest, whichever way that comes.
    const bytes = event(index);
    sink.responseChunk(id, index, bytes.subarray(0, 700), true);
    sink.responseChunk(id, index, bytes.subarray(700), true);
  }
  return id;
}

describe('a burst that decoding cannot follow', () => {
  it('is decoded whole, and the exchange ends after its last event', async () => {
    const opened = await captureFixture();
    const id = tellBurst(opened);
    opened.sink.responseChunk(id, events, ending, true);
    tellEnd(opened.sink, id);
    // Others are not held up by it.
    const other = nextExchangeId();
    tellRequest(opened.sink, startOf(other), '{}');
    tellEnd(opened.sink, other, 'failed');

    const summary = await until('the end', () => opened.ended.find((row) => row.id === id));
    expect(summary).toMatchObject({
      end: 'complete',
      eventCount: events + 2,
      eventTally: { used: events + 1, ignored: 1, unknown: 0, malformed: 0 },
      finishReason: 'stop',
      usage: { outputTokens: 4 },
      isVerbatim: true,
      captureProblem: null,
      firstTokenAt: 0,
    });
    expect((await opened.capture.status()).droppedChunks).toBe(0);
    const replayed = await opened.queries.events(id, events - 1, 3);
    expect(replayed.map(({ index }) => index)).toEqual([events - 1, events, events + 1]);
    expect(opened.ended.map((row) => row.id)).toContain(other);
  });

  it('is decoded before the worker ends, when it ends in the middle of it', async () => {
    const opened = await captureFixture();
    const id = tellBurst(opened);
    await opened.capture.dispose();
    expect(opened.ended.find((row) => row.id === id)).toMatchObject({ end: 'interrupted', eventCount: events });
  });
});
