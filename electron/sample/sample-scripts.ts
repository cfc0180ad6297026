/** The ten sample answers, and one more that breaks off: written by hand, about a small repository that does not exist. */
import type { SampleBlock, SampleScript } from './sample-script.ts';

function text(content: string, tokenMs = 42): SampleBlock {
  return { kind: 'text', text: content, tokenMs };
}

function reasoning(content: string, tokenMs = 34): SampleBlock {
  return { kind: 'reasoning', text: content, tokenMs };
}

function toolCall(toolName: string, input: object, tokenMs = 36): SampleBlock {
  return { kind: 'tool-call', toolName, text: JSON.stringify(input, null, 1), tokenMs };
}

const editAnswer = `The delay in \`queue.ts\` doubles without a ceiling, and every worker that fails at the same moment \
comes back at the same moment. That is the pattern in the log: attempt 6 waits **32 s**, then all of them collide again.

I'll change three things:

1. cap the delay at \`maxDelayMs\`, 8 s by default
2. full jitter: a random wait *below* that cap
3. honour \`retry-after\` when the server sends it, even if it is longer

\`\`\`ts
const ceiling = Math.min(maxDelayMs, baseMs * 2 ** attempt);
\`\`\`

The signature of \`runWithRetry\` stays as it is, so its two callers need no change. Starting with the delay itself:`;

/** Asked for with `sample-editor`: thinking, markdown with a stall in the middle, then a tool call with nested JSON. */
const editor: SampleScript = {
  model: 'sample-editor',
  firstTokenMs: 520,
  choices: [
    [
      reasoning(
        'The user wants retries that do not stampede. The log shows six workers waking up within 40 ms of each other, so ' +
          'the backoff has no randomness. Let me look at what the function does now: base times two to the power of the ' +
          'attempt, no upper bound. Full jitter is the simplest fix that works. I should keep the signature, since two ' +
          'other files call it, and I must not swallow retry-after.',
      ),
      { ...text(editAnswer), stall: { at: 300, ms: 1900 } },
      toolCall('Edit', {
        file_path: 'src/jobs/queue.ts',
        edits: [
          {
            old_string: '  await sleep(baseMs * 2 ** attempt);',
            new_string:
              '  const ceiling = Math.min(maxDelayMs, baseMs * 2 ** attempt);\n' +
              '  const jittered = Math.random() * ceiling;\n' +
              '  await sleep(Math.max(jittered, retryAfterMs(response) ?? 0));',
            replace_all: false,
          },
          {
            old_string: 'maxAttempts = 10,',
            new_string: 'maxAttempts = 10,\n  maxDelayMs = 8_000,',
            replace_all: false,
          },
        ],
        options: { format: true, encoding: 'utf-8' },
      }),
    ],
  ],
  finish: 'tool-calls',
  usage: { input: 18_422, cacheRead: 15_904, cacheWrite: 1_310 },
};

/** Not streamed: a title for the conversation, as agents ask for on the side. */
const title: SampleScript = {
  model: 'sample-title',
  firstTokenMs: 540,
  choices: [[text('Retry without a stampede')]],
  finish: 'stop',
  usage: { input: 412, cacheRead: 0, cacheWrite: 0 },
};

/** Two tool calls in one answer. */
const parallel: SampleScript = {
  model: 'sample-parallel',
  firstTokenMs: 480,
  choices: [
    [
      text("I'll look for the callers and run the tests at the same time."),
      toolCall('grep', { pattern: 'runWithRetry\\(', path: 'src', output: 'lines', context: 2 }),
      toolCall('run_command', { command: 'npm test -- queue', timeout_seconds: 60, environment: { CI: '1' } }),
    ],
  ],
  finish: 'tool-calls',
  usage: { input: 3_208, cacheRead: 2_048, cacheWrite: 0 },
};

/** Two choices that are written at the same time. */
const choices: SampleScript = {
  model: 'sample-choices',
  firstTokenMs: 390,
  choices: [
    [text('fix(jobs): spread retries with full jitter\n\nWorkers that failed together no longer return together.', 70)],
    [
      text(
        'fix(jobs): cap and randomise the retry delay\n\nThe wait is at most 8 s, and retry-after wins over it.',
        85,
      ),
    ],
  ],
  finish: 'stop',
  usage: { input: 641, cacheRead: 0, cacheWrite: 0 },
};

/** A local model that thinks before it answers. */
const local: SampleScript = {
  model: 'sample-local',
  firstTokenMs: 850,
  choices: [
    [
      reasoning('Three short names for a job queue. It should say that work waits in line, and be easy to type.', 60),
      text(
        'Three that are free to use in your own code:\n\n- **Lineup**: jobs stand in order\n- **Turnstile**: one at a time\n- **Backlog**: plain, and everybody knows what it means',
        64,
      ),
    ],
  ],
  finish: 'stop',
  usage: { input: 38, cacheRead: 0, cacheWrite: 0 },
};

