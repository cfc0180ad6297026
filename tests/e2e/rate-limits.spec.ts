/** Rate limits as gauges with how they went, and a request that was refused twice before it was answered. */
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LaunchedApp, launchApp } from '../support/app-launcher.ts';
import { exchangeRows } from '../support/window-parts.ts';

let launched: LaunchedApp;
let server: http.Server;
let asked = 0;

beforeAll(async () => {
  server = http.createServer((request, response) => {
    request.resume();
    asked += 1;
    const isRefused = asked <= 2;
    response.writeHead(isRefused ? 429 : 200, {
      'content-type': 'application/json',
      'x-ratelimit-limit-requests': '500',
      'x-ratelimit-remaining-requests': String(500 - asked),
      'x-ratelimit-reset-requests': '6m0s',
      'x-ratelimit-limit-tokens': '10000',
      'x-ratelimit-remaining-tokens': String(Math.max(0, asked * 300 - 500)),
      ...(isRefused ? { 'retry-after-ms': '250' } : {}),
    });
    const error = { message: 'Rate limit reached', type: 'rate_limit_exceeded' };
    const message = { role: 'assistant', content: `Answer ${asked}` };
    const usage = { prompt_tokens: 12, completion_tokens: 3, total_tokens: 15 };
    const choices = [{ index: 0, message, finish_reason: 'stop' }];
    const answer = { id: `c${asked}`, object: 'chat.completion', created: 1, model: 'gpt-4o', choices, usage };
    response.end(JSON.stringify(isRefused ? { error } : answer));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  launched = await launchApp();
  const { settings } = await launched.invoke('app.bootstrap', null);
  const preset = settings.upstreams.find(({ name }) => name === 'openai');
  const endpoint = preset?.endpoints[0];
  if (preset === undefined || endpoint === undefined) throw new Error('no preset named openai');
  const { port } = server.address() as AddressInfo;
  const endpoints = [{ ...endpoint, name: 'limited', url: `http://127.0.0.1:${port}` }];
  const upstream = { ...preset, isEnabled: true, activeEndpoint: 'limited', endpoints };
  await launched.invoke('upstreams.save', { upstream, previousName: 'openai' });
});
afterAll(async () => {
  await launched?.close();
  server?.close();
});

async function ask(content: string): Promise<void> {
  const body = JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content }] });
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${launched.proxyUrl}/openai/v1/chat/completions`, { method: 'POST', headers, body });
  await response.text();
}

test('attempts of one request stand together, with what was waited between them', async () => {
  const { window } = launched;
  for (let at = 0; at < 3; at += 1) {
    await ask('Try hard');
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  const rows = exchangeRows(window);
  await rows.nth(2).waitFor();
  const place = rows.nth(1).getByTitle(/^attempt 2 of 3, waited \d+ ms$/);
  await place.waitFor({ timeout: 30_000 });
  expect(await place.textContent()).toMatch(/^try 2 of 3 \+\d+ ms$/);
  await launched.screenshot('attempts');
  await rows.nth(1).click();
  const attempts = window.getByRole('region', { name: /^Attempts/ });
  await attempts.getByRole('button').nth(1).waitFor();
  await attempts.getByRole('button', { name: /^3\s*after \d+ ms\s*200$/ }).click();
  await expect.poll(() => rows.nth(2).getAttribute('aria-selected')).toBe('true');
});

test('gauges tell what is left, warm where little is, and how it went', async () => {
  const { window } = launched;
  for (const word of ['one', 'two', 'three']) await ask(word);
  const rows = exchangeRows(window);
  await rows.filter({ hasText: 'Answer 6' }).click();
  const limits = window.getByRole('region', { name: /^Rate limits/ });
  await limits.getByText('494 of 500').waitFor();
  await limits.getByText('full again in 6 min').waitFor();
  await limits.locator('svg path').first().waitFor();
  await launched.setTheme('dark');
  await launched.screenshot('rate-limits-dark');
  await rows.nth(0).click();
  await limits.getByText('retry after 250 ms').waitFor();
  await expect.poll(() => limits.locator('[data-warm]').count()).toBe(1);
  await launched.setTheme('light');
  await launched.screenshot('rate-limits-light');
  expect(launched.complaints).toEqual([]);
});
