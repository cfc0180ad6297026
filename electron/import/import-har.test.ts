/** HTTP archives of several programs into a real store, and out again. */
import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { BodyDirection } from '../../shared/ipc/bodies.ts';
import { importFolder } from '../../tests/support/import-folder.ts';
import type { CaptureStorage } from '../capture/capture-storage.ts';

const { store, fileWith, exported, load } = importFolder();

const anthropicSse = [
  {
    type: 'message_start',
    message: { id: 'm', type: 'message', role: 'assistant', model: 'claude-x', content: [], usage: {} },
  },
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Grüß dich' } },
  { type: 'content_block_stop', index: 0 },
  { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 3 } },
  { type: 'message_stop' },
].map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);

function har(creator: string, entry: object): string {
  return JSON.stringify({ log: { version: '1.2', creator: { name: creator, version: '1' }, entries: [entry] } });
}

const entry = {
  startedDateTime: '2026-03-04T14:32:31.120Z',
  time: 1500,
  request: {
    method: 'POST',
    url: 'https://api.anthropic.com/v1/messages?beta=true',
    httpVersion: 'h2',
    headers: [
      { name: ':authority', value: 'api.anthropic.com' },
      { name: 'x-api-key', value: 'sk-ant-api03-verysecretverysecret' },
      { name: 'content-type', value: 'application/json' },
    ],
    postData: {
      mimeType: 'application/json',
      text: '{"model":"claude-x","stream":true,"messages":[{"role":"user","content":"Hallo"}]}',
    },
  },
  response: {
    status: 200,
    statusText: 'OK',
    httpVersion: 'h2',
    headers: [
      { name: 'content-type', value: 'text/event-stream' },
      { name: 'content-encoding', value: 'br' },
    ],
    content: { size: 1, mimeType: 'text/event-stream', text: anthropicSse.join('') },
  },
  timings: { blocked: 1, dns: -1, connect: -1, send: 1, wait: 598, receive: 900 },
};

/** The first segment of a body, which is all of what is as short as here. */
function bodyOf({ reader }: CaptureStorage, id: string | undefined, direction: BodyDirection): Buffer {
  return Buffer.from(reader.nextSegment(reader.find(id ?? '')?.number ?? 0, direction, 0)?.bytes ?? []);
}

