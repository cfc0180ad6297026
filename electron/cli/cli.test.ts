/** The built command, as a user runs it: a process of its own, a data folder of its own, real sockets. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import Anthropic from '@anthropic-ai/sdk';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { buildCommand } from '../../tests/support/built-command.ts';
import { paceHeader, type SampleUpstream, startSampleUpstream } from '../sample/sample-upstream.ts';

let cli: string;
let sample: SampleUpstream;
let folder: string;
const children = new Set<ChildProcess>();

beforeAll(async () => {
  cli = await buildCommand();
  sample = await startSampleUpstream();
}, 120_000);
afterAll(() => sample.close());

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wirelens-cli-'));
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
  await rm(folder, { recursive: true, force: true });
});

function start(words: readonly string[], environment: Readonly<Record<string, string>> = {}): ChildProcess {
  const child = spawn(process.execPath, [cli, ...words], {
    env: { PATH: process.env.PATH ?? '', HOME: folder, ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}

type Outcome = { readonly status: number | null; readonly output: Buffer; readonly errors: string };

async function run(words: readonly string[], input: string | Buffer = ''): Promise<Outcome> {
  const child = start(words);
  const output: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout?.on('data', (bytes: Buffer) => output.push(bytes));
  child.stderr?.on('data', (bytes: Buffer) => errors.push(bytes));
  child.stdin?.end(input);
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, output: Buffer.concat(output), errors: Buffer.concat(errors).toString() };
}

type Json = Record<string, unknown>;

/** `serve --json` with its lines, which arrive one by one. */
async function serve(words: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const child = start(['serve', '--json', '--data', folder, ...words], environment);
  const errors: string[] = [];
  child.stderr?.on('data', (bytes: Buffer) => errors.push(bytes.toString()));
  if (!child.stdout) throw new Error('no stdout');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<Json> => {
    const line = await lines.next();
    if (line.done) throw new Error(`serve ended: ${errors.join('')}`);
    return JSON.parse(line.value) as Json;
  };
  const listening = await next();
  return {
    listening,
    url: String(listening.url),
    next,
    errors: () => errors.join(''),
    stop: async (signal: NodeJS.Signals): Promise<number | null> => {
      const closed = once(child, 'close');
      child.kill(signal);
      const [status] = (await closed) as [number | null];
      return status;
    },
  };
}

const messages = [{ role: 'user' as const, content: 'Hello' }];

function ask(url: string, model: string) {
  const client = new Anthropic({
    baseURL: `${url}/anthropic`,
    apiKey: 'sk-test-0123456789abcdef',
    maxRetries: 0,
    defaultHeaders: { [paceHeader]: '200' },
  });
  return client.messages.stream({ model, max_tokens: 100, messages }).finalMessage();
}