/** Refused with 429 before any token. */
const limited: SampleScript = {
  model: 'sample-limited',
  firstTokenMs: 190,
  choices: [[]],
  finish: 'stop',
  usage: { input: 0, cacheRead: 0, cacheWrite: 0 },
  refusedWith: {
    status: 429,
    retryAfterSeconds: 2,
    message: 'Rate limit reached for sample-limited: 60 of 60 requests per minute are used. Try again in 2 s.',
  },
};

/** Reasons at length, then answers in one sentence. */
const reasoner: SampleScript = {
  model: 'sample-reasoner',
  firstTokenMs: 700,
  choices: [
    [
      reasoning(
        'Six workers, each draws a wait from 0 to 8 s. How likely is it that two of them come back within 100 ms? ' +
          'For one pair: the waits lie within d of each other with probability 2d/T - (d/T)^2. With d = 0.1 and T = 8 ' +
          'that is 0.025 - 0.00016, so 0.0248. There are 15 pairs. If they were independent, no pair collides with ' +
          '0.9752^15. The logarithm: 15 times -0.02515 is -0.377, so 0.686. One minus that is 0.314. The pairs are not ' +
          'quite independent; the exact value for n points on a segment is (1 - 5d/T)^6 = 0.9375^6 = 0.679. So 0.321.',
        30,
      ),
      text(
        'About **32 %**: with six workers and waits of 0 to 8 s, two come back within 100 ms in one round out of three.',
      ),
    ],
  ],
  finish: 'stop',
  usage: { input: 227, cacheRead: 0, cacheWrite: 0 },
};

/** Declines, in the field that OpenAI has for it. */
const refusal: SampleScript = {
  model: 'sample-refusal',
  firstTokenMs: 420,
  choices: [
    [
      {
        kind: 'refusal',
        text: "I'm sorry, but I can't help with sending traffic to a service that you don't run, in order to wear it out.",
        tokenMs: 38,
      },
    ],
  ],
  finish: 'refusal',
  usage: { input: 164, cacheRead: 0, cacheWrite: 0 },
};

/** Six seconds of silence before the first token. */
const slow: SampleScript = {
  model: 'sample-slow',
  firstTokenMs: 6_200,
  choices: [
    [
      text(
        'Summary of 214 log lines: between 09:12 and 09:14 the upstream answered 503 to 61 requests. All workers retried ' +
          'after 1, 2, 4 and 8 s, and each wave was larger than the one before. At 09:15 the first request with a ' +
          '`retry-after` of 30 s came through, and the queue was empty at 09:17.',
        33,
      ),
    ],
  ],
  finish: 'stop',
  usage: { input: 21_877, cacheRead: 0, cacheWrite: 0 },
};

/** The provider gives up in the middle of the answer and says so. */
const overloaded: SampleScript = {
  model: 'sample-overloaded',
  firstTokenMs: 560,
  choices: [
    [
      text(
        '## Retry delays\n\nA job that fails is tried again up to ten times. Between two attempts the worker waits a ' +
          'random time below a ceiling that doubles with each attempt and never passes 8 s. When the server names a time ' +
          'itself, that time counts. After the tenth attempt the job is moved to the list of failed jobs, where it stays.',
        45,
      ),
    ],
  ],
  finish: 'stop',
  usage: { input: 2_960, cacheRead: 2_112, cacheWrite: 0 },
  breaksAfter: { tokens: 46, how: 'error' },
};

/** Not among the ten that are sent: the connection breaks in the middle of the answer. */
const cut: SampleScript = { ...overloaded, model: 'sample-cut', breaksAfter: { tokens: 30, how: 'cut' } };

/** What any other model name gets. */
const greeting: SampleScript = {
  model: 'sample',
  firstTokenMs: 350,
  choices: [
    [
      text(
        'This is the sample upstream of Wirelens: it runs on this machine, needs no key and knows no answers. Your ' +
          'request arrived, and what you see is streamed token by token.\n\nAsk for the model `sample-editor`, ' +
          '`sample-parallel`, `sample-choices`, `sample-reasoner`, `sample-local`, `sample-slow`, `sample-refusal`, ' +
          '`sample-limited`, `sample-overloaded` or `sample-cut` to see other streams.',
      ),
    ],
  ],
  finish: 'stop',
  usage: { input: 24, cacheRead: 0, cacheWrite: 0 },
};

/** Every script with a model name of its own. */
export const sampleScripts: readonly SampleScript[] = [
  editor,
  title,
  parallel,
  choices,
  local,
  limited,
  reasoner,
  refusal,
  slow,
  overloaded,
  cut,
];

/** The script that a request for `model` gets; an unknown model gets a greeting under its own name. */
export function scriptFor(model: string): SampleScript {
  return sampleScripts.find((script) => script.model === model) ?? { ...greeting, model };
}