describe('HTTP archives', () => {
  test('an entry of a browser is an exchange: its stream is rebuilt, its key is masked, its phases are the times', async () => {
    const storage = store('a');
    const file = fileWith('x.har', `\uFEFF${har('WebInspector', entry)}`);
    const report = await load(storage, file);
    expect(report).toMatchObject({ ok: true, value: { skipped: 0, problems: [], creator: 'WebInspector 1' } });
    const id = report.ok ? (report.value.imported[0] ?? '') : '';
    expect(storage.reader.find(id)?.detail.summary).toMatchObject({
      ...{ id, format: 'anthropic-messages', model: 'claude-x', upstream: 'anthropic', status: 200, end: 'complete' },
      ...{
        isStreaming: true,
        row: { kind: 'text', text: 'Grüß dich' },
        imported: { from: 'har', creator: 'WebInspector 1' },
      },
    });
    const file2 = JSON.parse((await exported('a', 'json')).toString()).exchanges[0];
    expect(file2.completion.choices[0].text).toBe('Grüß dich');
    expect(file2.response.receivedAt).toBe(Date.parse(entry.startedDateTime) + 600);
    expect(JSON.stringify(file2)).not.toContain('verysecret');
    expect(await load(storage, file)).toMatchObject({ ok: true, value: { skipped: 1 } });
  });

  test('a HAR of ours keeps its id and the times of its events', async () => {
    const storage = store('a');
    let end = 0;
    const events = anthropicSse.map((text, index) => {
      const byteStart = end;
      end += Buffer.byteLength(text);
      return { time: 600 + index * 100, type: 'x', byteStart, byteEnd: end };
    });
    const own = { id: '0mf2k3j4h5g6f7d8s9a0', chunks: [{ time: 1, sizeBytes: 5 }], events };
    await load(storage, fileWith('x.har', har('Wirelens', { ...entry, _wirelens: own })));
    const chunks = storage.reader.chunks(storage.reader.find(own.id)?.number ?? 0, 'response');
    const startedAt = Date.parse(entry.startedDateTime);
    expect(chunks.map(({ receivedAt }) => receivedAt - startedAt)).toEqual(events.map(({ time }) => time));
    const har2 = JSON.parse((await exported('a', 'har')).toString()).log.entries[0];
    expect(har2.response.content.text).toBe(entry.response.content.text);
    expect(har2._wirelens.events.map(({ time }: { time: number }) => time)).toEqual(events.map(({ time }) => time));
  });

  test('bodies in base64, forms in parts, answers that never came and nonsense', async () => {
    const storage = store('a');
    const content = {
      mimeType: 'application/octet-stream',
      encoding: 'base64',
      text: Buffer.from([0, 255, 1]).toString('base64'),
    };
    const entries = [
      { ...entry, response: { ...entry.response, headers: [], content } },
      { ...entry, response: { status: 0, headers: [], content: {} }, time: 'soon', timings: null },
      { ...entry, request: { ...entry.request, postData: { params: [{ name: 'a b', value: 'ü' }, null] } } },
      ...[
        null,
        1,
        {},
        { request: { url: 'javascript:alert(1)' } },
        { startedDateTime: 'x', request: { url: 'http://a/' } },
      ],
    ];
    const report = await load(storage, fileWith('x.har', JSON.stringify({ log: { entries } })));
    if (!report.ok) throw new Error(report.error.message);
    expect(report.value.imported).toHaveLength(3);
    expect(report.value.problems).toHaveLength(5);
    const [binary = '', failed = '', form = ''] = report.value.imported;
    expect(storage.reader.nextSegment(storage.reader.find(binary)?.number ?? 0, 'response', 0)?.bytes).toEqual(
      new Uint8Array([0, 255, 1]),
    );
    expect(storage.reader.find(failed)?.detail.summary.end).toBe('failed');
    const body = storage.reader.nextSegment(storage.reader.find(form)?.number ?? 0, 'request', 0)?.bytes;
    expect(Buffer.from(body ?? []).toString()).toBe('a%20b=%C3%BC');
  });

  test('the messages of a WebSocket come in their order and from their side', async () => {
    const seconds = Date.parse(entry.startedDateTime) / 1000;
    const messages = [
      { type: 'send', time: seconds + 1, opcode: 1, data: '{"type":"session.update"}' },
      { type: 'receive', time: seconds + 2, opcode: 1, data: `{"type":"${'x'.repeat(70_000)}"}` },
      { type: 'send', time: seconds + 2, opcode: 2, data: 'AAE=' },
    ];
    const socket = {
      ...entry,
      request: { ...entry.request, method: 'GET', url: 'wss://api.openai.com/v1/realtime', postData: undefined },
      response: { status: 101, headers: [], content: {} },
      _webSocketMessages: messages,
    };
    const storage = store('a');
    await load(storage, fileWith('x.har', har('mitmproxy', socket)));
    const again = JSON.parse((await exported('a', 'har')).toString()).log.entries[0]._webSocketMessages;
    expect(again.map(({ type, opcode, data }: Record<string, unknown>) => ({ type, opcode, data }))).toEqual(
      messages.map(({ type, opcode, data }) => ({ type, opcode, data })),
    );
  });

  test('what Chromium read as windows-1252 is UTF-8 again', async () => {
    const storage = store('a');
    const text = new TextDecoder('windows-1252').decode(Buffer.from(anthropicSse.join('').replace('Grüß', 'Grüß 👋')));
    const content = { size: Buffer.byteLength(text), compression: 0, mimeType: 'text/event-stream', text };
    const response = { ...entry.response, content };
    const report = await load(storage, fileWith('x.har', har('WebInspector', { ...entry, response })));
    const [id = ''] = report.ok ? report.value.imported : [];
    expect(storage.reader.find(id)?.detail.summary.row.text).toBe('Grüß 👋 dich');
  });

  test('what mitmproxy read as Latin-1 is UTF-8 again, in answers and requests', async () => {
    const latin1 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
    const sse = anthropicSse.join('');
    const octets = latin1('\u00ff');
    const mitmproxy = {
      ...entry,
      startedDateTime: '2026-11-22T17:52:40.657517+00:00',
      request: { ...entry.request, bodySize: 2, postData: { mimeType: 'text/plain', text: octets, params: [] } },
      response: { ...entry.response, content: { size: Buffer.byteLength(sse), compression: 0, text: latin1(sse) } },
      timings: { send: 0, receive: 1, wait: 61, connect: null, ssl: null },
    };
    const packed = { ...mitmproxy, response: { ...mitmproxy.response, content: { size: 9, text: latin1(sse) } } };
    const true1 = { ...mitmproxy, response: { ...mitmproxy.response, content: { size: 4, text: 'Ã¼' } } };
    const storage = store('a');
    const entries = [mitmproxy, packed, true1].map((one, at) => ({ ...one, time: 100 + at }));
    const log = { version: '1.2', creator: { name: 'mitmproxy har_dump', version: '0.1' }, entries };
    const report = await load(storage, fileWith('x.zhar', deflateSync(JSON.stringify({ log }))));
    if (!report.ok) throw new Error(report.error.message);
    const rows = report.value.imported.map((id) => storage.reader.find(id));
    expect(rows.slice(0, 2).map((row) => row?.detail.summary.row.text)).toEqual(['Grüß dich', 'Grüß dich']);
    expect(bodyOf(storage, report.value.imported[0], 'request')).toEqual(Buffer.from('\u00ff'));
    expect(bodyOf(storage, report.value.imported[2], 'response')).toEqual(Buffer.from('Ã¼'));
  });

  test('HTTP Toolkit keeps binary requests in a field of its own, and leaves large bodies out', async () => {
    const { postData: _, ...request } = entry.request;
    const _content = { text: Buffer.from([0, 255, 1]).toString('base64'), size: 3, encoding: 'base64' };
    const entries = [
      { ...entry, request: { ...request, _requestBodyStatus: 'discarded:not-representable', _content } },
      {
        ...entry,
        ...{ time: 7, _pinned: true, pageref: 'Chrome 130' },
        request: { ...request, bodySize: 600_000, _requestBodyStatus: 'discarded:too-large' },
        response: { ...entry.response, content: { size: 600_000, mimeType: 'text/plain', comment: 'Body discarded' } },
      },
    ];
    const log = {
      version: '1.2',
      creator: { name: 'HTTP Toolkit', version: '1.20.0' },
      pages: [],
      entries,
      _tlsErrors: [],
    };
    const storage = store('a');
    const report = await load(storage, fileWith('x.har', gzipSync(JSON.stringify({ log }))));
    if (!report.ok) throw new Error(report.error.message);
    expect(bodyOf(storage, report.value.imported[0], 'request')).toEqual(Buffer.from([0, 255, 1]));
    expect(report.value.problems).toEqual(['2 bodies are not in the file: HTTP Toolkit 1.20.0 left them out.']);
    const again = JSON.parse((await exported('a', 'har')).toString()).log;
    expect(again.pages).toEqual([]);
    const binary = again.entries.find(({ request: one }: { request: object }) => '_content' in one);
    expect(binary.request).toMatchObject({ _requestBodyStatus: 'discarded:not-representable', _content });
    expect(binary.request).not.toHaveProperty('postData');
  });

  test('Proxyman tells local times, and no answer at all where none came; a server of this machine is no preset', async () => {
    const { response: _, ...asked } = entry;
    const own = { ...entry.request, url: 'http://127.0.0.1:8123/v1/chat/completions' };
    const log = {
      ...{ version: '1.2', creator: { name: 'Proxyman', version: '3.5.0' } },
      entries: [
        { ...asked, startedDateTime: '2025-11-27T11:56:26+01:00', time: 1948 },
        { ...asked, startedDateTime: '2025-11-27T11:56:27+01:00', request: own, response: null, timings: undefined },
      ],
    };
    const storage = store('a');
    const report = await load(storage, fileWith('x.har', JSON.stringify({ log })));
    const ids = report.ok ? report.value.imported : [];
    const summaries = ids.map((id) => storage.reader.find(id)?.detail.summary);
    expect(summaries).toMatchObject([
      { end: 'failed', startedAt: Date.parse('2025-11-27T10:56:26Z'), upstream: 'anthropic' },
      { end: 'failed', upstream: '127.0.0.1:8123', format: 'openai-chat' },
    ]);
  });
});
