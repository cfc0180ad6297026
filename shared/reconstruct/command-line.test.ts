import { expect, test } from 'vitest';
import { agentOf } from './agent-process.ts';
import { withProcess } from './client-program.ts';
import { maxCommandLength, readableCommand } from './command-line.ts';

const program = (...words: string[]): string => readableCommand(words).program;
const command = (...words: string[]): string => readableCommand(words).command;

test('an interpreter is named with what it runs', () => {
  expect(program('/usr/bin/node', '/home/me/bot/app.mjs')).toBe('node app.mjs');
  expect(program('node', '--import', 'tsx', '--max-old-space-size=4096', 'src/index.ts')).toBe('node src/index.ts');
  expect(program('/usr/bin/python3.11', '-u', '-X', 'dev', 'train.py', '--lr', '3')).toBe('python3.11 train.py');
  expect(program('python', '-m', 'pytest', '-q')).toBe('python -m pytest');
  expect(program('bun', 'run', 'dev.ts')).toBe('bun dev.ts');
  expect(program('node', '/usr/lib/node_modules/@google/gemini-cli/dist/index.js', '-p', 'x')).toBe(
    'node @google/gemini-cli',
  );
  expect(program('node', '/app/node_modules/.bin/vitest', 'run')).toBe('node vitest');
  expect(program('C:\\Program Files\\nodejs\\node.exe', 'C:\\bot\\app.mjs')).toBe('node app.mjs');
  expect(program('-zsh')).toBe('zsh');
  expect(program()).toBe('');
});

test('code on the command line is never shown', () => {
  expect(command('node', '-e', 'fetch("https://x/?key=secret")', 'one')).toBe('node -e one');
  expect(command('python3', '-c', 'import os')).toBe('python3 -c');
});

test.each([
  [
    ['curl', '-sS', '-H', 'Authorization: Bearer sk-abcdef', 'https://me:pw@api.x.ai/v1?key=abc'],
    'curl -sS -H •••• https://••••@api.x.ai/v1?…',
  ],
  [['curl', '-u', 'me:hunter2', '-d', '{"a":1}'], 'curl -u •••• -d ••••'],
  [['bot', '--api-key', 'hunter2', '--model', 'gpt-4o'], 'bot --api-key •••• --model gpt-4o'],
  [['bot', '--token=hunter2', '--token', '--quiet'], 'bot --token=•••• --token --quiet'],
  [['env', 'OPENAI_API_KEY=hunter2', 'MODE=x', 'bot'], 'env OPENAI_API_KEY=•••• MODE=x bot'],
  [['bot', 'sk-proj-abcdefghijkl', 'ghp_16C7e42F292c6912E7710c838347Ae178B4a'], 'bot •••• ••••'],
  [['bot', '3f9a8c7b6d5e4f3a2b1c0d9e8f7a6b5c'], 'bot ••••'],
  [['claude', '-p', 'explain my whole life to me'], 'claude -p …'],
  [['codex', 'exec', '--full-auto'], 'codex exec --full-auto'],
])('%j is shown as %s', (words, shown) => {
  expect(readableCommand(words).command).toBe(shown);
});

test('it is short, and one line, whatever the arguments are', () => {
  const shown = command('bot', ...Array.from({ length: 500 }, (_, index) => `word${index}`), 'a\nb');
  expect(shown.length).toBe(maxCommandLength);
  expect(command('bot\u001b[2J\n')).not.toMatch(/\p{Cc}/u);
});

test('agents are known by their file and by their package', () => {
  const agent = (...words: string[]): string | null => agentOf(readableCommand(words));
  expect(agent('/home/me/.local/bin/claude')).toBe('claude');
  expect(agent('node', '/usr/lib/node_modules/@openai/codex/bin/codex.js')).toBe('codex');
  expect(agent('node', '/usr/bin/gemini')).toBe('gemini');
  expect(agent('node', '/x/node_modules/@mariozechner/pi-coding-agent/dist/cli.js')).toBe('pi');
  expect(agent('python3', '-m', 'aider')).toBe('aider');
  expect(agent('/x/claude.exe', '-p')).toBe('claude');
  expect(agent('node', 'app.mjs')).toBeNull();
  expect(agent('bash')).toBeNull();
});

test('a program that names itself keeps its name, a library gives way to what was started', () => {
  const client = { address: '127.0.0.1', port: 1, userAgent: 'x', program: 'openai-node', pid: null };
  const process = { pid: 7, parentPid: 1, name: 'node', program: 'node app.mjs', command: 'node app.mjs', agent: null };
  expect(withProcess(client, process)).toMatchObject({ program: 'node app.mjs', pid: 7, process });
  expect(withProcess({ ...client, program: 'claude' }, process)).toMatchObject({ program: 'claude', pid: 7 });
  expect(withProcess({ ...client, program: 'bot', pid: 3 }, process)).toMatchObject({
    program: 'bot',
    pid: 3,
    process,
  });
});