describe('from serve to export', () => {
  test('an exchange is told when it ends, and can be listed, shown, exported and decoded afterwards', async () => {
    const running = await serve(['--port', '0', '--upstream', `anthropic=${sample.url}`]);
    expect(running.listening).toMatchObject({
      event: 'listening',
      ca: null,
      url: expect.stringContaining('127.0.0.1'),
    });
    expect(running.listening.pid).toEqual(expect.any(Number));
    expect(new URL(running.url).port).toBe(String(running.listening.port));

    const message = await ask(running.url, 'sample-editor');
    const ended = await running.next();
    expect(ended).toMatchObject({
      event: 'exchange-end',
      end: 'complete',
      status: 200,
      upstream: 'anthropic',
      endpoint: 'command-line',
      format: 'anthropic-messages',
      model: 'sample-editor',
    });
    const id = String(ended.id);

    // While serve still runs.
    const listed = await run(['list', '--json', '--data', folder]);
    expect(JSON.parse(listed.output.toString())).toMatchObject({ id, end: 'complete' });
    expect(await running.stop('SIGTERM')).toBe(0);

    const table = await run(['list', '--data', folder]);
    expect(table.output.toString()).toMatch(new RegExp(`^${id} .*200 .*sample-editor`, 'm'));

    const shown = await run(['show', id.slice(0, 18), '--json', '--data', folder]);
    const facts = JSON.parse(shown.output.toString());
    // `parsed_output` is an addition of the SDK's streaming helper: nothing of it is on the wire.
    const { parsed_output: _, ...onWire } = JSON.parse(JSON.stringify(message));
    expect(facts.native).toMatchObject(onWire);
    expect(JSON.stringify(facts)).not.toContain('sk-test-0123456789abcdef');

    const transcript = await run(['show', id, '--data', folder]);
    expect(transcript.output.toString()).toContain('**Calls `Edit`**');

    const events = await run(['show', id, '--events', '--data', folder]);
    expect(events.output.toString().trimEnd().split('\n')).toHaveLength(facts.eventCount);

    const body = await run(['show', id, '--body', '--data', folder]);
    expect(body.output.toString()).toMatch(/^event: message_start\n/);
    const raw = await run(['export', id, '--format', 'raw', '--data', folder]);
    expect(raw.output.equals(body.output)).toBe(true);

    const har = join(folder, 'all.har');
    const exported = await run(['export', '--all', '--format', 'har', '--output', har, '--json', '--data', folder]);
    expect(JSON.parse(exported.output.toString())).toEqual({ file: har, sizeBytes: (await stat(har)).size });
    const { log } = JSON.parse(await readFile(har, 'utf8'));
    expect(log.entries).toHaveLength(1);
    expect(log.entries[0].response.content.text).toBe(body.output.toString());

    const json = await run(['export', id, '--format', 'json', '--data', folder]);
    const [exchange] = JSON.parse(json.output.toString()).exchanges;
    const chunks = exchange.bodies.response.chunks.map((chunk: { base64: string }) =>
      Buffer.from(chunk.base64, 'base64'),
    );
    expect(Buffer.concat(chunks).equals(body.output)).toBe(true);

    const decoded = await run(['decode', '--format', 'anthropic-messages', '-'], body.output);
    expect(JSON.parse(decoded.output.toString())).toMatchObject({ end: 'complete', native: facts.native });
  });

  test('a reader of the output that leaves early ends a command quietly', async () => {
    const running = await serve(['--port', '0', '--upstream', `mine=${sample.url}`]);
    const content = 'x'.repeat(4 * 1024 * 1024);
    const body = JSON.stringify({ model: 'sample-title', messages: [{ role: 'user', content }] });
    await (await fetch(`${running.url}/mine/v1/chat/completions`, { method: 'POST', body })).text();
    const { id } = await running.next();
    await running.stop('SIGTERM');
    const child = start(['export', String(id), '--format', 'curl', '--data', folder]);
    let errors = '';
    child.stderr?.on('data', (bytes: Buffer) => {
      errors += bytes.toString();
    });
    child.stdout?.once('data', () => child.stdout?.destroy());
    const [status] = await once(child, 'close');
    expect({ status, errors }).toEqual({ status: 0, errors: '' });
  });

  test('the key on the wire reaches neither output nor data folder', async () => {
    const running = await serve(['--port', '0', '--upstream', `anthropic=${sample.url}`]);
    await ask(running.url, 'sample-title');
    await running.next();
    expect(await running.stop('SIGINT')).toBe(0);
    const files = await readdir(folder, { recursive: true, withFileTypes: true });
    for (const file of files.filter((entry) => entry.isFile())) {
      const bytes = await readFile(join(file.parentPath, file.name));
      expect(bytes.includes('sk-test-0123456789abcdef'), file.name).toBe(false);
    }
  });

  test('a stream that runs when SIGTERM comes is written before serve leaves', async () => {
    const running = await serve(['--port', '0', '--upstream', `anthropic=${sample.url}`]);
    const response = await fetch(`${running.url}/anthropic/v1/messages`, {
      method: 'POST',
      body: JSON.stringify({ model: 'sample-slow', stream: true, messages }),
    });
    const reader = response.body?.getReader();
    await reader?.read();
    expect(await running.stop('SIGTERM')).toBe(0);
    const listed = await run(['list', '--json', '--data', folder]);
    const summary = JSON.parse(listed.output.toString());
    expect(summary).toMatchObject({ model: 'sample-slow', phase: 'ended' });
    expect(summary.end).not.toBe('complete');
    expect(summary.responseBytes).toBeGreaterThan(0);
  });
});

describe('serve', () => {
  test('a taken port is told, and the next free one used', async () => {
    const taken = createServer();
    taken.listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const running = await serve(['--port', String(port)]);
    expect(running.listening.port).not.toBe(port);
    expect(running.errors()).toContain(`port ${port} is taken`);
    taken.close();
    await running.stop('SIGTERM');
  });

  test('port and upstreams come from the settings of the data folder, keys from the environment', async () => {
    const endpoint = {
      name: 'e',
      url: sample.url,
      key: { kind: 'env', variable: 'MY_KEY' },
      keyPlacement: 'x-api-key',
    };
    const upstream = { name: 'mine', title: 'Mine', isEnabled: true, activeEndpoint: 'e', endpoints: [endpoint] };
    await writeFile(join(folder, 'settings.json'), JSON.stringify({ version: 1, upstreams: [upstream] }));
    const running = await serve(['--port', '0'], { MY_KEY: 'sk-environment-0123456789' });
    const response = await fetch(`${running.url}/mine/v1/chat/completions`, {
      method: 'POST',
      body: '{"model":"sample-title"}',
    });
    expect(response.status).toBe(200);
    await response.text();
    const ended = await running.next();
    await running.stop('SIGTERM');
    const shown = await run(['show', String(ended.id), '--json', '--data', folder]);
    const { start: facts } = JSON.parse(shown.output.toString());
    expect(JSON.stringify(facts.sentRequestHeaders)).toContain('••••6789');
    expect(shown.output.toString()).not.toContain('sk-environment');
  });

  test('listening wider than loopback asks every client for a token', async () => {
    const running = await serve(['--port', '0', '--host', '0.0.0.0', '--upstream', `mine=${sample.url}`]);
    const port = String(running.listening.port);
    const token = String(running.listening.token);
    expect(token).toMatch(/^[0-9a-f]{32}$/);
    const url = `http://127.0.0.1:${port}/mine/v1/models`;
    const refused = await fetch(url);
    const allowed = await fetch(url, { headers: { 'x-wirelens-token': token } });
    expect(refused.ok).toBe(false);
    expect(allowed.status).toBe(200);
    await running.stop('SIGTERM');
  });

  test('a data folder that cannot be made ends it with status 1 and a sentence', async () => {
    await writeFile(join(folder, 'file'), '');
    const outcome = await run(['serve', '--port', '0', '--data', join(folder, 'file', 'data')]);
    expect(outcome).toMatchObject({ status: 1, errors: expect.stringMatching(/^wirelens: ENOTDIR/) });
  });

  test('without --json it prints a line that people can read', async () => {
    const child = start(['serve', '--port', '0', '--data', folder, '--upstream', `anthropic=${sample.url}`]);
    if (!child.stdout) throw new Error('no stdout');
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const first = String((await lines.next()).value);
    const url = /http:\/\/[\d.:]+/.exec(first)?.[0] ?? '';
    await lines.next();
    await ask(url, 'sample-editor');
    const line = String((await lines.next()).value);
    expect(line).toMatch(/^\d\d:\d\d:\d\d {2}200 +\S.* +anthropic .*sample-editor .*Edit src\/jobs\/queue\.ts/);
    const closed = once(child, 'close');
    child.kill('SIGTERM');
    await closed;
  });
});

