/** Pictures of what an agent sends again and again: a conversation of turns, two of them compared, a request of 5 MB. */
import { request as httpRequest } from 'node:http';
import type { LaunchedApp } from '../tests/support/app-launcher.ts';
import { exchangeRows } from '../tests/support/window-parts.ts';

type Picture = (launched: LaunchedApp, state: string) => Promise<void>;
type Message = { readonly role: 'user' | 'assistant'; readonly content: string | readonly unknown[] };

const system = [
  'You are an agent that edits the relay of edge-gateway. Read before you write, keep changes small, run the tests.',
  'Never retry a request that is not idempotent. Never wait longer than `retry-after` says.',
].join('\n\n');

const tools = [
  {
    name: 'Read',
    description: 'Reads a file of the working folder.',
    input_schema: {
      type: 'object',
      required: ['path'],
      properties: { path: { type: 'string' }, offset: { type: 'integer' }, limit: { type: 'integer' } },
    },
  },
  {
    name: 'Edit',
    description: 'Replaces one stretch of a file by another.',
    input_schema: {
      type: 'object',
      required: ['path', 'before', 'after'],
      properties: { path: { type: 'string' }, before: { type: 'string' }, after: { type: 'string' } },
    },
  },
];

const source = 'export function backoff(attempt: number): number {\n  return Math.min(8_000, 250 * 2 ** attempt);\n}\n';

const turns: readonly (readonly Message[])[] = [
  [{ role: 'user', content: 'Retries come in waves. Give **backoff.ts** some jitter, please.' }],
  [
    {
      role: 'assistant',
      content: [
        { type: 'text', text: 'I read the file first.' },
        { type: 'tool_use', id: 'toolu_read', name: 'Read', input: { path: 'src/upstream/backoff.ts' } },
      ],
    },
    { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_read', content: source }] },
  ],
  [
    { role: 'assistant', content: 'The wait doubles and is capped at 8 s; nothing spreads it.' },
    { role: 'user', content: 'Full jitter, then:\n\n```ts\nMath.random() * cap\n```' },
  ],
];

/** @param url of the upstream that speaks Anthropic's Messages, through the proxy */
export async function showConversation(launched: LaunchedApp, url: string, picture: Picture): Promise<void> {
  const { window } = launched;
  for (let count = 1; count <= turns.length; count += 1) {
    const instructions = count === turns.length ? `${system}\n\nToday is Sunday.` : system;
    await post(url, { ...head, system: instructions, tools, messages: turns.slice(0, count).flat() });
  }
  await openNewest(launched);
  await window.getByRole('tab', { name: 'Conversation' }).click();
  await window.getByRole('button', { name: 'Compare with previous turn' }).waitFor({ timeout: 60_000 });
  await picture(launched, 'conversation');
  await window.getByRole('button', { name: 'Compare with previous turn' }).click();
  await window.getByRole('article', { name: 'Comparison' }).waitFor();
  await window.waitForTimeout(800);
  await picture(launched, 'comparison');
  await window.getByRole('button', { name: 'Leave the comparison' }).click();
}

/** As agents send it late in their day. */
export async function showLarge(launched: LaunchedApp, url: string, picture: Picture): Promise<void> {
  const { window } = launched;
  const history = Array.from({ length: 120 }, (_, index): readonly Message[] => {
    const id = `toolu_${index}`;
    const path = `src/upstream/part-${index}.ts`;
    return [
      { role: 'assistant', content: [{ type: 'tool_use', id, name: 'Read', input: { path } }] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: id, content: source.repeat(400) }] },
    ];
  });
  const messages = [...(turns[0] as readonly Message[]), ...history.flat()];
  await post(url, { ...head, system, tools, messages });
  await openNewest(launched);
  await window.getByRole('tab', { name: 'Request' }).click();
  await window
    .getByRole('region', { name: 'Request', exact: true })
    .getByText(/^\d+ messages/)
    .waitFor();
  await window.getByRole('button', { name: /^Tools/ }).click();
  await picture(launched, 'large');
  await window.getByRole('tab', { name: 'Stream' }).click();
}

const head = { model: 'claude-sonnet-4-5', max_tokens: 1024, stream: true };

async function openNewest(launched: LaunchedApp): Promise<void> {
  const rows = exchangeRows(launched.window).filter({ hasText: 'edge-gateway' });
  await rows.last().click();
  await launched.window.waitForTimeout(800);
}

function post(url: string, body: unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(`${url}/v1/messages`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-api-key': 'sk-ant-picture-0123456789a1b2',
        'anthropic-version': '2023-06-01',
        'user-agent': 'claude-cli/2.0.14 (external, cli)',
        'x-case': 'brisk',
      },
    });
    request.on('error', reject);
    request.on('response', (response) => response.on('close', resolve).resume());
    request.end(JSON.stringify(body));
  });
}
