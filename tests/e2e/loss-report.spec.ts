/** The badge of the events opens to what became of them, and names what the server did against its own format. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LaunchedApp, launchApp } from '../support/app-launcher.ts';
import { chunk, sse } from '../support/conformance-streams.ts';
import { type FakeUpstream, startFakeUpstream } from '../support/fake-upstream.ts';
import { addUpstream, eventRows, exchangeRows } from '../support/window-parts.ts';

const call = { id: 'call_1', function: { name: 'look_up', arguments: '{"a":1}' } };
const usage = { prompt_tokens: 7, completion_tokens: 2, total_tokens: 9 };

let release: () => void = () => undefined;

/** A server that forgets the index of its tool call, and whose last counts are emptied again. */
const body = sse(
  chunk({ role: 'assistant', content: 'Let me see. ' }),
  chunk({ tool_calls: [call] }),
  { ...chunk({}, 'tool_calls'), usage },
  { ...chunk({}), choices: [], usage: null },
  '[DONE]',
);

let upstream: FakeUpstream;
let launched: LaunchedApp;

beforeAll(async () => {
  upstream = await startFakeUpstream((request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    if (request.url?.includes('/slow/') !== true) response.end(body);
    else {
      response.write(body.slice(0, 300));
      release = () => response.end(body.slice(300));
    }
  });
  launched = await launchApp();
  await addUpstream(launched, 'mine', [upstream.url]);
  await (await ask('')).arrayBuffer();
});

function ask(prefix: string): Promise<Response> {
  const question = JSON.stringify({ model: 'gpt', stream: true, messages: [{ role: 'user', content: 'Look it up' }] });
  const options = { method: 'POST', headers: { 'content-type': 'application/json' }, body: question };
  return fetch(`${launched.proxyUrl}/mine${prefix}/v1/chat/completions`, options);
}

afterAll(async () => {
  await launched?.close();
  await upstream?.close();
});

test('tally, dropped fields and findings, each with a way to its event', async () => {
  const { window } = launched;
  await exchangeRows(window).filter({ hasText: 'look_up' }).click();
  await window.getByRole('button', { name: /5 events, all used/ }).click();
  const report = window.getByRole('dialog', { name: 'Loss report' });
  await report.getByText('Tool call without index').waitFor();
  const text = await report.textContent();
  expect(text).toContain('ignored on purpose');
  expect(text).toContain('usage.prompt_tokens');
  expect(text).toContain('The stream has no last word that repeats the answer.');
  await launched.screenshot('loss-report');
  await report.getByRole('button', { name: 'event 1', exact: true }).click();
  await report.waitFor({ state: 'hidden' });
  expect(await eventRows(window).nth(1).getAttribute('aria-selected')).toBe('true');
  expect(launched.complaints).toEqual([]);
}, 60_000);

test('an exchange that is watched to its end shows its findings then', async () => {
  const { window } = launched;
  const answer = await ask('/slow');
  await exchangeRows(window).filter({ hasText: 'Let me see' }).click();
  await window.getByText('writing').first().waitFor();
  release();
  await answer.arrayBuffer();
  const inspector = window.getByRole('complementary', { name: 'Inspector' });
  await inspector.getByText('Tool call without index').waitFor();
}, 60_000);
