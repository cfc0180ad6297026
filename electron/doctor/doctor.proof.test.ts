/** The doctor with real programs and sockets, and with things broken so that it must say so. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DoctorCheck } from '../../shared/model/doctor.ts';
import type { Settings } from '../../shared/model/settings.ts';
import { hasCurl, hasPython } from '../../tests/support/programs.ts';
import { workerFiles } from '../../tests/support/worker-files.ts';
import { loadSettings } from '../cli/serving.ts';
import { agentByCommand } from '../programs/known-agents.ts';
import { withoutProxy } from '../programs/program-environment.ts';
import { openAuthority } from '../proxy/tls/authority.ts';
import { type ProbeStack, startProbeStack } from './probe-stack.ts';
import { checkRunning } from './running-checks.ts';
import { checkSetup } from './setup-checks.ts';
import { checkSurroundings } from './surroundings-checks.ts';
import { checkWays } from './way-checks.ts';

const environment = withoutProxy(process.env);
const node = { file: process.execPath, version: process.versions.node };
const curl = hasCurl ? 'curl' : null;
const python = hasPython ? { file: 'python3', version: 'Python' } : null;

let folder: string;
let stack: ProbeStack;
let settings: Settings;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wirelens-doctor-test-'));
  settings = loadSettings(folder, () => undefined);
  const { capture } = await workerFiles();
  stack = await startProbeStack(capture instanceof URL ? capture : pathToFileURL(capture), environment);
});
afterAll(async () => {
  await stack?.dispose();
  rmSync(folder, { recursive: true, force: true });
});

function outcomes(checks: readonly DoctorCheck[]): Record<string, string> {
  return Object.fromEntries(checks.map(({ id, outcome }) => [id, outcome]));
}

describe('the ways in', () => {
  test('each is captured, refused or past us as this machine has it', async () => {
    const checks = await checkWays({ stack, environment, node, curl, python });
    const found = outcomes(checks);
    expect(found).toMatchObject({
      'base-url-node': 'good',
      'http-proxy-absolute': 'good',
      'https-proxy-node': 'good',
      'https-proxy-curl': hasCurl ? 'good' : 'skipped',
      'https-proxy-python': hasPython ? 'good' : 'skipped',
      'web-socket-proxy': 'good',
      'no-ca': 'good',
      'base-url-ignored': 'good',
    });
    const major = Number(process.versions.node.split('.')[0]);
    if (major < 22) {
      expect(found).toMatchObject({ 'https-proxy-node-fetch': 'warning', 'web-socket-node': 'skipped' });
      expect(checks.find(({ id }) => id === 'https-proxy-node-fetch')?.text).toContain('past us');
    }
    const https = checks.find(({ id }) => id === 'https-proxy-node');
    expect(https?.text).toMatch(/^captured: openai-chat 200, verbatim/);
  });

  test('a program that goes past us where it should not is a failure, with its proof', async () => {
    const broken = { ...stack, proxied: { ...environment, CURL_CA_BUNDLE: stack.certificateFile } };
    const checks = await checkWays({ stack: broken, environment, node: null, curl, python: null });
    expect(outcomes(checks)).toMatchObject({ 'https-proxy-node': 'skipped', 'no-ca': 'skipped' });
    if (!hasCurl) return;
    const check = checks.find(({ id }) => id === 'https-proxy-curl');
    expect(check).toMatchObject({ outcome: 'bad', text: 'the provider was reached past us' });
  });
});

describe('the setup', () => {
  test('no authority yet is no trouble; a damaged or readable one is', async () => {
    const data = join(folder, 'data');
    mkdirSync(data);
    expect(outcomes(checkSetup(data, settings, Date.now()))).toEqual({ 'data-folder': 'good', authority: 'good' });
    const hosts = ['api.openai.com'];
    await openAuthority({ dataFolder: data, hosts, now: Date.now, onNotice: () => undefined });
    const made = checkSetup(data, settings, Date.now());
    expect(outcomes(made)).toMatchObject({ authority: 'good', 'name-constraints': 'warning', 'key-file': 'good' });
    expect(outcomes(checkSetup(data, settings, Date.now() + 91 * 86_400_000))).toMatchObject({ authority: 'bad' });
    if (process.platform !== 'win32') {
      chmodSync(join(data, 'ca', 'authority.json'), 0o644);
      expect(outcomes(checkSetup(data, settings, Date.now()))).toMatchObject({ 'key-file': 'bad' });
    }
    writeFileSync(join(data, 'ca', 'authority.json'), '{}');
    expect(outcomes(checkSetup(data, settings, Date.now()))).toMatchObject({ authority: 'bad' });
  });
});

describe('a proxy that runs', () => {
  test('is recognised, and its interception seen without sending anything', async () => {
    const port = Number(new URL(stack.url).port);
    const found = await checkRunning({ dataFolder: folder, settings, port });
    expect(outcomes(found)).toEqual({ port: 'good', 'running-interception': 'good' });
    expect(found[0]?.text).toContain('as Wirelens does');
    const other = Number(new URL(stack.server.url).port);
    expect(outcomes(await checkRunning({ dataFolder: folder, settings, port: other }))).toEqual({ port: 'warning' });
  });
});

describe('the surroundings', () => {
  const nothing = { PATH: '/nonexistent' };
  const found = async (variables: Record<string, string>): Promise<readonly DoctorCheck[]> =>
    checkSurroundings({ ...nothing, ...variables }, 'http://127.0.0.1:7878');

  test('nothing set is fine', async () => {
    expect(outcomes(await found({}))).toEqual({ 'company-proxy': 'good', 'base-urls': 'good' });
  });

  test('a company’s proxy that would be asked for this machine is told, without its password', async () => {
    const checks = await found({ HTTPS_PROXY: 'http://me:hunter2@proxy.corp:3128', NO_PROXY: '.corp' });
    expect(outcomes(checks)).toMatchObject({ 'company-proxy': 'warning' });
    expect(JSON.stringify(checks)).not.toContain('hunter2');
    const fine = await found({ HTTPS_PROXY: 'http://proxy.corp:3128', NO_PROXY: 'localhost,127.0.0.1' });
    expect(outcomes(fine)).toMatchObject({ 'company-proxy': 'good' });
  });

  test('a base URL that leads elsewhere, checks that are off and files that are not there are told', async () => {
    const checks = await found({
      OPENAI_BASE_URL: 'https://gateway.corp/v1',
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
      SSL_CERT_FILE: '/nonexistent.pem',
    });
    expect(outcomes(checks)).toMatchObject({ 'base-urls': 'warning', 'tls-off': 'warning', 'trust-file': 'warning' });
    expect(outcomes(await found({ OPENAI_BASE_URL: 'http://127.0.0.1:7878/openai/v1' }))).toMatchObject({
      'base-urls': 'good',
    });
  });
});

test('agents that behave otherwise by base URL are known by their command', () => {
  expect(agentByCommand('claude')?.advice).toContain('ENABLE_TOOL_SEARCH=true');
  expect(agentByCommand('codex')?.byBaseUrl).toContain('reads no base URL');
  expect(agentByCommand('opencode')).toBeNull();
  expect(agentByCommand('node')).toBeNull();
});
