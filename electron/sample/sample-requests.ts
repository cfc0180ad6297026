/** The ten requests of "Send a sample request": bodies as real programs send them, started over about a minute. */

export type SampleRequestPlan = {
  /** When it is sent, after the first one. */
  readonly startMs: number;
  /** Path below the upstream's prefix. */
  readonly path: '/v1/messages' | '/v1/chat/completions' | '/api/chat';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: object;
};

// No keys of anybody: they show how fingerprints look, and that two programs use two keys.
const firstKey = 'sk-sample-7Qd2vXk0LmT4yRb9WcHs5ZpA3f8e';
const secondKey = 'sk-sample-Zt6NcJ1gUw8oEr5KxYd0PqVb2m9a';

const anthropicHeaders = { 'x-api-key': firstKey, 'anthropic-version': '2023-06-01' };
const openaiHeaders = { authorization: `Bearer ${secondKey}` };

const systemPrompt =
  'You are a careful programmer working in a small TypeScript repository. Read before you change, keep changes small, ' +
  'and say what you are about to do before you call a tool.';

const editTool = {
  name: 'Edit',
  description: 'Replaces text in a file. Every old_string must occur exactly once.',
  input_schema: {
    type: 'object',
    properties: {
      file_path: { type: 'string', description: 'Path within the repository.' },
      edits: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            old_string: { type: 'string' },
            new_string: { type: 'string' },
            replace_all: { type: 'boolean' },
          },
          required: ['old_string', 'new_string'],
        },
      },
      options: { type: 'object' },
    },
    required: ['file_path', 'edits'],
  },
};

const readTool = {
  name: 'Read',
  description: 'Reads a file of the repository.',
  input_schema: { type: 'object', properties: { file_path: { type: 'string' } }, required: ['file_path'] },
};

const queueSource = `export async function runWithRetry(job: Job, {
  baseMs = 500,
  maxAttempts = 10,
} = {}) {
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const response = await send(job);
    if (response.ok) return response;
    await sleep(baseMs * 2 ** attempt);
  }
  throw new JobFailed(job);
}
`;

const question =
  'Six workers retry src/jobs/queue.ts against a server that is down, and they all come back at the same moment. ' +
  'Make the retries spread out.';

const openaiTools = [
  {
    type: 'function',
    function: {
      name: 'grep',
      description: 'Searches files with a regular expression.',
      parameters: {
        type: 'object',
        properties: {
          pattern: { type: 'string' },
          path: { type: 'string' },
          output: { enum: ['lines', 'files'] },
          context: { type: 'integer' },
        },
        required: ['pattern'],
      },
    },
  },
  {
    type: 'function',
    function: {
      name: 'run_command',
      description: 'Runs a command and returns its output.',
      parameters: {
        type: 'object',
        properties: {
          command: { type: 'string' },
          timeout_seconds: { type: 'integer' },
          environment: { type: 'object', additionalProperties: { type: 'string' } },
        },
        required: ['command'],
      },
    },
  },
];

