/** `run`, `ca` and interception by `serve`, as a user runs them: the built command, real programs, real sockets. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { buildCommand } from '../../tests/support/built-command.ts';
import { type FakeUpstream, startFakeUpstream } from '../../tests/support/fake-upstream.ts';
import { hasCurl, hasOpenssl, hasPython } from '../../tests/support/programs.ts';

let cli: string;
let folder: string;
let upstream: FakeUpstream;
const children = new Set<ChildProcess>();

beforeAll(async () => {
  cli = await buildCommand();
  upstream = await startFakeUpstream((request, response) => {
    request.resume();
    request.on('end', () => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ path: request.url, host: request.headers.host }));
    });
  });
});
afterAll(() => upstream.close());

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wirelens-run-'));
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
  await rm(folder, { recursive: true, force: true });
});

function start(words: readonly string[], environment: Readonly<Record<string, string>> = {}): ChildProcess {
  const child = spawn(process.execPath, [cli, ...words], {
    env: { PATH: process.env.PATH ?? '', HOME: folder, WIRELENS_DATA: join(folder, 'data'), ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}

async function run(words: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const child = start(words, environment);
  let output = '';
  let errors = '';
  child.stdout?.on('data', (bytes: Buffer) => {
    output += bytes;
  });
  child.stderr?.on('data', (bytes: Buffer) => {
    errors += bytes;
  });
  child.stdin?.end();
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, output, errors };
}

type Row = { readonly [name: string]: unknown; readonly client: { readonly program: string; readonly pid: number } };

async function listed(): Promise<readonly Row[]> {
  const { output } = await run(['list', '--json']);
  return output
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Row);
}

const redirect = (): readonly string[] => ['--redirect', `api.openai.com=${upstream.url}`];
const chatUrl = 'https://api.openai.com/v1/chat/completions';

describe('run', () => {
  test.skipIf(!hasCurl)('curl, unchanged, is seen and answered by the redirect', async () => {
    const { status, output, errors } = await run([
      'run',
      ...redirect(),
      '--',
      'curl',
      '-sS',
      '-d',
      '{"model":"m"}',
      chatUrl,
    ]);
    expect(errors).toContain('1 exchange');
    expect(JSON.parse(output)).toEqual({ path: '/v1/chat/completions', host: new URL(upstream.url).host });
    expect(status).toBe(0);
    const [row] = await listed();
    expect(row).toMatchObject({ upstream: 'openai', end: 'complete', format: 'openai-chat', status: 200 });
    expect(row?.client).toMatchObject({ program: 'curl', pid: expect.any(Number) });
  });

  test.skipIf(!hasPython)("Python's urllib and ssl, with nothing but the variables", async () => {
    const script = `import urllib.request as u; print(u.urlopen(u.Request(${JSON.stringify(chatUrl)}, b'{"model":"m"}')).read().decode())`;
    const { output, errors, status } = await run(['run', ...redirect(), '--', 'python3', '-c', script]);
    expect([errors, status]).toEqual([expect.stringContaining('1 exchange'), 0]);
    expect(JSON.parse(output).path).toBe('/v1/chat/completions');
  });

  test("Node's https and undici's fetch, with nothing but the variables", async () => {
    const script = `
      import { EnvHttpProxyAgent, fetch } from ${JSON.stringify(import.meta.resolve('undici'))};
      const answer = await fetch(${JSON.stringify(chatUrl)}, { method: 'POST', body: '{"model":"m"}', dispatcher: new EnvHttpProxyAgent() });
      console.log(await answer.text());`;
    const file = join(folder, 'client.mjs');
    await writeFile(file, script);
    const { output, errors, status } = await run(['run', ...redirect(), '--', process.execPath, file]);
    expect([errors, status]).toEqual([expect.stringContaining('1 exchange'), 0]);
    expect(JSON.parse(output).path).toBe('/v1/chat/completions');
  });

  test('the exit status is the one of the program, and its streams are its own', async () => {
    const script = 'process.stdout.write("out"); process.stderr.write("err"); process.exit(7)';
    const { status, output, errors } = await run(['run', '--', process.execPath, '-e', script]);
    expect([status, output]).toEqual([7, 'out']);
    expect(errors).toContain('err');
    expect(errors).toContain('no exchange was seen');
  });

  test('a signal to us is passed on, and a program that dies of one is told as a shell would', async () => {
    const child = start(['run', '--', process.execPath, '-e', 'console.log("ready"); setInterval(() => {}, 1000)']);
    if (!child.stdout) throw new Error('no stdout');
    await once(createInterface({ input: child.stdout }), 'line');
    child.kill('SIGTERM');
    const [status] = (await once(child, 'close')) as [number | null];
    expect(status).toBe(143);
  });

  test('a program that is not there is 127, nothing to run is wrong usage', async () => {
    const missing = await run(['run', '--', 'no-such-program-here']);
    expect(missing.status).toBe(127);
    expect(missing.errors).toContain('there is no such program');
    expect((await run(['run'])).status).toBe(2);
  });

  test('in base-URL mode the SDKs find us by their variables', async () => {
    const script =
      'console.log(JSON.stringify([process.env.OPENAI_BASE_URL, process.env.ANTHROPIC_BASE_URL, process.env.HTTPS_PROXY]))';
    const { output } = await run(['run', '--mode', 'base-url', '--', process.execPath, '-e', script]);
    const [openai, anthropic, proxy] = JSON.parse(output);
    expect(openai).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/openai\/v1$/);
    expect(anthropic).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/anthropic$/);
    expect(proxy).toBeNull();
    expect(existsSync(join(folder, 'data', 'ca'))).toBe(false);
  });

  test('every variable points at files that only the user can read, and what was excepted stays so', async () => {
    const script = 'console.log(JSON.stringify(process.env))';
    const { output } = await run(['run', ...redirect(), '--', process.execPath, '-e', script], {
      NO_PROXY: 'intra.example,*',
      JAVA_TOOL_OPTIONS: '-Dmine=1',
    });
    const environment = JSON.parse(output) as Record<string, string>;
    for (const name of [
      'SSL_CERT_FILE',
      'REQUESTS_CA_BUNDLE',
      'CURL_CA_BUNDLE',
      'GIT_SSL_CAINFO',
      'AWS_CA_BUNDLE',
      'CARGO_HTTP_CAINFO',
    ]) {
      expect((await readFile(environment[name] ?? '', 'utf8')).split('BEGIN CERTIFICATE').length, name).toBeGreaterThan(
        20,
      );
    }
    expect((await readFile(environment.NODE_EXTRA_CA_CERTS ?? '', 'utf8')).split('BEGIN CERTIFICATE')).toHaveLength(2);
    expect(environment.DENO_CERT).toBe(environment.NODE_EXTRA_CA_CERTS);
    expect(environment.NO_PROXY).toBe('localhost,127.0.0.1,::1,intra.example');
    expect(environment.HTTPS_PROXY).toBe(environment.http_proxy);
    expect(environment.NODE_USE_ENV_PROXY).toBe('1');
    expect(environment.JAVA_TOOL_OPTIONS).toMatch(/^-Dmine=1 .*-Djavax\.net\.ssl\.trustStore=\S+java-trust\.jks/);
    const files = await readdir(join(folder, 'data'), { recursive: true, withFileTypes: true });
    for (const file of files) {
      const { mode } = await stat(join(file.parentPath, file.name));
      expect(mode & 0o077, file.name).toBe(0);
    }
  });

  test.skipIf(!hasCurl)('a program that does not trust us is told at the end, with what to do', async () => {
    const command = `curl -sS --cacert /etc/ssl/certs/ca-certificates.crt ${chatUrl}`;
    const { status, errors } = await run(['run', ...redirect(), '--', 'sh', '-c', command]);
    expect(status).not.toBe(0);
    expect(errors).toContain("refused Wirelens's certificate for api.openai.com:443 (unknown ca)");
    expect(errors).toContain('ca.pem');
  });

  test.skipIf(!hasCurl)('hosts off the list are tunnelled, and the summary names them', async () => {
    const { errors } = await run([
      'run',
      '--redirect',
      `127.0.0.1=${upstream.url}`,
      '--',
      'curl',
      '-sS',
      '-p',
      '--noproxy',
      '',
      `http://localhost:${upstream.port}/x`,
    ]);
    expect(errors).toContain(`tunnelled unread: localhost:${upstream.port}`);
  });
});

describe('serve', () => {
  test.skipIf(!hasCurl)('--json tells the path of the authority, and interception works with it', async () => {
    const child = start(['serve', '--json', '--port', '0', '--intercept', '*.example.org', ...redirect()]);
    if (!child.stdout) throw new Error('no stdout');
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const listening = JSON.parse((await lines.next()).value ?? '');
    expect(listening.ca).toBe(join(folder, 'data', 'ca', 'ca.pem'));
    const curl = spawn('curl', [
      '-sS',
      '--proxy',
      listening.url,
      '--cacert',
      listening.ca,
      '-d',
      '{"model":"m"}',
      chatUrl,
    ]);
    let output = '';
    curl.stdout.on('data', (bytes: Buffer) => {
      output += bytes;
    });
    await once(curl, 'close');
    expect(JSON.parse(output).path).toBe('/v1/chat/completions');
    const ended = JSON.parse((await lines.next()).value ?? '');
    expect(ended).toMatchObject({ event: 'exchange-end', upstream: 'openai', format: 'openai-chat' });
    child.kill('SIGTERM');
    await once(child, 'close');
  });

  test('intercepts when the settings say so, and otherwise not', async () => {
    const first = start(['serve', '--json', '--port', '0']);
    if (!first.stdout) throw new Error('no stdout');
    const [plain] = await once(createInterface({ input: first.stdout }), 'line');
    expect(JSON.parse(plain).ca).toBeNull();
    expect(existsSync(join(folder, 'data', 'ca'))).toBe(false);
    await writeFile(join(folder, 'data', 'settings.json'), '{"version":1,"interception":{"isEnabled":true}}');
    const second = start(['serve', '--json', '--port', '0']);
    if (!second.stdout) throw new Error('no stdout');
    const [intercepting] = await once(createInterface({ input: second.stdout }), 'line');
    expect(JSON.parse(intercepting).ca).toMatch(/ca\.pem$/);
  });

  test.each([
    [['--intercept', '*'], 'too wide'],
    [['--intercept', 'https://x.org'], 'is no host'],
    [['--redirect', 'api.openai.com'], 'HOST=URL'],
    [['--redirect', 'api.openai.com=nowhere'], 'is no address'],
  ])('%j is wrong usage', async (words, problem) => {
    const { status, errors } = await run(['serve', ...words]);
    expect([status, errors]).toEqual([2, expect.stringContaining(problem)]);
  });
});

describe('ca', () => {
  test('is shown, exported, renewed and removed', async () => {
    const none = await run(['ca']);
    expect([none.status, none.errors]).toEqual([1, expect.stringContaining('no certificate authority yet')]);
    const first = await run(['ca', 'export']);
    expect(first.output).toMatch(/^-----BEGIN CERTIFICATE-----\n/);
    const shown = JSON.parse((await run(['ca', 'show', '--json'])).output);
    expect(shown.names).toContain('api.openai.com');
    expect(shown.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    const text = await run(['ca']);
    expect(text.output).toContain(shown.fingerprint);
    const renewed = JSON.parse((await run(['ca', 'renew', '--json'])).output);
    expect(renewed.fingerprint).not.toBe(shown.fingerprint);
    const file = join(folder, 'out.pem');
    await run(['ca', 'export', '--output', file]);
    expect(await readFile(file, 'utf8')).toBe(await readFile(shown.file, 'utf8'));
    expect(JSON.parse((await run(['ca', 'remove', '--json'])).output)).toEqual({ removed: true });
    expect(existsSync(shown.file)).toBe(false);
  });

  test.skipIf(!hasOpenssl)('the bundled command makes certificates that OpenSSL reads', async () => {
    const file = join(folder, 'ca.pem');
    await run(['ca', 'export', '--output', file]);
    const openssl = spawn('openssl', ['x509', '-in', file, '-noout', '-text']);
    let output = '';
    openssl.stdout.on('data', (bytes: Buffer) => {
      output += bytes;
    });
    await once(openssl, 'close');
    expect(output).toContain('X509v3 Name Constraints: critical');
    expect(output).toContain('DNS:api.anthropic.com');
  });
});
