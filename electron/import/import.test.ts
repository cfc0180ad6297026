/** Files into a real store and out again: the archive bit for bit, HTTP archives of several programs. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { archiveEndLine, archiveExchangeLine, archiveHead, archiveRunLine } from '../../shared/export/archive.ts';
import type { ExportFormat } from '../../shared/export/export-formats.ts';
import type { ExchangeDetail } from '../../shared/model/exchange.ts';
import { exportedDetail } from '../../tests/support/exported-exchange.ts';
import { type CaptureStorage, openCaptureStorage } from '../capture/capture-storage.ts';
import { exportExchanges } from '../storage/export-stream.ts';
import { createStoreQuestions } from '../storage/store-questions.ts';
import { importFile } from './import-file.ts';

let folder: string;
const open: CaptureStorage[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wirelens-import-'));
});
afterEach(() => {
  for (const storage of open.splice(0)) storage.dispose();
  rmSync(folder, { recursive: true, force: true });
});

function store(name: string): CaptureStorage {
  const fail = (): never => {
    throw new Error('storage trouble');
  };
  const storage = openCaptureStorage(join(folder, name), {
    ...{ onNotice: fail, onTrouble: fail, onRecovery: fail, onLost: fail, onRecovered: fail },
  });
  if (storage === null) throw new Error('no storage');
  open.push(storage);
  return storage;
}

function fileWith(name: string, content: string | Buffer): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

const load = (storage: CaptureStorage, file: string) =>
  importFile(storage, file, { salt: 'a'.repeat(64), onImported: () => {}, now });
const now = Date.UTC(2026, 2, 5);

async function exported(name: string, format: ExportFormat): Promise<Buffer> {
  const questions = createStoreQuestions(join(folder, name));
  const pieces: Buffer[] = [];
  const facts = { version: '0.1.0', exportedAt: 0 };
  await exportExchanges(questions, 'all', format, facts, (bytes) => void pieces.push(Buffer.from(bytes)));
  questions.dispose();
  return Buffer.concat(pieces);
}

const sse = (text: string) => Buffer.from(`event: content_block_delta\ndata: ${JSON.stringify({ text })}\n\n`);
const first: ExchangeDetail = exportedDetail({});
const second: ExchangeDetail = {
  ...first,
  summary: { ...first.summary, id: '0mf2k3j4h5g6f7d8s9a1' },
  start: { ...first.start, id: '0mf2k3j4h5g6f7d8s9a1' },
};
const at = first.start.startedAt + 0.0625;
const archive =
  archiveHead('0.1.0') +
  archiveExchangeLine(first) +
  archiveRunLine({ direction: 'request', firstChunk: 0, byteOffset: 0, chunks: [[at, 2]], bytes: Buffer.from('{}') }) +
  archiveRunLine({
    ...{ direction: 'response', firstChunk: 0, byteOffset: 0 },
    chunks: [
      [at + 600.001, 3],
      [at + 601, sse('Hé').length - 3, 1],
    ],
    bytes: sse('Hé'),
  }) +
  // Chunks 2 to 4 were lost.
  archiveRunLine({
    direction: 'response',
    firstChunk: 5,
    byteOffset: 900,
    chunks: [[at + 700, 1]],
    bytes: Buffer.from([0xff]),
  }) +
  archiveRunLine({
    direction: 'injected',
    firstChunk: 0,
    byteOffset: 0,
    chunks: [[at + 800, 4]],
    bytes: Buffer.from('ours'),
  }) +
  archiveEndLine(first.summary.id) +
  archiveExchangeLine(second) +
  archiveEndLine(second.summary.id);

describe('archives', () => {
  test('an archive that is imported and exported again is the same file, byte for byte', async () => {
    const report = await load(store('a'), fileWith('x.wirelens', gzipSync(archive)));
    expect(report).toMatchObject({ ok: true, value: { skipped: 0, problems: [], creator: 'Wirelens 0.1.0' } });
    const again = await exported('a', 'archive');
    expect(gunzipSync(again).toString()).toBe(archive);
    await load(store('b'), fileWith('y.wirelens', again));
    expect(await exported('b', 'archive')).toEqual(again);
  });

  test('what is there already is skipped and counted, what was imported is marked', async () => {
    const storage = store('a');
    const file = fileWith('x.wirelens', gzipSync(archive));
    await load(storage, file);
    expect(await load(storage, file)).toMatchObject({ ok: true, value: { imported: [], skipped: 2 } });
    const found = storage.reader.find(first.summary.id);
    expect(found?.detail.summary.imported).toEqual({
      ...{ from: 'wirelens', creator: 'Wirelens 0.1.0', file: 'x.wirelens', at: now },
    });
    expect(storage.reader.count()).toBe(2);
  });

  test('a JSON export comes back with its chunks and times', async () => {
    await load(store('a'), fileWith('x.wirelens', gzipSync(archive)));
    const json = await exported('a', 'json');
    const report = await load(store('b'), fileWith('x.json', json));
    expect(report).toMatchObject({
      ok: true,
      value: { imported: [first.summary.id, second.summary.id], problems: [] },
    });
    const bodies = (text: Buffer) =>
      JSON.parse(text.toString()).exchanges.map((one: { bodies: unknown }) => one.bodies);
    expect(bodies(await exported('b', 'json'))).toEqual(bodies(json));
  });

  test('an archive that was cut off gives what there is of it, and says so', async () => {
    const storage = store('a');
    const cut = archive.slice(0, archive.indexOf('"injected"'));
    const report = await load(storage, fileWith('x.wirelens', cut));
    expect(report).toMatchObject({ ok: true, value: { imported: [first.summary.id] } });
    expect(report.ok && report.value.problems.join()).toContain('ends in the middle');
    expect(storage.reader.find(first.summary.id)?.detail.summary.end).toBe('interrupted');
    const packed = gzipSync(archive).subarray(0, 200);
    expect(await load(store('b'), fileWith('y.wirelens', packed))).toMatchObject({ ok: false });
  });

  test('foreign, newer and hostile files are refused or skipped in words', async () => {
    const storage = store('a');
    expect(await load(storage, fileWith('p', 'no JSON'))).toMatchObject({
      ok: false,
      error: { kind: 'unknown-format' },
    });
    expect(await load(storage, fileWith('q', ''))).toMatchObject({ ok: false, error: { kind: 'unknown-format' } });
    expect(await load(storage, join(folder, 'none'))).toMatchObject({ ok: false, error: { kind: 'unreadable' } });
    const newer = archiveHead('9').replace('"version":1', '"version":2');
    expect(await load(storage, fileWith('c', newer))).toMatchObject({ ok: false, error: { kind: 'newer-version' } });
    const wrong = `${archiveHead('1')}{"exchange":{"summary":{"id":"../../x"}}}\n{"run":"request"}\nnull\n[]\n`;
    const report = await load(storage, fileWith('d', wrong));
    expect(report.ok && report.value.problems.length).toBeGreaterThan(0);
    expect(storage.reader.count()).toBe(0);
  });
});

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

describe('JSON Lines', () => {
  test('our own lines come back with their chunks and times, and say where they came from', async () => {
    await load(store('a'), fileWith('x.wirelens', gzipSync(archive)));
    const lines = await exported('a', 'jsonl');
    const storage = store('b');
    const report = await load(storage, fileWith('shared.jsonl', lines));
    expect(report).toMatchObject({
      ok: true,
      value: { imported: [first.summary.id, second.summary.id], problems: [] },
    });
    expect(storage.reader.find(first.summary.id)?.detail.summary.imported).toEqual({
      ...{ from: 'wirelens', creator: 'Wirelens', file: 'shared.jsonl', at: now },
    });
    const bodies = (text: Buffer) =>
      text
        .toString()
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).bodies);
    expect(bodies(await exported('b', 'jsonl'))).toEqual(bodies(lines));
  });

  test('messages of OpenAI are a request and its answer, the same ones however often they come', async () => {
    const storage = store('a');
    const lines = [
      {
        messages: [
          { role: 'system', content: 'Be brief.' },
          { role: 'user', content: 'Where is it?' },
          {
            role: 'assistant',
            content: null,
            tool_calls: [{ id: 'c1', type: 'function', function: { name: 'find', arguments: '{"what":"it"}' } }],
          },
        ],
      },
      {
        messages: [
          { role: 'user', content: 'Hi' },
          { role: 'assistant', content: 'Hello.' },
        ],
        model: 'gpt-x',
      },
      { messages: [{ role: 'user', content: 'Alone' }] },
    ];
    const file = fileWith('train.jsonl', `${lines.map((line) => JSON.stringify(line)).join('\n')}\nnonsense\n\n`);
    const report = await load(storage, file);
    expect(report).toMatchObject({ ok: true, value: { problems: ['Line 4 holds no messages.'], skipped: 0 } });
    const summaries = storage.reader.list(null, 10);
    expect(summaries.map(({ format, end, row, model }) => [format, end, row.kind, row.label, model])).toEqual([
      ['openai-chat', 'complete', 'tool-call', 'find', null],
      ['openai-chat', 'complete', 'text', null, 'gpt-x'],
      ['openai-chat', 'failed', 'error', 'upstream-closed', null],
    ]);
    expect(await load(storage, file)).toMatchObject({ ok: true, value: { imported: [], skipped: 3 } });
    const again = (await exported('a', 'jsonl-openai')).toString().split('\n');
    expect(JSON.parse(again[1] ?? '')).toEqual({ messages: lines[1]?.messages });
  });

  test('messages of Anthropic are told by their system prompt, their tools or their blocks', async () => {
    const storage = store('a');
    const tools = [{ name: 'find', input_schema: { type: 'object' } }];
    const answer = { role: 'assistant', content: [{ type: 'text', text: 'Hello.' }] };
    const lines = [
      {
        system: 'Be brief.',
        messages: [
          { role: 'user', content: 'Hi' },
          { role: 'assistant', content: 'Hello.' },
        ],
      },
      { messages: [{ role: 'user', content: 'Hi' }, answer], tools },
      { messages: [{ role: 'user', content: 'Hi!' }, answer] },
    ];
    await load(storage, fileWith('turns.jsonl', lines.map((line) => JSON.stringify(line)).join('\n')));
    const summaries = storage.reader.list(null, 10);
    expect(summaries.map(({ format, row }) => [format, row.text])).toEqual(
      lines.map(() => ['anthropic-messages', 'Hello.']),
    );
  });

  test('what came with one import is found together', async () => {
    const storage = store('a');
    await load(storage, fileWith('x.wirelens', gzipSync(archive)));
    await load(storage, fileWith('one.jsonl', JSON.stringify({ messages: [{ role: 'user', content: 'Hi' }] })));
    const questions = createStoreQuestions(join(folder, 'a'));
    expect(await questions.importedWith(first.summary.id)).toEqual([first.summary.id, second.summary.id]);
    questions.dispose();
  });
});

test('what is no file of exchanges is called by its name', async () => {
  const storage = store('a');
  const said = async (name: string, content: string | Buffer): Promise<string> => {
    const report = await load(storage, fileWith(name, content));
    return report.ok ? '' : report.error.message;
  };
  expect(await said('a.zip', 'PK\u0003\u0004....')).toMatch(/^This is a ZIP archive/);
  expect(await said('a.db', 'SQLite format 3\0')).toMatch(/^This is a database/);
  expect(await said('a.json', '{"name":"x"}')).toMatch(/^This is JSON, but/);
  expect(await said('a.txt', 'Dear all,')).toMatch(/^This is text, but.*Wirelens opens/);
  expect(await said('a.sse', 'event: ping\ndata: {}\n\n')).toMatch(/^This is the body of a stream alone/);
  expect(await said('a.flow', '2086:7:version;2:21#4:mode')).toMatch(/^This is a flow file of mitmproxy/);
  expect(await said('empty', '')).toMatch(/^The file is empty/);
  const folderReport = await load(storage, folder);
  expect(folderReport).toMatchObject({ ok: false, error: { message: expect.stringMatching(/This is a folder/) } });
});