/** In order of their start; the first one begins at once. */
export const sampleRequests: readonly SampleRequestPlan[] = [
  {
    startMs: 0,
    path: '/v1/messages',
    headers: anthropicHeaders,
    body: {
      model: 'sample-editor',
      max_tokens: 8192,
      stream: true,
      thinking: { type: 'enabled', budget_tokens: 4096 },
      system: [{ type: 'text', text: systemPrompt, cache_control: { type: 'ephemeral' } }],
      tools: [readTool, editTool],
      messages: [
        { role: 'user', content: question },
        {
          role: 'assistant',
          content: [
            { type: 'text', text: "I'll read the file first." },
            { type: 'tool_use', id: 'toolu_sample_read', name: 'Read', input: { file_path: 'src/jobs/queue.ts' } },
          ],
        },
        {
          role: 'user',
          content: [
            {
              type: 'tool_result',
              tool_use_id: 'toolu_sample_read',
              content: queueSource,
              cache_control: { type: 'ephemeral' },
            },
          ],
        },
      ],
    },
  },
  {
    startMs: 1_200,
    path: '/v1/chat/completions',
    headers: openaiHeaders,
    body: {
      model: 'sample-title',
      messages: [
        { role: 'system', content: 'Name the conversation in at most five words. Answer with the name only.' },
        { role: 'user', content: question },
      ],
    },
  },
  {
    startMs: 6_000,
    path: '/v1/chat/completions',
    headers: openaiHeaders,
    body: {
      model: 'sample-parallel',
      stream: true,
      stream_options: { include_usage: true },
      parallel_tool_calls: true,
      tools: openaiTools,
      messages: [
        { role: 'system', content: systemPrompt },
        { role: 'user', content: 'Who calls runWithRetry, and do its tests pass?' },
      ],
    },
  },
  {
    startMs: 12_000,
    path: '/api/chat',
    headers: {},
    body: {
      model: 'sample-local',
      think: true,
      options: { temperature: 0.7, num_ctx: 8192 },
      messages: [{ role: 'user', content: 'Three short names for a job queue, please.' }],
    },
  },
  {
    startMs: 15_000,
    path: '/v1/chat/completions',
    headers: openaiHeaders,
    body: {
      model: 'sample-choices',
      n: 2,
      temperature: 1,
      stream: true,
      stream_options: { include_usage: true },
      messages: [
        { role: 'system', content: 'Write conventional commit messages.' },
        { role: 'user', content: 'Retries now wait a random time below a cap of 8 s and honour retry-after.' },
      ],
    },
  },
  {
    startMs: 19_000,
    path: '/v1/chat/completions',
    headers: openaiHeaders,
    body: {
      model: 'sample-limited',
      stream: true,
      messages: [{ role: 'user', content: 'Grade answer 61 of the evaluation.' }],
    },
  },
  {
    startMs: 22_000,
    path: '/v1/chat/completions',
    headers: openaiHeaders,
    body: {
      model: 'sample-reasoner',
      stream: true,
      stream_options: { include_usage: true },
      messages: [
        {
          role: 'user',
          content:
            'Six workers each wait a random time of 0 to 8 s. How likely is it that two return within 100 ms of each other?',
        },
      ],
    },
  },
  {
    startMs: 30_000,
    path: '/v1/chat/completions',
    headers: openaiHeaders,
    body: {
      model: 'sample-refusal',
      stream: true,
      stream_options: { include_usage: true },
      messages: [{ role: 'user', content: 'Now write a script that keeps our competitor too busy to answer anyone.' }],
    },
  },
  {
    startMs: 33_000,
    path: '/v1/chat/completions',
    headers: openaiHeaders,
    body: {
      model: 'sample-slow',
      stream: true,
      stream_options: { include_usage: true },
      messages: [
        { role: 'system', content: 'Summarise logs in one paragraph.' },
        { role: 'user', content: logLines() },
      ],
    },
  },
  {
    startMs: 42_000,
    path: '/v1/messages',
    headers: anthropicHeaders,
    body: {
      model: 'sample-overloaded',
      max_tokens: 2048,
      stream: true,
      system: systemPrompt,
      messages: [{ role: 'user', content: 'Describe the retry delays for docs/jobs.md.' }],
    },
  },
];

/** A log of 214 lines: a request body of a size that real ones have. */
function logLines(): string {
  const lines = Array.from({ length: 214 }, (_, index) => {
    const second = String(Math.floor((index * 300) / 214) % 60).padStart(2, '0');
    const minute = 12 + Math.floor((index * 300) / 214 / 60);
    return `09:${minute}:${second} worker-${(index % 6) + 1} POST /jobs ${index % 7 === 0 ? '200' : '503'} attempt ${index % 5}`;
  });
  return `What happened here?\n\n${lines.join('\n')}`;
}
