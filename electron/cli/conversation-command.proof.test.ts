/** A recorded conversation by the built command: found by its words, filtered, told turn by turn. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import Anthropic from '@anthropic-ai/sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildCommand } from '../../tests/support/built-command.ts';
import { paceHeader, type SampleUpstream, startSampleUpstream } from '../sample/sample-upstream.ts';

let command: string;
let sample: SampleUpstream;
let folder: string;
let serving: ChildProcess | null = null;

beforeAll(async () => {
  command = await buildCommand();
  sample = await startSampleUpstream();
  folder = await mkdtemp(join(tmpdir(), 'wirelens-conversation-'));
});
afterAll(async () => {
  serving?.kill('SIGKILL');
  await sample.close();
  await rm(folder, { recursive: true, force: true });
});

function run(...words: readonly string[]): Promise<{ status: number; output: string; errors: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [command, ...words, '--data', folder], (error, output, errors) => {
      resolve({ status: typeof error?.code === 'number' ? error.code : 0, output, errors });
    });
  });
}

/** `serve` while `work` runs; `next` waits for the end of an exchange. */
async function whileServing(work: (url: string, next: () => Promise<string>) => Promise<void>): Promise<void> {
  const words = ['serve', '--json', '--port', '0', '--data', folder, '--upstream', `anthropic=${sample.url}`];
  serving = spawn(process.execPath, [command, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
  if (!serving.stdout) throw new Error('no stdout');
  const lines = createInterface({ input: serving.stdout })[Symbol.asyncIterator]();
  const read = async () => JSON.parse((await lines.next()).value as string) as Readonly<Record<string, string>>;
  const { url } = await read();
  await work(String(url), async () => String((await read()).id));
  const closed = once(serving, 'close');
  serving.kill('SIGTERM');
  await closed;
}

async function models(filter: string): Promise<readonly string[]> {
  const { output } = await run('list', '--json', '--filter', filter);
  const lines = output.split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line).model as string);
}

test('a conversation is found by its words, filtered, and told turn by turn', async () => {
  let id = '';
  await whileServing(async (url, next) => {
    const client = new Anthropic({
      baseURL: `${url}/anthropic`,
      apiKey: 'sk-test-0123456789abcdef',
      defaultHeaders: { [paceHeader]: '200' },
    });
    const hello = { role: 'user' as const, content: 'Hello' };
    const first = await client.messages
      .stream({ model: 'sample-editor', max_tokens: 100, messages: [hello] })
      .finalMessage();
    id = await next();
    const call = first.content.find((block) => block.type === 'tool_use');
    const result = { type: 'tool_result' as const, tool_use_id: call?.id ?? '', content: 'Stampede averted, 84 lines' };
    const history = [hello, { role: 'assistant' as const, content: first.content }];
    const messages = [...history, { role: 'user' as const, content: [result] }];
    await client.messages.create({ model: 'sample-title', max_tokens: 100, messages });
    await next();
  });

  expect(await models('"stampede averted"')).toEqual(['sample-title']);
  expect(await models('model:sample-e* status:<400')).toEqual(['sample-editor']);
  expect(await models('-averted')).toEqual(['sample-editor']);
  expect(await models('averted model:*editor')).toEqual([]);
  const wrong = await run('list', '--filter', 'ttft:>fast');
  expect(wrong).toMatchObject({ status: 2, errors: expect.stringContaining('     ^^^^^') });

  const conversations = await run('list', '--conversations', '--json');
  expect(JSON.parse(conversations.output)).toMatchObject({ id, turnCount: 2, title: 'Hello' });
  const { output } = await run('show', id, '--conversation');
  const [first = '', second = ''] = output.split('Turn 2 ');
  expect(first).toMatch(/Turn 1 .*\n {2}\+ user: Hello\n/);
  expect(first).toContain('> tool-call Edit');
  expect(second).toContain('+ tool-result: Stampede averted, 84 lines');
  expect(second).not.toContain('Hello');

  const newest = JSON.parse((await run('list', '--json', '--limit', '1')).output) as { readonly id: string };
  const difference = await run('diff', id, newest.id);
  expect(difference.status).toBe(0);
  expect(difference.output).toContain('messages: 2 differ, 1 the same');
  expect(difference.output).toMatch(/~ model\n +sample-\[-editor-\]\{\+title\+\}/);
  expect(difference.output).toContain('Stampede averted, 84 lines');
  const parsed = JSON.parse((await run('diff', id, newest.id, '--json')).output) as { parts: { part: string }[] };
  expect(parsed.parts.map(({ part }) => part)).toContain('completion');
  expect(await run('diff', id, 'zzz')).toMatchObject({ status: 1, errors: expect.stringContaining('no exchange') });
});
