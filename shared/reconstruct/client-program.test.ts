import { expect, test } from 'vitest';
import { clientGroup, clientWords, programFromUserAgent } from './client-program.ts';

test.each([
  ['claude-cli/2.0.14 (external, cli)', 'claude'],
  ['codex_cli_rs/0.46.0 (Debian 12; x86_64) xterm', 'codex'],
  ['opencode/0.15.2 ai-sdk/provider-utils/3.0.9 runtime/bun/1.3.0', 'opencode'],
  ['GeminiCLI/0.8.2 (linux; x64)', 'gemini'],
  ['OpenAI/Python 2.3.0', 'openai-python'],
  ['AsyncOpenAI/Python 2.3.0', 'openai-python'],
  ['OpenAI/JS 6.3.0', 'openai-node'],
  ['Anthropic/Python 0.69.0', 'anthropic-python'],
  ['AsyncAnthropic/Python 0.69.0', 'anthropic-python'],
  ['Anthropic/JS 0.65.0', 'anthropic-node'],
  ['ollama-js/0.6.0 (x64 linux Node.js/v20)', 'ollama-js'],
  ['ollama-python/0.6.0 (x86_64 linux) Python/3.12.3', 'ollama-python'],
  ['google-genai-sdk/1.24.0 gl-python/3.12', 'google-genai'],
  ['curl/8.5.0', 'curl'],
  ['python-requests/2.32.3', 'python-requests'],
  ['python-httpx/0.28.1', 'python-httpx'],
  ['node', 'node'],
  ['undici', 'undici'],
  ['Go-http-client/2.0', 'go'],
  ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36', 'browser'],
  ['  MyTool/1.0 (beta)', 'mytool'],
])('%s is %s', (userAgent, program) => {
  expect(programFromUserAgent(userAgent)).toBe(program);
});

test('no agent, an empty one and one that names nothing are null', () => {
  expect([null, '', '   ', '(unknown)'].map(programFromUserAgent)).toEqual([null, null, null, null]);
});

test('a hostile agent costs nothing and stays short', () => {
  expect(programFromUserAgent('x'.repeat(1_000_000))?.length).toBe(24);
});

const client = { address: '127.0.0.1', port: 1, userAgent: null, program: 'curl', pid: 7 };
const own = { pid: 7, parentPid: 3, name: 'curl', program: 'curl', command: 'curl -s', agent: null };

test('a program started again and again by the same shell is one group', () => {
  const first = clientGroup({ ...client, process: own });
  expect(clientGroup({ ...client, pid: 8, process: { ...own, pid: 8 } })).toBe(first);
  expect(clientGroup({ ...client, pid: 8, process: { ...own, pid: 8, parentPid: 4 } })).not.toBe(first);
});

test('all that a started run does is one group, whichever of its processes it was', () => {
  const run = { ...client, program: 'bot', run: 'run-7' };
  const child = { ...own, pid: 9, parentPid: 7 };
  expect(clientGroup({ ...run, process: own })).toBe(clientGroup({ ...run, process: child }));
});

test('a client in words', () => {
  expect(clientWords(client)).toBe('curl (pid 7)');
  expect(clientWords({ ...client, process: own })).toBe('curl -s (pid 7)');
  expect(clientWords({ ...client, process: { ...own, agent: 'claude' } })).toBe('curl -s (pid 7), started by claude');
  expect(clientWords({ ...client, program: null, pid: null })).toBeNull();
});
