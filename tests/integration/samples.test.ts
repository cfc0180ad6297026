/** "Send a sample request" through the whole headless product: what the list shows of each, and what exports make of it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SampleUpstream, startSampleUpstream } from '../../electron/sample/sample-upstream.ts';
import { type SampleOutcome, sendSamples } from '../../electron/sample/send-samples.ts';
import type { ExportFormat } from '../../shared/export/export-formats.ts';
import type { ExchangeSummary } from '../../shared/model/exchange.ts';
import { presetUpstreams, withSampleEndpoint } from '../../shared/upstreams/presets.ts';
import { type Stack, startStack } from '../support/stack.ts';

let sample: SampleUpstream;
let stack: Stack;
let outcomes: readonly SampleOutcome[];
let ended: readonly ExchangeSummary[];

beforeAll(async () => {
  sample = await startSampleUpstream();
  stack = await startStack(withSampleEndpoint(presetUpstreams, sample.url));
  outcomes = await sendSamples({ proxyUrl: stack.url, pace: 20 });
  ended = await stack.waitForEnded(10);
});
afterAll(async () => {
  await stack.close();
  await sample.close();
});

function summaryOf(model: string): ExchangeSummary {
  const found = ended.find((summary) => summary.model === model);
  if (!found) throw new Error(`no exchange of ${model}`);
  return found;
}

async function exportAll(format: ExportFormat): Promise<string> {
  await stack.capture.flush();
  const pieces: Uint8Array[] = [];
  const result = await stack.queries.export('all', format, (bytes) => {
    pieces.push(bytes);
  });
  expect(result.ok).toBe(true);
  return Buffer.concat(pieces).toString();
}

test('the client gets all ten answers, and every body is verbatim', () => {
  expect(outcomes.map((outcome) => outcome.status)).toEqual([200, 200, 200, 200, 200, 429, 200, 200, 200, 200]);
  expect(ended).toHaveLength(10);
  expect(ended.map((summary) => summary.captureProblem)).toEqual(ended.map(() => null));
  expect(ended.every((summary) => summary.isVerbatim === true)).toBe(true);
  expect(stack.faults()).toEqual([]);
});

test.each([
  ['sample-editor', 'anthropic-messages', 'tool-call', 'Edit'],
  ['sample-title', 'openai-chat', 'text', null],
  ['sample-parallel', 'openai-chat', 'tool-call', null],
  ['sample-choices', 'openai-chat', 'text', null],
  ['sample-local', 'ollama-chat', 'text', null],
  ['sample-limited', 'openai-chat', 'error', null],
  ['sample-reasoner', 'openai-chat', 'text', null],
  ['sample-refusal', 'openai-chat', 'refusal', null],
  ['sample-slow', 'openai-chat', 'text', null],
  ['sample-overloaded', 'anthropic-messages', 'error', 'overloaded_error'],
])('%s is %s, and its row says what it did: %s %s', (model, format, kind, label) => {
  const summary = summaryOf(model);
  expect(summary).toMatchObject({ format, upstream: 'sample', endpoint: 'built-in', row: { kind } });
  if (label !== null) expect(summary.row.label).toContain(label);
  expect(summary.eventTally).toMatchObject({ unknown: 0, malformed: 0 });
});

test('the two keys of the samples are fingerprints, and told apart', async () => {
  const text = await exportAll('json');
  expect(text).not.toContain('sk-sample-');
  const keys = new Set(text.match(/••••\w{4} #[0-9a-f]{4}/g));
  expect(keys.size).toBe(2);
});

test('every format exports all ten', async () => {
  expect(JSON.parse(await exportAll('json')).exchanges).toHaveLength(10);
  expect(JSON.parse(await exportAll('har')).log.entries).toHaveLength(10);
  expect((await exportAll('curl')).match(/^(printf .* \| )?curl /gm)).toHaveLength(10);
  const transcript = await exportAll('markdown');
  expect(transcript.match(/^# sample-/gm)).toHaveLength(10);
  expect(transcript).toContain('## Answer, choice 1');
  expect(transcript).toContain('> **Refusal**');
  expect(transcript).toContain('## Error\n\nOverloaded');
});
