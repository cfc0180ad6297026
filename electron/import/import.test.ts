/** Files into a real store and out again: the archive bit for bit, JSON Lines, and what is no file of exchanges. */
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { archiveEndLine, archiveExchangeLine, archiveHead, archiveRunLine } from '../../shared/export/archive.ts';
import type { ExchangeDetail } from '../../shared/model/exchange.ts';
import { exportedDetail } from '../../tests/support/exported-exchange.ts';
import { importFolder, importedAt as now } from '../../tests/support/import-folder.ts';
import { createStoreQuestions } from '../storage/store-questions.ts';

const { store, fileWith, exported, load, folder } = importFolder();

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
    expect(await load(storage, join(folder(), 'none'))).toMatchObject({ ok: false, error: { kind: 'unreadable' } });
    const newer = archiveHead('9').replace('"version":1', '"version":2');
    expect(await load(storage, fileWith('c', newer))).toMatchObject({ ok: false, error: { kind: 'newer-version' } });
    const wrong = `${archiveHead('1')}{"exchange":{"summary":{"id":"../../x"}}}\n{"run":"request"}\nnull\n[]\n`;
    const report = await load(storage, fileWith('d', wrong));
    expect(report.ok && report.value.problems.length).toBeGreaterThan(0);
    expect(storage.reader.count()).toBe(0);
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
    const questions = createStoreQuestions(join(folder(), 'a'));
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
  const folderReport = await load(storage, folder());
  expect(folderReport).toMatchObject({ ok: false, error: { message: expect.stringMatching(/This is a folder/) } });
});
