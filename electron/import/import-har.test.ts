/** HTTP archives of several programs into a real store, and out again. */
import { describe, expect, test } from 'vitest';
import { importFolder } from '../../tests/support/import-folder.ts';

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
});
