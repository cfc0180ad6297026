/** Calls around the conversation, seen in the window: a vector as its size, an image as an image, speech as a player. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LaunchedApp, launchApp } from '../support/app-launcher.ts';
import { type FakeUpstream, startFakeUpstream } from '../support/fake-upstream.ts';
import { addUpstream, completionOf, exchangeRows } from '../support/window-parts.ts';

/** One red pixel. */
const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==';

const answers: { readonly [path: string]: { readonly type: string; readonly body: Buffer } } = {
  '/v1/embeddings': json({ data: [{ embedding: [0.25, -0.5, 0.125] }], usage: { prompt_tokens: 4, total_tokens: 4 } }),
  '/v1/images/generations': json({ data: [{ b64_json: pixel }] }),
  '/v1/audio/speech': { type: 'audio/wav', body: silentWave(8000) },
};

let upstream: FakeUpstream;
let launched: LaunchedApp;

beforeAll(async () => {
  upstream = await startFakeUpstream((request, response) => {
    request.resume();
    const answer = answers[request.url ?? ''] ?? json({});
    response.writeHead(200, { 'content-type': answer.type }).end(answer.body);
  });
  launched = await launchApp();
  await addUpstream(launched, 'mine', [upstream.url]);
});

afterAll(async () => {
  await launched?.close();
  await upstream?.close();
});

function json(value: object): { readonly type: string; readonly body: Buffer } {
  return { type: 'application/json', body: Buffer.from(JSON.stringify(value)) };
}

/** One second of silence: 8 kHz, 8 bit, one channel. */
function silentWave(sampleCount: number): Buffer {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + sampleCount, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8000, 24);
  head.writeUInt32LE(8000, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36);
  head.writeUInt32LE(sampleCount, 40);
  return Buffer.concat([head, Buffer.alloc(sampleCount, 128)]);
}

/** Sends the request through the proxy and opens its row, which says `words`. */
async function ask(path: string, body: object, words: string): Promise<void> {
  const options = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  await (await fetch(`${launched.proxyUrl}/mine${path}`, options)).arrayBuffer();
  await exchangeRows(launched.window).filter({ hasText: words }).click();
}

test('a vector is its size and first numbers', async () => {
  await ask('/v1/embeddings', { model: 'embed', input: 'a text' }, '1 vector of 3, 4 tokens');
  await completionOf(launched.window).getByText('0.25, -0.5, 0.125').waitFor();
});

test('an image is drawn', async () => {
  await ask('/v1/images/generations', { model: 'draw', prompt: 'red' }, '1 image 1x1');
  const image = completionOf(launched.window).getByRole('img');
  await image.waitFor();
  expect(await image.evaluate((element) => (element as HTMLImageElement).naturalWidth)).toBe(1);
});

test('speech has a player that knows its length', async () => {
  await ask('/v1/audio/speech', { model: 'say', voice: 'alloy', input: 'Hush' }, 'speech as audio/wav');
  const player = completionOf(launched.window).locator('audio');
  await player.waitFor();
  await expect.poll(() => player.evaluate((element) => (element as HTMLAudioElement).duration)).toBeCloseTo(1, 1);
});

test('the page complains about nothing', () => {
  expect(launched.complaints).toEqual([]);
});
