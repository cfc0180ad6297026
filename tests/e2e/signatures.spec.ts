/** Thought signatures of Gemini: below the part that they came with, never before it, and copied by a button. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LaunchedApp, launchApp } from '../support/app-launcher.ts';
import { type SteeredUpstream, startSteeredUpstream } from '../support/steered-upstream.ts';
import { addUpstream, completionOf, exchangeRows } from '../support/window-parts.ts';
import { takePictures } from '../support/window-pictures.ts';

let launched: LaunchedApp;
let upstream: SteeredUpstream;

beforeAll(async () => {
  upstream = await startSteeredUpstream();
  launched = await launchApp();
  await addUpstream(launched, 'mine', [upstream.url]);
});

afterAll(async () => {
  await launched?.close();
  await upstream?.close();
});

/** @see https://ai.google.dev/gemini-api/docs/thought-signatures: the first call has it; text has it in its last part. */
const parts = [
  { text: 'Two cities, so two calls.', thought: true },
  { text: 'I look at the weather' },
  { text: ' of both.' },
  { text: '', thoughtSignature: 'T'.repeat(1_234) },
  { functionCall: { name: 'get_weather', args: { city: 'Paris' } }, thoughtSignature: 'C'.repeat(300) },
  { functionCall: { name: 'get_weather', args: { city: 'Oslo' } } },
];

test('stands below its part, for text and for a call, and is copied whole', async () => {
  const { window } = launched;
  const finished = { finishReason: 'STOP', index: 0 };
  upstream.refuseNext(200, { candidates: [{ content: { role: 'model', parts }, ...finished }] });
  const body = JSON.stringify({ contents: [{ role: 'user', parts: [{ text: 'Paris and Oslo?' }] }] });
  const url = `${launched.proxyUrl}/mine/v1beta/models/gemini-3-pro:generateContent`;
  await (await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })).text();
  await exchangeRows(window).first().click();
  const completion = completionOf(window);
  await completion.getByText('I look at the weather of both.').waitFor();
  const words = (await completion.textContent()) ?? '';
  expect(words).toMatch(/of both\.signature, 1,234 charactersget_weather.*Paris.*signature, 300 charactersget_weather/);
  expect(words.match(/signature,/g)).toHaveLength(2);
  await completion.getByRole('button', { name: 'Copy the signature' }).first().click();
  await expect.poll(() => launched.app.evaluate(({ clipboard }) => clipboard.readText())).toBe('T'.repeat(1_234));
  await takePictures(launched, 'signatures');
  expect(launched.complaints).toEqual([]);
});
