/** The built command, as a user runs it: what each of its commands promises, and wrong usage in every way. */
import { once } from 'node:events';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, test } from 'vitest';
import {
  ask,
  dataFolder,
  messages,
  runCommand,
  sampleUrl,
  serve,
  startCommand,
  withCommand,
} from '../../tests/support/command-process.ts';

withCommand();

describe('from serve to export', () => {
  test('a reader of the output that leaves early ends a command quietly', async () => {
    const running = await serve(['--port', '0', '--upstream', `mine=${sampleUrl()}`]);
    const content = 'x'.repeat(4 * 1024 * 1024);
    const body = JSON.stringify({ model: 'sample-title', messages: [{ role: 'user', content }] });
    await (await fetch(`${running.url}/mine/v1/chat/completions`, { method: 'POST', body })).text();
    const { id } = await running.next();
    await running.stop('SIGTERM');
    const child = startCommand(['export', String(id), '--format', 'curl', '--data', dataFolder()]);
    let errors = '';
    child.stderr?.on('data', (bytes: Buffer) => {
      errors += bytes.toString();
    });
    child.stdout?.once('data', () => child.stdout?.destroy());
    const [status] = await once(child, 'close');
    expect({ status, errors }).toEqual({ status: 0, errors: '' });
  });

  test('the key on the wire reaches neither output nor data folder', async () => {
    const running = await serve(['--port', '0', '--upstream', `anthropic=${sampleUrl()}`]);
    await ask(running.url, 'sample-title');
    await running.next();
    expect(await running.stop('SIGINT')).toBe(0);
    const files = await readdir(dataFolder(), { recursive: true, withFileTypes: true });
    for (const file of files.filter((entry) => entry.isFile())) {
      const bytes = await readFile(join(file.parentPath, file.name));
      expect(bytes.includes('sk-test-0123456789abcdef'), file.name).toBe(false);
    }
  });

  test('a stream that runs when SIGTERM comes is written before serve leaves', async () => {
    const running = await serve(['--port', '0', '--upstream', `anthropic=${sampleUrl()}`]);
    const response = await fetch(`${running.url}/anthropic/v1/messages`, {
      method: 'POST',
      body: JSON.stringify({ model: 'sample-slow', stream: true, messages }),
    });
    const reader = response.body?.getReader();
    await reader?.read();
    expect(await running.stop('SIGTERM')).toBe(0);
    const listed = await runCommand(['list', '--json', '--data', dataFolder()]);
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
      url: sampleUrl(),
      key: { kind: 'env', variable: 'MY_KEY' },
      keyPlacement: 'x-api-key',
    };
    const upstream = { name: 'mine', title: 'Mine', isEnabled: true, activeEndpoint: 'e', endpoints: [endpoint] };
    await writeFile(join(dataFolder(), 'settings.json'), JSON.stringify({ version: 1, upstreams: [upstream] }));
    const running = await serve(['--port', '0'], { MY_KEY: 'sk-environment-0123456789' });
    const response = await fetch(`${running.url}/mine/v1/chat/completions`, {
      method: 'POST',
      body: '{"model":"sample-title"}',
    });
    expect(response.status).toBe(200);
    await response.text();
    const ended = await running.next();
    await running.stop('SIGTERM');
    const shown = await runCommand(['show', String(ended.id), '--json', '--data', dataFolder()]);
    const { start: facts } = JSON.parse(shown.output.toString());
    expect(JSON.stringify(facts.sentRequestHeaders)).toContain('••••6789');
    expect(shown.output.toString()).not.toContain('sk-environment');
  });

  test('a change of settings.json counts for the next request, and a damaged file changes nothing', async () => {
    const endpoint = { name: 'e', url: sampleUrl() };
    const settingsWith = (isEnabled: boolean) => ({
      version: 1,
      upstreams: [{ name: 'mine', title: 'M', isEnabled, activeEndpoint: 'e', endpoints: [endpoint] }],
    });
    const file = join(dataFolder(), 'settings.json');
    await writeFile(file, JSON.stringify(settingsWith(false)));
    const running = await serve(['--port', '0']);
    const status = async () => (await fetch(`${running.url}/mine/v1/models`)).status;
    expect(await status()).toBe(503);
    await writeFile(file, JSON.stringify(settingsWith(true)));
    await expect.poll(status, { timeout: 10_000 }).toBe(200);
    await writeFile(file, '{"version": 1, "upstreams": 7}');
    await expect.poll(running.errors, { timeout: 10_000 }).toContain('Settings stay as they were');
    expect(await status()).toBe(200);
    await running.stop('SIGTERM');
  });

  test('listening wider than loopback asks every client for a token', async () => {
    const running = await serve(['--port', '0', '--host', '0.0.0.0', '--upstream', `mine=${sampleUrl()}`]);
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
    await writeFile(join(dataFolder(), 'file'), '');
    const outcome = await runCommand(['serve', '--port', '0', '--data', join(dataFolder(), 'file', 'data')]);
    expect(outcome).toMatchObject({
      status: 1,
      errors: expect.stringMatching(
        /^wirelens: The data folder .* cannot be written: a part of its path is a file\.$/m,
      ),
    });
  });

  test('without --json it prints a line that people can read', async () => {
    const child = startCommand([
      'serve',
      '--port',
      '0',
      '--data',
      dataFolder(),
      '--upstream',
      `anthropic=${sampleUrl()}`,
    ]);
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
    const file = join(dataFolder(), 'body.json');
    await writeFile(file, body);
    const outcome = await runCommand(['decode', '--format', 'openai-chat', '--content-type', 'application/json', file]);
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
    const outcome = await runCommand(['decode', '--json', '--format', 'openai-chat', '-'], body);
    expect(outcome.output.toString().trimEnd().split('\n')).toHaveLength(1);
  });

  test('a file that is not there, or a request that is no JSON, fails with status 1 and a sentence', async () => {
    const missing = await runCommand(['decode', '--format', 'openai-chat', join(dataFolder(), 'missing')]);
    expect(missing).toMatchObject({ status: 1, errors: expect.stringContaining('cannot be read') });
    const file = join(dataFolder(), 'request');
    await writeFile(file, '{');
    const broken = await runCommand(['decode', '--format', 'openai-chat', '--request', file, '-'], body);
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
    [['export', 'abc', '--all'], 'one of them'],
    [['show'], "'id'"],
    [['show', 'x', '--body', '--events'], '--body'],
    [['dance'], 'dance'],
    [['list', '--limit', '0'], 'whole number'],
  ])('%j ends with status 2 and says why on stderr', async (words, reason) => {
    const outcome = await runCommand(words);
    expect(outcome.status).toBe(2);
    expect(outcome.errors).toContain(reason);
    expect(outcome.output.toString()).toBe('');
  });

  test('help and version go to stdout with status 0', async () => {
    const help = await runCommand(['--help']);
    expect(help).toMatchObject({ status: 0, errors: '' });
    for (const name of ['serve', 'list', 'show', 'export', 'decode']) expect(help.output.toString()).toContain(name);
    const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
    expect((await runCommand(['--version'])).output.toString()).toBe(`${version}\n`);
  });

  test('an empty or missing data folder lists nothing and shows nothing', async () => {
    for (const data of [dataFolder(), join(dataFolder(), 'missing')]) {
      expect(await runCommand(['list', '--json', '--data', data])).toMatchObject({
        status: 0,
        output: Buffer.alloc(0),
      });
      expect((await runCommand(['show', 'abc', '--data', data])).status).toBe(1);
      expect((await runCommand(['export', 'abc', '--data', data])).status).toBe(1);
    }
  });

  test('where nothing can be made, commands that write end at once with status 1 and a sentence', async () => {
    // Linux answers ENOENT to a new folder in /proc, though /proc is there.
    const data = process.platform === 'linux' ? '/proc/wirelens-nothing' : join(dataFolder(), 'file', 'data');
    await writeFile(join(dataFolder(), 'file'), '');
    for (const words of [
      ['serve', '--port', '0'],
      ['import', '/dev/null'],
      ['ca', 'export'],
      ['ca', 'renew'],
    ]) {
      expect(await runCommand([...words, '--data', data])).toMatchObject({
        status: 1,
        errors: expect.stringMatching(/^wirelens: The data folder .* cannot be .*\.\n$/),
      });
    }
  });

  test('a file in place of the data folder is called a file', async () => {
    const data = join(dataFolder(), 'file');
    await writeFile(data, '');
    for (const words of [
      ['list'],
      ['show', 'abc'],
      ['export', '--all'],
      ['captures'],
      ['ca', 'show'],
      ['prune', '--older-than', '3d'],
    ]) {
      expect(await runCommand([...words, '--data', data])).toMatchObject({
        status: 1,
        errors: `wirelens: ${data} is a file, not a data folder.\n`,
      });
    }
  });

  test('a failed export leaves no file', async () => {
    const file = join(dataFolder(), 'out.md');
    const outcome = await runCommand(['export', 'abc', '--output', file, '--data', dataFolder()]);
    expect(outcome.status).toBe(1);
    await expect(stat(file)).rejects.toThrow();
  });
});
