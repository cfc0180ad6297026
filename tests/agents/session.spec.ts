/**
 * A real agent (Claude Code) works for more than twenty turns and starts three sub-agents, two of them at once, against
 * aimock through `wirelens run`; then what the store tells of it: one conversation, its turns, tokens and cost, and the
 * same again from an archive. WIRELENS_AGENTS_KEEP keeps the data folder, to be looked at in the window.
 */
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createStoreQuestions } from '../../electron/storage/store-questions.ts';
import type { Conversation, Turn } from '../../shared/model/conversation.ts';
import { createCacheAccounts } from './cache-accounts.ts';
import type { Client } from './clients.ts';
import { type MockProvider, startMockProvider } from './mock-provider.ts';
import { answersOf, mainTurns, subAgents, task, workFiles } from './session-script.ts';
import { dataFolderOf, type Run, runThrough, runWirelens, workFolderOf } from './through-wirelens.ts';

const agentsFolder = process.env.WIRELENS_AGENTS ?? '';
const wanted = (process.env.WIRELENS_AGENTS_ONLY ?? '').split(',').filter(Boolean);
const isTried =
  existsSync(join(agentsFolder, 'node_modules', '@anthropic-ai', 'claude-code')) &&
  (wanted.length === 0 || wanted.includes('session'));

const session: Client = {
  id: 'session',
  title: 'Claude Code, a long session',
  package: '@anthropic-ai/claude-code',
  version: [],
  start: (_mode, { agentsFolder: folder }) => ({
    words: [
      ...[join(folder, 'node_modules', '.bin', 'claude'), '-p', task, '--model', 'claude-opus-4-8'],
      ...['--allowedTools', 'Bash', 'Read', 'Edit', 'Write', 'Agent'],
    ],
    environment: { DISABLE_AUTOUPDATER: '1' },
    files: Object.fromEntries(Object.entries(workFiles).map(([file, words]) => [`work/${file}`, words])),
  }),
  seen: { proxy: 'anthropic-messages', 'base-url': 'anthropic-messages' },
  note: { proxy: '', 'base-url': '' },
};

let folder: string;
let provider: MockProvider;
let run: Run;
let conversation: Conversation;
let data: string;

beforeAll(async () => {
  if (!isTried) return;
  const parent = join(homedir(), '.cache', 'wirelens');
  mkdirSync(parent, { recursive: true });
  folder = realpathSync(mkdtempSync(join(parent, 'agents-session-')));
  const work = workFolderOf(folder, session, 'base-url');
  provider = await startMockProvider(folder, { answer: answersOf(work), usage: createCacheAccounts() });
  run = await runThrough(session, 'base-url', { folder, provider, agentsFolder });
  data = dataFolderOf(folder, session, 'base-url');
  conversation = await longest(data, run);
}, 300_000);
afterAll(async () => {
  await provider?.close();
  if (folder === undefined) return;
  if (process.env.WIRELENS_AGENTS_KEEP) console.log(`kept: ${data}`);
  else rmSync(folder, { recursive: true, force: true });
});

/** The conversation of the run's main agent. */
async function longest(from: string, { exchanges, output, errors }: Pick<Run, 'exchanges' | 'output' | 'errors'>) {
  const questions = createStoreQuestions(from);
  try {
    const found = await Promise.all(exchanges.map(({ id }) => questions.conversation(id)));
    const most = found.reduce((best, one) => ((one?.turns.length ?? 0) > (best?.turns.length ?? 0) ? one : best), null);
    return most ?? expect.fail(`no conversation\n${output}\n${errors}`.slice(-3000));
  } finally {
    questions.dispose();
  }
}

const mainLine = (turns: readonly Turn[]): readonly Turn[] => turns.filter(({ depth }) => depth === 0);

test.skipIf(!isTried)('the agent came to its end, and every turn was captured whole, byte for byte', () => {
  expect(run.status, `${run.output}\n${run.errors}`.slice(-3000)).toBe(0);
  expect(run.output).toContain('Three tests hold it');
  for (const { summary } of conversation.turns) {
    expect(summary).toMatchObject({ end: 'complete', status: 200, isVerbatim: true, providerError: null });
    expect(summary.eventTally).toMatchObject({ unknown: 0, malformed: 0 });
  }
});

test.skipIf(!isTried)('it is one conversation of more than twenty turns, with a branch for every sub-agent', () => {
  const { turns, subAgentCount } = conversation;
  expect(mainLine(turns).map(({ label }) => label)).toEqual(Array.from({ length: mainTurns }, (_, at) => `${at + 1}`));
  expect(mainTurns).toBeGreaterThan(20);
  expect(subAgentCount).toBe(subAgents);
  const started = turns.filter(({ link }) => link.kind === 'sub-agent');
  // One by turn 7, two side by side by turn 8, each of three turns.
  expect(started.map(({ label }) => label).sort()).toEqual(['7a.1', '8a.1', '8b.1']);
  expect(turns).toHaveLength(mainTurns + subAgents * 3);
});

test.skipIf(!isTried)('every turn but the first of its line adds the tool results and sends the rest again', () => {
  for (const turn of mainLine(conversation.turns).slice(1)) {
    expect(turn.added.length, turn.label).toBeGreaterThan(0);
    expect(turn.tokens.history, turn.label).toBeGreaterThan(turn.tokens.new / 20);
    expect(turn.summary.usage?.cacheReadTokens, turn.label).toBeGreaterThan(0);
  }
  expect(conversation.isCostWhole).toBe(true);
  expect(conversation.costUsd).toBeGreaterThan(0);
});

test.skipIf(!isTried)('the conversation is the same from an archive', async () => {
  const file = join(folder, 'session.wirelens');
  const again = join(folder, 'again');
  const id = conversation.turns[0]?.id ?? '';
  const out = ['export', '--data', data, '--format', 'archive', '--conversation', id, '--output', file];
  expect((await runWirelens(out, folder)).status).toBe(0);
  expect((await runWirelens(['import', '--data', again, file], folder)).status).toBe(0);
  const imported = await longest(again, run);
  const told = ({ turns }: Conversation) =>
    turns.map(({ id: one, label, depth, added }) => [one, label, depth, added.length]);
  expect(told(imported)).toEqual(told(conversation));
});
