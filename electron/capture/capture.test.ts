/** Capture as a whole: real workers, a real SQLite file, exchanges told as the proxy tells them. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type CaptureFixture, captureFixture, until } from '../../tests/support/capture-fixture.ts';
import {
  chatStream,
  nextExchangeId,
  startOf,
  tellEnd,
  tellRequest,
  tellResponseStart,
} from '../../tests/support/capture-told.ts';

const request = JSON.stringify({
  model: 'gpt-test',
  stream: true,
  messages: [{ role: 'user', content: 'Say hello to the wire' }],
});
const eventStream = { 'Content-Type': 'text/event-stream' };

function tellChat({ sink }: CaptureFixture, words: readonly string[], changes = {}): string {
  const id = nextExchangeId();
  tellRequest(sink, startOf(id, changes), request);
  tellResponseStart(sink, id, eventStream);
  for (const bytes of chatStream(words)) sink.responseChunk(id, Date.now(), bytes, true);
  return id;
}

async function resultOf<Value>(answer: Promise<{ ok: true; value: Value } | { ok: false }>): Promise<Value> {
  const result = await answer;
  if (!result.ok) throw new Error(`failed: ${JSON.stringify(result)}`);
  return result.value;
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('a whole exchange', () => {
  it('is stored with its row, its chunks, its hashes, and replays to the same events', async () => {
    const opened = await captureFixture();
    const id = tellChat(opened, ['Hel', 'lo']);
    tellEnd(opened.sink, id);
    const summary = await until('the end', () => opened.ended[0]);
    expect(summary).toMatchObject({
      id,
      phase: 'ended',
      end: 'complete',
      model: 'gpt-test-2025',
      status: 200,
      isStreaming: true,
      eventCount: 5,
      finishReason: 'stop',
      isVerbatim: true,
      captureProblem: null,
      row: { kind: 'text', text: 'Hello' },
    });
    expect(await opened.queries.list(null, 10)).toEqual([summary]);

    const body = Buffer.concat(chatStream(['Hel', 'lo']));
    const snapshot = await resultOf(opened.queries.snapshot(id));
    expect(snapshot.eventCount).toBe(5);
    expect(snapshot.events.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4]);
    expect(snapshot.detail.responseDigest).toEqual({
      receivedBytes: body.length,
      sentBytes: body.length,
      injectedBytes: 0,
      receivedSha256: sha256(body),
      sentSha256: sha256(body),
    });
    const slice = await resultOf(
      opened.queries.body({ id, direction: 'response', isDecoded: true, start: 0, end: 1e6 }),
    );
    expect(Buffer.from(slice.bytes).toString()).toBe(body.toString());
    const chunks = await opened.queries.chunks(id, 'response');
    expect(chunks.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4]);
    expect(chunks.at(-1)).toMatchObject({ offset: body.length - 14, sizeBytes: 14 });
    const native = await resultOf(opened.queries.native(id));
    expect(JSON.parse(native.completion)).toMatchObject({ model: 'gpt-test-2025', choices: [{ text: 'Hello' }] });
    const read = await resultOf(opened.queries.request(id));
    expect(read.reading?.messages[0]?.parts).toEqual([{ kind: 'text', text: 'Say hello to the wire' }]);
    expect(read.sizeBytes).toBe(request.length);
  });

  it('that is compressed decodes, keeps its raw bytes, and slices either way', async () => {
    const opened = await captureFixture();
    const plain = Buffer.concat(chatStream(['one', 'two']));
    const raw = gzipSync(plain);
    const id = nextExchangeId();
    tellRequest(opened.sink, startOf(id), request);
    tellResponseStart(opened.sink, id, { ...eventStream, 'Content-Encoding': 'gzip' });
    opened.sink.responseChunk(id, Date.now(), raw.subarray(0, 40), true);
    opened.sink.responseChunk(id, Date.now(), raw.subarray(40), true);
    tellEnd(opened.sink, id);
    const summary = await until('the end', () => opened.ended[0]);
    expect(summary).toMatchObject({ eventCount: 5, responseBytes: raw.length, row: { text: 'onetwo' } });
    const ask = (isDecoded: boolean, start: number, end: number) =>
      resultOf(opened.queries.body({ id, direction: 'response', isDecoded, start, end }));
    const whole = await ask(false, 0, 1e6);
    expect(Buffer.from(whole.bytes).equals(raw)).toBe(true);
    const middle = await ask(true, 10, 30);
    expect(middle.totalBytes).toBe(plain.length);
    expect(Buffer.from(middle.bytes).toString()).toBe(plain.subarray(10, 30).toString());
    expect(Buffer.from((await ask(false, 38, 44)).bytes).equals(raw.subarray(38, 44))).toBe(true);
  });

  it('with bytes of ours shows them as ours and is not verbatim', async () => {
    const opened = await captureFixture();
    const id = nextExchangeId();
    const [first] = chatStream(['cut']);
    const ours = Buffer.from('data: {"error":{"message":"upstream died"}}\n\n');
    tellRequest(opened.sink, startOf(id), request);
    tellResponseStart(opened.sink, id, eventStream);
    opened.sink.responseChunk(id, Date.now(), first as Buffer, true);
    opened.sink.injectedChunk(id, Date.now(), ours);
    tellEnd(opened.sink, id, 'truncated');
    const summary = await until('the end', () => opened.ended[0]);
    expect(summary).toMatchObject({ end: 'truncated', isVerbatim: false, injectedBytes: ours.length, eventCount: 2 });
    const { events, detail } = await resultOf(opened.queries.snapshot(id));
    expect(events.map(({ origin }) => origin)).toEqual(['upstream', 'wirelens']);
    expect(detail.responseDigest).toMatchObject({
      receivedSha256: sha256(first as Buffer),
      sentSha256: sha256(Buffer.concat([first as Buffer, ours])),
    });
  });

  it('whose client left keeps what could not be sent, and says so by its hashes', async () => {
    const opened = await captureFixture();
    const id = nextExchangeId();
    tellRequest(opened.sink, startOf(id), request);
    tellResponseStart(opened.sink, id, eventStream);
    opened.sink.responseChunk(id, Date.now(), Buffer.from('data: 1\n\n'), true);
    opened.sink.responseChunk(id, Date.now(), Buffer.from('data: 2\n\n'), false);
    tellEnd(opened.sink, id, 'client-aborted');
    const summary = await until('the end', () => opened.ended[0]);
    expect(summary).toMatchObject({ end: 'client-aborted', isVerbatim: false });
    const { detail } = await resultOf(opened.queries.snapshot(id));
    expect(detail.responseDigest).toMatchObject({
      receivedBytes: 18,
      sentBytes: 9,
      sentSha256: sha256(Buffer.from('data: 1\n\n')),
    });
  });

  it('begun while capture is off leaves no trace', async () => {
    const opened = await captureFixture();
    opened.capture.setEnabled(false);
    expect(opened.sink.isEnabled()).toBe(false);
    // The proxy asks once, at the start, and tells nothing of this one; stray words are ignored.
    opened.sink.responseChunk('nobody', Date.now(), Buffer.from('x'), true);
    tellEnd(opened.sink, 'nobody');
    await opened.capture.flush();
    expect(await opened.queries.list(null, 10)).toEqual([]);
    expect(await opened.capture.status()).toMatchObject({ isCapturing: false, exchangeCount: 0 });
  });
});

describe('a live exchange', () => {
  it('opened in mid-stream gives a snapshot and then every later event, once and without a hole', async () => {
    const opened = await captureFixture();
    opened.capture.watch(1, 'all');
    const words = Array.from({ length: 400 }, (_, index) => `w${index} `);
    const stream = chatStream(words);
    const id = nextExchangeId();
    tellRequest(opened.sink, startOf(id), request);
    tellResponseStart(opened.sink, id, eventStream);
    let next = 0;
    const say = (count: number): void => {
      for (const bytes of stream.slice(next, next + count)) opened.sink.responseChunk(id, Date.now(), bytes, true);
      next += count;
    };
    say(100);
    const answer = opened.capture.open(id, 1);
    say(150);
    const snapshot = await resultOf(answer);
    say(1000);
    tellEnd(opened.sink, id);
    const patches = () => opened.batches.flatMap(({ open }) => open).filter((patch) => patch.id === id);
    await until('the final deltas', () => patches().some(({ finalDeltas }) => finalDeltas !== null));
    expect(snapshot.eventCount).toBe(100);
    const indexes = [...snapshot.events, ...patches().flatMap(({ events }) => events)].map(({ index }) => index);
    expect(indexes).toEqual(stream.map((_, index) => index));
    expect(patches().at(-1)?.detail?.summary.end).toBe('complete');
    expect(await opened.capture.open(id, 1)).toMatchObject({ ok: false, error: { kind: 'not-live' } });
    expect(await opened.capture.events(id, 0, 10)).toBeNull();
  });

  it('opened in two windows goes on in one when the other is gone', async () => {
    const opened = await captureFixture();
    opened.capture.watch(1, 'all');
    opened.capture.watch(2, 'open');
    const stream = chatStream(Array.from({ length: 100 }, (_, index) => `w${index} `));
    const id = nextExchangeId();
    const other = nextExchangeId();
    for (const each of [id, other]) tellRequest(opened.sink, startOf(each), request);
    tellResponseStart(opened.sink, id, eventStream);
    await Promise.all([opened.capture.open(id, 1), opened.capture.open(id, 2)]);
    const say = (from: number, to: number): void => {
      for (const bytes of stream.slice(from, to)) opened.sink.responseChunk(id, Date.now(), bytes, true);
    };
    const toldTo = (watcher: number) =>
      opened.toldTo(watcher).flatMap(({ open }) => open.flatMap(({ events }) => events));
    say(0, 40);
    await until('both are told', () => [1, 2].every((watcher) => toldTo(watcher).length === 40));
    opened.capture.watch(1, null);
    say(40, stream.length);
    tellEnd(opened.sink, id);
    await until('the last event', () => toldTo(2).length === stream.length);
    expect(toldTo(2).map(({ index }) => index)).toEqual(stream.map((_, index) => index));
    expect(toldTo(1)).toHaveLength(40);
    expect(new Set(opened.toldTo(2).flatMap(({ rows }) => rows.map((row) => row.id)))).toEqual(new Set([id]));
    opened.capture.close(id, 2);
    const before = opened.batches.length;
    opened.capture.watch(2, null);
    tellEnd(opened.sink, other);
    await opened.capture.flush();
    expect(opened.batches).toHaveLength(before);
  });

  it('too long to be kept in memory is opened by replay, with the same guarantee', async () => {
    const opened = await captureFixture();
    opened.capture.watch(1, 'all');
    const stream = chatStream(Array.from({ length: 12_000 }, (_, index) => `w${index} `));
    const id = nextExchangeId();
    tellRequest(opened.sink, startOf(id), request);
    tellResponseStart(opened.sink, id, eventStream);
    for (const bytes of stream.slice(0, 11_000)) opened.sink.responseChunk(id, Date.now(), bytes, true);
    const snapshot = await resultOf(opened.capture.open(id, 1));
    for (const bytes of stream.slice(11_000)) opened.sink.responseChunk(id, Date.now(), bytes, true);
    const later = await opened.capture.events(id, 5000, 6000);
    const indexes = [...snapshot.events, ...(later ?? [])].map(({ index }) => index);
    expect(snapshot.eventCount).toBe(11_000);
    expect(indexes).toEqual(Array.from({ length: 11_000 }, (_, index) => index));
    tellEnd(opened.sink, id);
    const patched = () => opened.batches.flatMap(({ open }) => open).flatMap(({ events }) => events);
    await until('the last event', () => patched().at(-1)?.index === stream.length - 1);
    expect(patched()[0]?.index).toBe(11_000);
    expect(patched()).toHaveLength(stream.length - 11_000);
  });

  it('is seen by the query worker after a flush, although it runs', async () => {
    const opened = await captureFixture();
    const id = tellChat(opened, ['still', 'running']);
    await opened.capture.flush();
    const snapshot = await resultOf(opened.queries.snapshot(id));
    expect(snapshot.detail.summary.end).toBeNull();
    expect(snapshot.eventCount).toBe(5);
    expect(snapshot.finalDeltas).toBeNull();
    // A worker that has no processor may be too late: then the answer is null.
    const seen = await until('what was said', () => opened.sink.streamSoFar(id));
    expect(seen).toMatchObject({ id: 'chatcmpl-1', model: 'gpt-test-2025' });
    expect(await opened.sink.streamSoFar('nobody')).toBeNull();
  });

  it('shows state changes at once and other changes at most 4 times a second', async () => {
    const opened = await captureFixture();
    opened.capture.watch(1, 'all');
    const id = nextExchangeId();
    const rows = () => opened.batches.flatMap(({ rows }) => rows).filter((row) => row.id === id);
    const started = performance.now();
    tellRequest(opened.sink, startOf(id), request);
    await until('the request', () => rows().length > 0);
    tellResponseStart(opened.sink, id, eventStream);
    await until('the head', () => rows().at(-1)?.status);
    const stream = chatStream(Array.from({ length: 200 }, () => 'x'));
    for (const bytes of stream.slice(0, 4)) opened.sink.responseChunk(id, Date.now(), bytes, true);
    await until('the first token', () => rows().at(-1)?.firstTokenAt);
    await new Promise<void>((resolve) => {
      let next = 4;
      const timer = setInterval(() => {
        for (const bytes of stream.slice(next, next + 2)) opened.sink.responseChunk(id, Date.now(), bytes, true);
        next += 2;
        if (next < stream.length) return;
        clearInterval(timer);
        resolve();
      }, 10);
    });
    tellEnd(opened.sink, id);
    await until('the last row', () => rows().at(-1)?.end);
    const quarters = (performance.now() - started) / 250;
    // Start, head, first byte, first token and end may each show at once.
    expect(rows().length).toBeLessThanOrEqual(quarters + 6);
    expect(rows().length).toBeGreaterThanOrEqual(4);
  });

  it('makes no batches while nobody watches', async () => {
    const opened = await captureFixture();
    const id = tellChat(opened, ['unseen']);
    tellEnd(opened.sink, id);
    await until('the end', () => opened.ended[0]);
    expect(opened.batches).toEqual([]);
  });
});

describe('clearing', () => {
  it('hides what has ended, leaves what runs, and can be undone', async () => {
    const opened = await captureFixture();
    const first = tellChat(opened, ['ended']);
    tellEnd(opened.sink, first);
    const running = tellChat(opened, ['running']);
    const cleared = await opened.capture.clear(null);
    expect(cleared.count).toBe(1);
    expect((await opened.queries.list(null, 10)).map(({ id }) => id)).toEqual([running]);
    expect((await opened.capture.status()).exchangeCount).toBe(1);
    const rows = await opened.capture.undoClear(cleared.token);
    expect(rows.map(({ id }) => id)).toEqual([first]);
    expect((await opened.queries.list(null, 10)).map(({ id }) => id)).toEqual([first, running]);
    expect(await opened.capture.undoClear(cleared.token)).toEqual([]);
  });
});

describe('the end of the program', () => {
  it('marks what still ran as interrupted and keeps everything of it', async () => {
    const opened = await captureFixture();
    const id = tellChat(opened, ['never', 'ended']);
    await opened.capture.dispose();
    const [summary] = await opened.queries.list(null, 10);
    expect(summary).toMatchObject({ id, end: 'interrupted', phase: 'ended', eventCount: 5 });
  });
});

describe('the list', () => {
  it('is newest last and pages backwards', async () => {
    const opened = await captureFixture();
    const ids = Array.from({ length: 5 }, (_, index) => tellChat(opened, [`number ${index}`]));
    for (const id of ids) tellEnd(opened.sink, id);
    await until('five ends', () => opened.ended.length === 5);
    expect((await opened.queries.list(null, 2)).map(({ id }) => id)).toEqual(ids.slice(3));
    expect((await opened.queries.list(ids[3] as string, 2)).map(({ id }) => id)).toEqual(ids.slice(1, 3));
  });
});

describe('exports', () => {
  it('come in pieces of the size told, in every form', async () => {
    const opened = await captureFixture();
    const id = tellChat(opened, ['exported', ' words']);
    tellEnd(opened.sink, id);
    await until('the end', () => opened.ended[0]);
    for (const format of ['markdown', 'json', 'har', 'curl', 'raw'] as const) {
      const pieces: Uint8Array[] = [];
      const result = await resultOf(opened.queries.export('all', format, (bytes) => void pieces.push(bytes)));
      const text = Buffer.concat(pieces).toString();
      expect(result.sizeBytes, format).toBe(Buffer.byteLength(text));
      expect(text, format).toContain(format === 'curl' ? 'chat/completions' : 'exported');
      if (format === 'json' || format === 'har') expect(() => JSON.parse(text), format).not.toThrow();
      expect(await opened.queries.export(['nobody'], format, () => {}), format).toMatchObject({ ok: false });
    }
  });
});
