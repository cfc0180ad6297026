/** What the mock says to a real agent in a long session, answer by answer, and the working folder that it finds. */
import type { ChatCompletionRequest, FixtureResponse } from '@copilotkit/aimock';

/** One answer: a word before the calls, what the model thought, and the calls. */
type Step = {
  readonly say: string;
  readonly think?: string;
  readonly calls?: readonly (readonly [tool: string, input: Readonly<Record<string, unknown>>])[];
};

/** What the agent is asked to do. */
export const task =
  'Retries come in waves: every client waits equally long and comes back at once. Give withRetry() in src/retry.mjs full jitter, keep to retry-after, and prove it with the tests.';

/** Calls of `Agent` that the main agent makes. */
export const subAgents = 3;

const retrySource = `/** Tries again, later and later. */
export async function withRetry(attempt, { tries = 4, baseMs = 250, capMs = 8000, sleep = wait } = {}) {
  for (let round = 0; ; round += 1) {
    const answer = await attempt(round);
    if (answer.status < 500 && answer.status !== 429) return answer;
    if (round + 1 >= tries) return answer;
    await sleep(Math.min(capMs, baseMs * 2 ** round));
  }
}

function wait(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
`;

const testSource = `import assert from 'node:assert/strict';
import test from 'node:test';
import { withRetry } from '../src/retry.mjs';

test('gives up after four tries', async () => {
  let calls = 0;
  const answer = await withRetry(async () => ({ status: 503, round: (calls += 1) }), { sleep: async () => {} });
  assert.equal(answer.status, 503);
  assert.equal(calls, 4);
});
`;

const jitterTest = `
test('waits a random part of what it may', async () => {
  const waits = [];
  await withRetry(async () => ({ status: 500 }), { sleep: async (ms) => void waits.push(ms), random: () => 0.5 });
  assert.deepEqual(waits, [125, 250, 500]);
});

test('keeps to retry-after', async () => {
  const waits = [];
  await withRetry(async () => ({ status: 429, retryAfterMs: 3000 }), { sleep: async (ms) => void waits.push(ms) });
  assert.ok(waits.every((ms) => ms >= 3000));
});
`;

/** By path under the working folder. */
export const workFiles: Readonly<Record<string, string>> = {
  'package.json': '{ "name": "relay", "private": true, "type": "module", "scripts": { "test": "node --test" } }\n',
  'src/retry.mjs': retrySource,
  'src/client.mjs': `import { withRetry } from './retry.mjs';\n\nexport const ask = (url, body) => withRetry(() => fetch(url, { method: 'POST', body }));\n`,
  'src/upload.mjs': `import { withRetry } from './retry.mjs';\n\nexport const upload = (url, file) => withRetry(() => fetch(url, { method: 'PUT', body: file }), { tries: 2 });\n`,
  'src/probe.mjs': `import { withRetry } from './retry.mjs';\n\nexport const probe = (url) => withRetry(() => fetch(url), { tries: 8, baseMs: 1000 });\n`,
  'tests/retry.test.mjs': testSource,
};

const search = (marker: string): string => `${marker}: read the caller, say how long it waits at most, and stop.`;

