/** The built command, as a user runs it, from end to end once; what else it promises is in `cli.proof.test.ts`. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ask, dataFolder, runCommand, sampleUrl, serve, withCommand } from '../../tests/support/command-process.ts';

withCommand();

test('an exchange is told when it ends, and can be listed, shown, exported and decoded afterwards', async () => {
  const running = await serve(['--port', '0', '--upstream', `anthropic=${sampleUrl()}`]);
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
  const listed = await runCommand(['list', '--json', '--data', dataFolder()]);
  expect(JSON.parse(listed.output.toString())).toMatchObject({ id, end: 'complete' });
  expect(await running.stop('SIGTERM')).toBe(0);

  const table = await runCommand(['list', '--data', dataFolder()]);
  expect(table.output.toString()).toMatch(new RegExp(`^${id} .*200 .*sample-editor`, 'm'));

  const shown = await runCommand(['show', id.slice(0, 18), '--json', '--data', dataFolder()]);
  const facts = JSON.parse(shown.output.toString());
  // `parsed_output` is an addition of the SDK's streaming helper: nothing of it is on the wire.
  const { parsed_output: _, ...onWire } = JSON.parse(JSON.stringify(message));
  expect(facts.native).toMatchObject(onWire);
  expect(JSON.stringify(facts)).not.toContain('sk-test-0123456789abcdef');

  const transcript = await runCommand(['show', id, '--data', dataFolder()]);
  expect(transcript.output.toString()).toContain('**Calls `Edit`**');

  const events = await runCommand(['show', id, '--events', '--data', dataFolder()]);
  expect(events.output.toString().trimEnd().split('\n')).toHaveLength(facts.eventCount);

  const body = await runCommand(['show', id, '--body', '--data', dataFolder()]);
  expect(body.output.toString()).toMatch(/^event: message_start\n/);
  const raw = await runCommand(['export', id, '--format', 'raw', '--data', dataFolder()]);
  expect(raw.output.equals(body.output)).toBe(true);

  const har = join(dataFolder(), 'all.har');
  const exported = await runCommand([
    'export',
    '--all',
    '--format',
    'har',
    '--output',
    har,
    '--json',
    '--data',
    dataFolder(),
  ]);
  expect(JSON.parse(exported.output.toString())).toEqual({ file: har, sizeBytes: (await stat(har)).size });
  const { log } = JSON.parse(await readFile(har, 'utf8'));
  expect(log.entries).toHaveLength(1);
  expect(log.entries[0].response.content.text).toBe(body.output.toString());

  const json = await runCommand(['export', id, '--format', 'json', '--data', dataFolder()]);
  const [exchange] = JSON.parse(json.output.toString()).exchanges;
  const chunks = exchange.bodies.response.chunks.map((chunk: { base64: string }) =>
    Buffer.from(chunk.base64, 'base64'),
  );
  expect(Buffer.concat(chunks).equals(body.output)).toBe(true);

  const decoded = await runCommand(['decode', '--format', 'anthropic-messages', '-'], body.output);
  expect(JSON.parse(decoded.output.toString())).toMatchObject({ end: 'complete', native: facts.native });
});

test('wrong usage ends with status 2 and says why on stderr', async () => {
  const outcome = await runCommand(['serve', '--port', 'seven']);
  expect(outcome).toMatchObject({
    status: 2,
    errors: expect.stringContaining('whole number'),
    output: Buffer.alloc(0),
  });
});
