/** Spans of real exchanges to a collector while `serve` runs: what the collector gets is what an export of them holds. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type SampleUpstream, startSampleUpstream } from '../../electron/sample/sample-upstream.ts';
import { sendSamples } from '../../electron/sample/send-samples.ts';
import { createLiveSpans } from '../../electron/telemetry/live-spans.ts';
import { noTelemetry } from '../../shared/model/telemetry.ts';
import { presetUpstreams, withSampleEndpoint } from '../../shared/upstreams/presets.ts';
import { type Stack, startStack } from '../support/stack.ts';

let sample: SampleUpstream;
let stack: Stack;
const bodies: Buffer[] = [];
const collector = createServer(async (request, response) => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  bodies.push(Buffer.concat(parts));
  response.end();
});

beforeAll(async () => {
  sample = await startSampleUpstream();
  stack = await startStack(withSampleEndpoint(presetUpstreams, sample.url));
  collector.listen(0, '127.0.0.1');
  await once(collector, 'listening');
});

afterAll(async () => {
  collector.close();
  await stack.close();
  await sample.close();
});

test('the collector gets the spans of all inferences, the same ones as an export', async () => {
  const spans = createLiveSpans({
    queries: stack.queries,
    flush: stack.capture.flush,
    onNotice: () => {},
    gatherMs: 20,
  });
  const endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
  spans.follow({ ...noTelemetry, isEnabled: true, endpoint });
  await sendSamples({ proxyUrl: stack.url, pace: 20 });
  const ended = await stack.waitForEnded(10);
  for (const summary of ended) spans.ended(summary);
  await vi.waitFor(() => expect(spans.status()).toMatchObject({ sent: 10, waiting: 0, lost: 0 }), { timeout: 20_000 });
  await spans.dispose();
  const pieces: Uint8Array[] = [];
  const ids = ended.map(({ id }) => id);
  await stack.queries.export(ids, 'otlp-protobuf', (bytes) => void pieces.push(bytes));
  expect(Buffer.concat(bodies).equals(Buffer.concat(pieces))).toBe(true);
  for (const model of ['sample-editor', 'sample-local'])
    expect(Buffer.concat(bodies).includes(`chat ${model}`)).toBe(true);
});