/** The session of the main agent; `folder` is where it works. */
function mainSteps(folder: string): readonly Step[] {
  const at = (file: string): string => `${folder}/${file}`;
  const bash = (command: string, description: string) => ['Bash', { command, description }] as const;
  const read = (file: string) => ['Read', { file_path: at(file) }] as const;
  const edit = (file: string, old_string: string, new_string: string) =>
    ['Edit', { file_path: at(file), old_string, new_string }] as const;
  const agent = (marker: string) =>
    ['Agent', { description: `Look at ${marker}`, prompt: search(marker), subagent_type: 'general-purpose' }] as const;
  return [
    {
      say: 'I look around first.',
      think: 'A small package. See what is there.',
      calls: [bash('ls -R . | head -40', 'List the files')],
    },
    { say: '', calls: [read('src/retry.mjs')] },
    { say: 'And its test.', calls: [read('tests/retry.test.mjs')] },
    { say: 'Who calls it?', calls: [bash('grep -rn "withRetry(" src', 'Find the callers')] },
    { say: '', calls: [read('package.json'), read('src/client.mjs')] },
    { say: 'Does the suite pass as it is?', calls: [bash('node --test 2>&1 | tail -12', 'Run the tests')] },
    { say: 'A sub-agent looks at the upload.', calls: [agent('caller-upload')] },
    {
      say: 'Two more callers can be looked at side by side.',
      think: 'client.mjs is known already, but its options matter: let both be checked at once.',
      calls: [agent('caller-probe'), agent('caller-client')],
    },
    {
      say: 'Everybody passes through `withRetry`, so one place changes.',
      calls: [bash('node --version', 'Which Node')],
    },
    {
      say: 'Full jitter: a random part of what it may wait.',
      think: 'Full jitter: sleep = random(0, min(cap, base * 2^n)). retry-after is a lower bound.',
      calls: [edit('src/retry.mjs', 'sleep = wait } = {}', 'sleep = wait, random = Math.random } = {}')],
    },
    {
      say: '',
      calls: [
        edit(
          'src/retry.mjs',
          'await sleep(Math.min(capMs, baseMs * 2 ** round));',
          'await sleep(random() * Math.min(capMs, baseMs * 2 ** round));',
        ),
      ],
    },
    { say: 'Still green?', calls: [bash('node --test 2>&1 | tail -12', 'Run the tests')] },
    {
      say: 'Now tests that would have failed before.',
      calls: [
        edit(
          'tests/retry.test.mjs',
          '  assert.equal(calls, 4);\n});\n',
          `  assert.equal(calls, 4);\n});\n${jitterTest}`,
        ),
      ],
    },
    { say: '', calls: [bash('node --test 2>&1 | tail -60', 'Run the tests')] },
    {
      say: '`retry-after` is not kept to yet: that test is red, as it should be.',
      calls: [edit('src/retry.mjs', 'await sleep(random()', 'await sleep((answer.retryAfterMs ?? 0) + random()')],
    },
    { say: '', calls: [bash('node --test 2>&1 | tail -12', 'Run the tests')] },
    {
      say: 'Let me see how the waits spread.',
      calls: [
        bash(
          'for i in $(seq 1 400); do echo "round $i waits $((RANDOM % 8000)) ms of 8000, spread over the whole range"; done',
          'Draw 400 waits',
        ),
      ],
    },
    { say: 'A tool that fails is read as well.', calls: [bash('node --check src/retri.mjs', 'Check the syntax')] },
    { say: 'A typing error of mine.', calls: [bash('node --check src/retry.mjs && echo fine', 'Check the syntax')] },
    {
      say: '',
      calls: [
        [
          'Write',
          {
            file_path: at('NOTES.md'),
            content: '# Retries\n\nFull jitter over `min(cap, base * 2^n)`; `retry-after` is a lower bound.\n',
          },
        ],
      ],
    },
    { say: '', calls: [read('src/retry.mjs'), bash('wc -l src/*.mjs tests/*.mjs', 'Count the lines')] },
    { say: 'One last run of everything.', calls: [bash('node --test 2>&1 | tail -12', 'Run the tests')] },
    {
      say: 'Done: `withRetry` waits a **random part** of its cap, never less than `retry-after`. Three tests hold it; NOTES.md says why.',
    },
  ];
}

function subSteps(folder: string, marker: string): readonly Step[] {
  const file = `src/${marker.replace('caller-', '')}.mjs`;
  return [
    { say: '', calls: [['Bash', { command: `grep -n "withRetry" ${file}`, description: 'Find the call' }]] },
    { say: '', calls: [['Read', { file_path: `${folder}/${file}` }]] },
    { say: `\`${file}\` passes its options on to withRetry, and waits 8 s at most per try.` },
  ];
}

/** Turns of the main agent. */
export const mainTurns = mainSteps('').length;

/** How the mock answers each request of the session. */
export function answersOf(folder: string): (request: ChatCompletionRequest) => FixtureResponse {
  return ({ messages, tools }) => {
    // A side call (a title, a topic) has no tools.
    if (!tools?.length) return { content: 'Retries with jitter' };
    const told = messages.filter(({ role }) => role === 'user').map(({ content }) => textOf(content));
    const marker = /^(caller-\w+): read/m.exec(told.join('\n'))?.[1];
    const steps = marker === undefined ? mainSteps(folder) : subSteps(folder, marker);
    const place = messages.filter(({ role }) => role === 'assistant').length;
    return answerOf(steps[place] ?? { say: 'Nothing is left to do.' }, `${marker ?? 'main'}_${place}`);
  };
}

function answerOf({ say, think, calls = [] }: Step, name: string): FixtureResponse {
  const toolCalls = calls.map(([tool, input], index) => ({
    ...{ id: `toolu_${name}_${index}`, name: tool, arguments: JSON.stringify(input) },
  }));
  const reasoning = think === undefined ? {} : { reasoning: think, reasoningSignature: 'c2lnbmVkLWJ5LW5vYm9keQ==' };
  if (toolCalls.length === 0) return { content: say, ...reasoning };
  return say === '' ? { toolCalls, ...reasoning } : { content: say, toolCalls, ...reasoning };
}

function textOf(content: unknown): string {
  return typeof content === 'string' ? content : JSON.stringify(content);
}
