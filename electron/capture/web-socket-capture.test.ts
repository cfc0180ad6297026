/** WebSocket exchanges through real workers and a real store: what is live, what replays, what is left after a kill. */
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type CaptureFixture, captureFixture, until } from '../../tests/support/capture-fixture.ts';
import { headers, nextExchangeId, startOf } from '../../tests/support/capture-told.ts';
import { answerEvents } from '../../tests/support/socket-upstream.ts';
import { closePayload, frame } from '../../tests/support/web-socket-frames.ts';
import { openForReading } from '../storage/database.ts';
import { rebuildInterrupted } from './recovery.ts';

const mask = Uint8Array.of(9, 8, 7, 6);

/** Tells a socket as the proxy does: times strictly rising. */
function openSocket({ sink }: CaptureFixture, changes: Parameters<typeof startOf>[1] = {}, extensions = '') {
  const id = nextExchangeId();
  let at = Date.now();
  const now = (): number => {
    at += 0.001;
    return at;
  };
  const place = { method: 'GET', path: '/v1/responses', target: '/openai/v1/responses', requestHeaders: [] };
  sink.exchangeStart(startOf(id, { ...place, format: 'openai-responses', ...changes }));
  sink.requestEnd(id, now());
  const told = { Upgrade: 'websocket', ...(extensions === '' ? {} : { 'Sec-WebSocket-Extensions': extensions }) };
  const head = { status: 101, statusText: 'Switching Protocols', httpVersion: '1.1', headers: headers(told) };
  sink.responseStart(id, { ...head, receivedAt: now(), sentHeaders: null, isOurs: false });
  sink.upgrade(id, now());
  return {
    id,
    client: (bytes: Uint8Array) => sink.requestChunk(id, now(), bytes),
    upstream: (bytes: Uint8Array) => sink.responseChunk(id, now(), bytes, true),
    ask: (body: object) =>
      sink.requestChunk(
        id,
        now(),
        frame(1, JSON.stringify({ type: 'response.create', model: 'm', ...body }), { mask }),
      ),
    answer: (events: readonly object[]) => {
      for (const event of events) sink.responseChunk(id, now(), frame(1, JSON.stringify(event)), true);
    },
    end: (end: 'complete' | 'client-aborted' = 'complete') =>
      sink.exchangeEnd(id, { endedAt: now(), end, failure: null, requestTrailers: [], responseTrailers: [] }),
  };
}

const turnsOf = ({ ended }: CaptureFixture) => ended.filter(({ turnOf }) => turnOf !== undefined);

describe('turns', () => {
  it('that are unfinished end with the close frame, not with the connection, and say why', async () => {
    const opened = await captureFixture();
    const socket = openSocket(opened);
    socket.ask({ input: 'one' });
    socket.answer(answerEvents('r1', ['half an', ' answer']).slice(0, 4));
    socket.upstream(frame(8, closePayload(1011, 'boom')));
    const turn = await until('the turn', () => turnsOf(opened)[0]);
    expect(turn).toMatchObject({ end: 'truncated', row: { text: 'half an' }, failure: { kind: 'upstream-closed' } });
    expect(turn.failure?.message).toContain('1011 internal error: boom');
    expect(opened.ended.some(({ id }) => id === socket.id)).toBe(false);
    socket.end();
    await until('the connection', () => opened.ended.find(({ id }) => id === socket.id));
  });

  it('that the client closes on are aborted by it', async () => {
    const opened = await captureFixture();
    const socket = openSocket(opened);
    socket.ask({ input: 'one' });
    socket.client(frame(8, closePayload(1000), { mask }));
    expect(await until('the turn', () => turnsOf(opened)[0])).toMatchObject({ end: 'client-aborted', failure: null });
  });

  it('on streams of their own, fragmented and compressed, come out whole', async () => {
    const opened = await captureFixture();
    const extensions = 'permessage-deflate; server_no_context_takeover';
    const socket = openSocket(opened, {}, extensions);
    const streams = ['a', 'b'];
    for (const stream_id of streams) socket.ask({ input: `ask ${stream_id}`, stream_id });
    const answers = streams.map((stream_id) =>
      answerEvents(`r_${stream_id}`, [`said ${stream_id}`]).map((event) => ({ ...event, stream_id })),
    );
    for (let index = 0; index < (answers[0]?.length ?? 0); index += 1) {
      for (const events of answers) {
        const packed = deflateRawSync(JSON.stringify(events[index]), { finishFlush: 2 }).subarray(0, -4);
        const wire = Buffer.concat([
          frame(1, packed.subarray(0, 5), { isFinal: false, reserved: 4 }),
          frame(0, packed.subarray(5)),
        ]);
        socket.upstream(wire.subarray(0, 3));
        socket.upstream(wire.subarray(3));
      }
    }
    await until('both turns', () => turnsOf(opened).length === 2);
    const said = turnsOf(opened).map(({ turnOf, row, end }) => [turnOf?.streamId, row.text, end]);
    expect(said.toSorted()).toEqual([
      ['a', 'said a', 'complete'],
      ['b', 'said b', 'complete'],
    ]);
    socket.end();
  });

  it('opened while they are answered give every later event once', async () => {
    const opened = await captureFixture();
    opened.capture.watch(1, 'all');
    const socket = openSocket(opened);
    const events = answerEvents('r1', ['a', 'b', 'c']);
    socket.ask({ input: 'one' });
    socket.answer(events.slice(0, 4));
    const rows = () => opened.batches.flatMap((batch) => batch.rows);
    const row = await until('the row', () => rows().find(({ turnOf, eventCount }) => turnOf && eventCount === 4));
    const snapshot = await opened.capture.open(row.id, 1);
    if (!snapshot.ok) throw new Error(snapshot.error.message);
    socket.answer(events.slice(4));
    const patches = () => opened.batches.flatMap(({ open }) => open).filter(({ id }) => id === row.id);
    await until('the end', () => patches().some(({ finalDeltas }) => finalDeltas !== null));
    const indexes = [...snapshot.value.events, ...patches().flatMap((patch) => patch.events)].map(({ index }) => index);
    expect(indexes).toEqual(events.map((_, index) => index));
    socket.end();
  });
});