describe('decode', () => {
  const body =
    '{"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"finish_reason":"stop",' +
    '"message":{"role":"assistant","content":"Hi","refusal":null},"logprobs":null}],' +
    '"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}';

  test('prints native and completion of a plain JSON body', async () => {
    const file = join(folder, 'body.json');
    await writeFile(file, body);
    const outcome = await run(['decode', '--format', 'openai-chat', '--content-type', 'application/json', file]);
    expect(outcome.status).toBe(0);
    expect(JSON.parse(outcome.output.toString())).toMatchObject({
      format: 'openai-chat',
      framing: 'json',
      end: 'complete',
      native: { id: 'c1' },
      completion: { model: 'm', choices: [{ index: 0, text: 'Hi', finishReason: 'stop' }] },
      events: { total: 1 },
      problems: [],
    });
  });

  test('--json prints one line', async () => {
    const outcome = await run(['decode', '--json', '--format', 'openai-chat', '-'], body);
    expect(outcome.output.toString().trimEnd().split('\n')).toHaveLength(1);
  });

  test('a file that is not there, or a request that is no JSON, fails with status 1 and a sentence', async () => {
    const missing = await run(['decode', '--format', 'openai-chat', join(folder, 'missing')]);
    expect(missing).toMatchObject({ status: 1, errors: expect.stringContaining('cannot be read') });
    const file = join(folder, 'request');
    await writeFile(file, '{');
    const broken = await run(['decode', '--format', 'openai-chat', '--request', file, '-'], body);
    expect(broken).toMatchObject({ status: 1, errors: expect.stringContaining('is not JSON') });
    expect(broken.output.toString()).toBe('');
  });
});

describe('wrong usage', () => {
  test.each([
    [['serve', '--port', 'seven'], 'whole number'],
    [['serve', '--upstream', 'openai'], 'name=URL'],
    [['serve', '--upstream', 'Open=http://a'], 'a-z, 0-9'],
    [['serve', '--upstream', 'mine=nowhere'], 'no address'],
    [['decode', '--format', 'morse', '-'], 'openai-chat'],
    [['decode', '-'], '--format'],
    [['export'], '--all'],
    [['export', 'abc', '--all'], 'not both'],
    [['show'], "'id'"],
    [['show', 'x', '--body', '--events'], '--body'],
    [['dance'], 'dance'],
    [['list', '--limit', '0'], 'whole number'],
  ])('%j ends with status 2 and says why on stderr', async (words, reason) => {
    const outcome = await run(words);
    expect(outcome.status).toBe(2);
    expect(outcome.errors).toContain(reason);
    expect(outcome.output.toString()).toBe('');
  });

  test('help and version go to stdout with status 0', async () => {
    const help = await run(['--help']);
    expect(help).toMatchObject({ status: 0, errors: '' });
    for (const name of ['serve', 'list', 'show', 'export', 'decode']) expect(help.output.toString()).toContain(name);
    const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
    expect((await run(['--version'])).output.toString()).toBe(`${version}\n`);
  });

  test('an empty or missing data folder lists nothing and shows nothing', async () => {
    for (const data of [folder, join(folder, 'missing')]) {
      expect(await run(['list', '--json', '--data', data])).toMatchObject({ status: 0, output: Buffer.alloc(0) });
      expect((await run(['show', 'abc', '--data', data])).status).toBe(1);
      expect((await run(['export', 'abc', '--data', data])).status).toBe(1);
    }
  });

  test('a failed export leaves no file', async () => {
    const file = join(folder, 'out.md');
    const outcome = await run(['export', 'abc', '--output', file, '--data', folder]);
    expect(outcome.status).toBe(1);
    await expect(stat(file)).rejects.toThrow();
  });
});
