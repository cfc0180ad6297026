/** An agent's conversation for pictures and tests: five turns, a sub-agent, a history that the client edits, tokens with a cache. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

type Block =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'tool_use'; readonly id: string; readonly name: string; readonly input: object };

type Step = {
  readonly system: string;
  readonly history: readonly object[];
  readonly answer: readonly Block[];
  readonly usage: { readonly read: number; readonly written: number; readonly fresh: number; readonly output: number };
  readonly pauseMs: number;
};

const system = 'You are a careful engineer. '.repeat(60);
const tools = ['Read', 'Grep', 'Bash', 'Edit', 'Task'].map((name) => ({
  name,
  description: `${name} something in the working copy. `.repeat(12),
  input_schema: { type: 'object', properties: { path: { type: 'string' }, command: { type: 'string' } } },
}));
const prompt = 'Find the callers of withRetry( and report where they wait';

/** Plays the whole conversation through the proxy; resolves when the last answer has ended. */
export async function playAgent(proxyUrl: string, upstreamName: string): Promise<void> {
  for (const step of steps()) {
    await wait(step.pauseMs);
    const response = await fetch(`${proxyUrl}/${upstreamName}/v1/messages`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-api-key': 'sk-ant-picture-0123456789a1b2',
        'user-agent': 'claude-cli/2.0.14 (external, cli)',
        'x-answer': Buffer.from(JSON.stringify({ content: step.answer, usage: step.usage })).toString('base64'),
      },
      body: JSON.stringify({
        model: 'claude-sonnet-4-5',
        max_tokens: 1024,
        stream: true,
        system: [{ type: 'text', text: step.system, cache_control: { type: 'ephemeral' } }],
        tools,
        messages: step.history,
      }),
    });
    await response.text();
  }
}

/** Speaks Anthropic's Messages and answers what the request's `x-answer` says. */
export async function startAgentUpstream(): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const server = createServer(async (request, response) => {
    request.resume();
    await once(request, 'end');
    const told = JSON.parse(Buffer.from(String(request.headers['x-answer']), 'base64').toString()) as {
      readonly content: readonly Block[];
      readonly usage: Step['usage'];
    };
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const event of eventsOf(told.content, told.usage)) {
      response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
      await wait(35);
    }
    response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function* eventsOf(content: readonly Block[], { read, written, fresh, output }: Step['usage']) {
  const usage = {
    input_tokens: fresh,
    cache_read_input_tokens: read,
    cache_creation_input_tokens: written,
    output_tokens: 1,
  };
  const message = { id: 'msg_1', type: 'message', role: 'assistant', model: 'claude-sonnet-4-5', content: [], usage };
  yield { type: 'message_start', message };
  for (const [index, block] of content.entries()) {
    const isText = block.type === 'text';
    const start = isText ? { ...block, text: '' } : { ...block, input: {} };
    yield { type: 'content_block_start', index, content_block: start };
    const text = isText ? block.text : JSON.stringify(block.input);
    for (const piece of text.match(/.{1,12}/gs) ?? []) {
      const delta = isText ? { type: 'text_delta', text: piece } : { type: 'input_json_delta', partial_json: piece };
      yield { type: 'content_block_delta', index, delta };
    }
    yield { type: 'content_block_stop', index };
  }
  yield { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: output } };
  yield { type: 'message_stop' };
}

function steps(): readonly Step[] {
  const question = says('Make the retries in src/upstream stop stampeding. Tests in backoff.test.ts are flaky.');
  const read = call('t1', 'Read', { path: 'src/upstream/retry.ts' });
  const grep = call('t2', 'Grep', { pattern: 'setTimeout' });
  const task = call('t3', 'Task', { description: 'callers of withRetry', prompt });
  const test = call('t4', 'Bash', { command: 'npm test -- retry' });
  const edit = call('t5', 'Edit', { path: 'src/upstream/retry.ts', new_string: 'const maxDelay = 30_000;' });
  const file = `${'export function retry() { return backoff(); }\n'.repeat(80)}`;
  const ran = (time: string) =>
    `${'src/upstream/probe.ts: setTimeout(again, delay)\n'.repeat(30)}ran 33 tests, finished at ${time}, exit code 1`;
  const first = [question];
  const second = [...first, replies([read]), result('t1', file)];
  const third = [...second, replies([grep]), result('t2', ran('14:31:58'))];
  const edited = [...second, replies([grep]), result('t2', ran('14:32:15'))];
  const fourth = [
    ...edited,
    replies([task]),
    result('t3', 'Two callers: relay.ts and probe.ts, neither looks at retry-after.'),
  ];
  const fifth = [...fourth, replies([test]), result('t4', '2 failed, 31 passed')];
  const step = (history: readonly object[], answer: readonly Block[], usage: Step['usage'], pauseMs: number): Step => ({
    system,
    history,
    answer,
    usage,
    pauseMs,
  });
  return [
    step(first, [writes('I read the code first.'), read], { read: 0, written: 18_000, fresh: 102, output: 142 }, 0),
    step(second, [grep], { read: 18_000, written: 3_500, fresh: 98, output: 203 }, 300),
    step(third, [task], { read: 21_500, written: 2_200, fresh: 118, output: 318 }, 200),
    {
      ...step(
        [says(prompt)],
        [writes('Two callers: relay.ts and probe.ts.')],
        { read: 0, written: 0, fresh: 6_130, output: 396 },
        150,
      ),
      system: 'You search code and report. '.repeat(20),
    },
    step(fourth, [test], { read: 5_586, written: 23_000, fresh: 718, output: 188 }, 100),
    step(
      fifth,
      [writes('The backoff in retry.ts doubles without a ceiling, so all clients come back at once.'), edit],
      { read: 28_304, written: 3_000, fresh: 118, output: 364 },
      700,
    ),
  ];
}

function says(text: string): object {
  return { role: 'user', content: [{ type: 'text', text }] };
}

function writes(text: string): Block {
  return { type: 'text', text };
}

function call(id: string, name: string, input: object): Block {
  return { type: 'tool_use', id, name, input };
}

function replies(content: readonly Block[]): object {
  return { role: 'assistant', content };
}

function result(id: string, text: string): object {
  return { role: 'user', content: [{ type: 'tool_result', tool_use_id: id, content: [{ type: 'text', text }] }] };
}