describe('the connection', () => {
  it('gives one message as it was meant, and exports all of them', async () => {
    const opened = await captureFixture();
    const socket = openSocket(opened, {}, 'permessage-deflate');
    socket.ask({ input: 'one' });
    const packed = deflateRawSync('{"type":"codex.rate_limits"}', { finishFlush: 2 }).subarray(0, -4);
    socket.upstream(frame(1, packed, { reserved: 4 }));
    socket.upstream(frame(2, Buffer.of(0, 255)));
    socket.end();
    await until('the end', () => opened.ended.find(({ id }) => id === socket.id));
    const message = await opened.queries.message(socket.id, 1);
    expect(message.ok && Buffer.from(message.value.bytes).toString()).toBe('{"type":"codex.rate_limits"}');
    expect(await opened.queries.message(socket.id, 99)).toMatchObject({ ok: false });
    const parts: Uint8Array[] = [];
    await opened.queries.export([socket.id], 'json', (bytes) => void parts.push(bytes));
    const [exported] = JSON.parse(Buffer.concat(parts).toString()).exchanges;
    expect(exported.messages.map(({ from, text, base64 }: Record<string, string>) => [from, text ?? base64])).toEqual([
      ['client', '{"type":"response.create","model":"m","input":"one"}'],
      ['upstream', '{"type":"codex.rate_limits"}'],
      ['upstream', 'AP8='],
    ]);
  });

  it('a frame that breaks a rule is a finding, and its message is read all the same', async () => {
    const opened = await captureFixture();
    const socket = openSocket(opened);
    socket.client(frame(1, JSON.stringify({ type: 'response.create', input: 'unmasked' })));
    socket.end();
    await until('the end', () => opened.ended.find(({ id }) => id === socket.id));
    const snapshot = await opened.queries.snapshot(socket.id);
    expect(snapshot.ok && snapshot.value.problems).toEqual([
      { kind: 'socket-frame', message: 'A message of the client: A client must mask its frames.', eventIndex: 0 },
    ]);
    const request = await opened.queries.request(turnsOf(opened)[0]?.id ?? '');
    expect(request.ok && request.value.reading?.messages[0]?.parts).toEqual([{ kind: 'text', text: 'unmasked' }]);
  });

  it('left by a killed process is rebuilt from both directions, its turns are not begun again', async () => {
    const opened = await captureFixture();
    const socket = openSocket(opened);
    socket.ask({ input: 'one' });
    socket.answer(answerEvents('r1', ['kept']));
    socket.ask({ input: 'two' });
    await opened.capture.flush();
    const database = openForReading(opened.folder);
    if (database === null) throw new Error('nothing is stored');
    const rebuilt = await rebuildInterrupted(database, socket.id);
    expect(rebuilt?.detail.summary).toMatchObject({ end: 'interrupted', isWebSocket: true, isVerbatim: null });
    expect(rebuilt?.detail.summary.eventCount).toBe(answerEvents('r1', ['kept']).length + 2);
    database.close();
    expect((await opened.queries.list(null, 10)).length).toBe(3);
    socket.end();
  });
});
