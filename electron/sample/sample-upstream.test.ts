/** The sample upstream read by the vendors' own SDKs: what they make of it is what the script says. */
import Anthropic from '@anthropic-ai/sdk';
import { Ollama } from 'ollama';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sampleRequests } from './sample-requests.ts';
import { scriptTokens } from './sample-script.ts';
import { sampleScripts, scriptFor } from './sample-scripts.ts';
import { paceHeader, type SampleUpstream, startSampleUpstream } from './sample-upstream.ts';
import { sampleCount, sendSamples } from './send-samples.ts';

let upstream: SampleUpstream;
const fast = { [paceHeader]: '200' };

beforeAll(async () => {
  upstream = await startSampleUpstream();
});
afterAll(() => upstream.close());

function openai() {
  return new OpenAI({ baseURL: `${upstream.url}/v1`, apiKey: 'none', maxRetries: 0, defaultHeaders: fast });
}

function anthropic() {
  return new Anthropic({ baseURL: upstream.url, apiKey: 'none', maxRetries: 0, defaultHeaders: fast });
}

function scriptText(model: string, kind: string, choice = 0): string {
  const blocks = scriptFor(model).choices[choice] ?? [];
  return blocks
    .filter((block) => block.kind === kind)
    .map((block) => block.text)
    .join('');
}

const hello = [{ role: 'user' as const, content: 'Hello' }];

describe('tokens', () => {
  test.each(sampleScripts.map((script) => script.model))('%s: the tokens of a block join to its text', (model) => {
    const script = scriptFor(model);
    const tokens = scriptTokens(script);
    script.choices.forEach((blocks, choice) => {
      blocks.forEach((block, index) => {
        const own = tokens.filter((token) => token.choice === choice && token.block === index);
        expect(own.map((token) => token.text).join('')).toBe(block.text);
        expect(own[0]?.isFirstOfBlock).toBe(true);
        expect(own.at(-1)?.isLastOfBlock).toBe(true);
      });
    });
    expect(tokens.every((token) => token.waitMs >= 0)).toBe(true);
  });

  test('the stall of the first sample is one long silence in the middle of its text', () => {
    const waits = scriptTokens(scriptFor('sample-editor')).map((token) => token.waitMs);
    expect(waits.filter((waitMs) => waitMs > 1500)).toHaveLength(1);
  });

  test('two choices are written beside each other', () => {
    const order = scriptTokens(scriptFor('sample-choices')).map((token) => token.choice);
    expect(order.indexOf(1)).toBeLessThan(order.lastIndexOf(0));
    expect(order.indexOf(0)).toBeLessThan(order.lastIndexOf(1));
  });
});

describe('Anthropic SDK', () => {
  test('rebuilds thinking with its signature, text, and a tool call with nested input', async () => {
    const stream = anthropic().messages.stream({ model: 'sample-editor', max_tokens: 100, messages: hello });
    const message = await stream.finalMessage();
    expect(message.content.map((block) => block.type)).toEqual(['thinking', 'text', 'tool_use']);
    expect(message.content[0]).toMatchObject({ thinking: scriptText('sample-editor', 'reasoning') });
    expect(message.content[0]).toHaveProperty('signature', expect.stringMatching(/^\S+$/));
    expect(message.content[1]).toMatchObject({ text: scriptText('sample-editor', 'text') });
    expect(message.content[2]).toMatchObject({
      name: 'Edit',
      input: JSON.parse(scriptText('sample-editor', 'tool-call')),
    });
    expect(message.stop_reason).toBe('tool_use');
    expect(message.usage).toMatchObject({ input_tokens: 1208, cache_read_input_tokens: 15_904 });
  });

  test('gets the same message without streaming', async () => {
    const request = { model: 'sample-editor', max_tokens: 100, messages: hello };
    const streamed = await anthropic().messages.stream(request).finalMessage();
    const whole = await anthropic().messages.create(request);
    expect(whole.content.map((block) => ({ ...block, id: '', signature: '' }))).toEqual(
      streamed.content.map((block) => ({ ...block, id: '', signature: '' })),
    );
    expect(whole.usage).toEqual(streamed.usage);
  });

  test('raises overloaded_error in the middle of the stream', async () => {
    const stream = anthropic().messages.stream({ model: 'sample-overloaded', max_tokens: 100, messages: hello });
    let text = '';
    stream.on('text', (piece) => {
      text += piece;
    });
    await expect(stream.finalMessage()).rejects.toThrow(/overloaded_error/);
    expect(scriptText('sample-overloaded', 'text').startsWith(text)).toBe(true);
    expect(text.length).toBeGreaterThan(50);
  });

  test('fails when the connection breaks', async () => {
    const stream = anthropic().messages.stream({ model: 'sample-cut', max_tokens: 100, messages: hello });
    await expect(stream.finalMessage()).rejects.toThrow();
  });
});

describe('OpenAI SDK', () => {
  test('rebuilds parallel tool calls and usage', async () => {
    const stream = openai().chat.completions.stream({
      model: 'sample-parallel',
      messages: hello,
      stream_options: { include_usage: true },
    });
    const completion = await stream.finalChatCompletion();
    const calls = completion.choices[0]?.message.tool_calls ?? [];
    expect(calls.map((call) => (call.type === 'function' ? call.function.name : ''))).toEqual(['grep', 'run_command']);
    for (const call of calls)
      expect(() => JSON.parse(call.type === 'function' ? call.function.arguments : '')).not.toThrow();
    expect(new Set(calls.map((call) => call.id)).size).toBe(2);
    expect(completion.choices[0]?.finish_reason).toBe('tool_calls');
    expect(completion.usage).toMatchObject({ prompt_tokens: 3208, prompt_tokens_details: { cached_tokens: 2048 } });
  });

  test('rebuilds two choices', async () => {
    const stream = openai().chat.completions.stream({ model: 'sample-choices', n: 2, messages: hello });
    const { choices } = await stream.finalChatCompletion();
    expect(choices.map((choice) => choice.message.content)).toEqual([
      scriptText('sample-choices', 'text', 0),
      scriptText('sample-choices', 'text', 1),
    ]);
  });

  test('sees reasoning_content apart from content', async () => {
    const chunks = await openai().chat.completions.create({ model: 'sample-reasoner', messages: hello, stream: true });
    let reasoning = '';
    let content = '';
    for await (const chunk of chunks) {
      const delta = chunk.choices[0]?.delta as { reasoning_content?: string; content?: string | null } | undefined;
      reasoning += delta?.reasoning_content ?? '';
      content += delta?.content ?? '';
    }
    expect(reasoning).toBe(scriptText('sample-reasoner', 'reasoning'));
    expect(content).toBe(scriptText('sample-reasoner', 'text'));
  });

  test('rebuilds a refusal', async () => {
    const stream = openai().chat.completions.stream({ model: 'sample-refusal', messages: hello });
    const completion = await stream.finalChatCompletion();
    expect(completion.choices[0]?.message).toMatchObject({
      content: null,
      refusal: scriptText('sample-refusal', 'refusal'),
    });
  });

  test('raises RateLimitError with retry-after', async () => {
    const request = openai().chat.completions.create({ model: 'sample-limited', messages: hello, stream: true });
    const error = await request.then(
      () => null,
      (reason: unknown) => reason,
    );
    if (!(error instanceof OpenAI.RateLimitError)) throw new Error('expected a RateLimitError');
    expect(error.code).toBe('rate_limit_exceeded');
    expect(error.headers?.get('retry-after')).toBe('2');
  });

  test('gets a greeting for a model it does not know, streamed or not', async () => {
    const request = { model: 'gpt-anything', messages: hello };
    const whole = await openai().chat.completions.create(request);
    const streamed = await openai().chat.completions.stream(request).finalChatCompletion();
    expect(whole.model).toBe('gpt-anything');
    expect(whole.choices[0]?.message.content).toContain('sample upstream of Wirelens');
    expect(streamed.choices[0]?.message.content).toBe(whole.choices[0]?.message.content);
  });

  test('lists the models', async () => {
    const { data } = await openai().models.list();
    expect(data.map((model) => model.id)).toContain('sample-editor');
  });
});

test('the Ollama SDK reads thinking, then the answer, and the counts', async () => {
  const ollama = new Ollama({ host: upstream.url, headers: fast });
  let thinking = '';
  let content = '';
  let count: number | undefined;
  for await (const part of await ollama.chat({ model: 'sample-local', messages: hello, stream: true })) {
    thinking += part.message.thinking ?? '';
    content += part.message.content;
    if (part.done) count = part.eval_count;
  }
  expect(thinking).toBe(scriptText('sample-local', 'reasoning'));
  expect(content).toBe(scriptText('sample-local', 'text'));
  expect(count).toBe(scriptTokens(scriptFor('sample-local')).length);
});

test('the first token of the first sample comes at human speed, within about half a second', async () => {
  const plan = sampleRequests[0];
  const startedAt = performance.now();
  const leave = new AbortController();
  const response = await fetch(`${upstream.url}${plan?.path}`, {
    method: 'POST',
    body: JSON.stringify(plan?.body),
    signal: leave.signal,
  });
  let text = '';
  for await (const bytes of response.body ?? []) {
    text += Buffer.from(bytes).toString('utf8');
    if (text.includes('thinking_delta')) break;
  }
  leave.abort();
  const elapsedMs = performance.now() - startedAt;
  expect(scriptFor('sample-editor').firstTokenMs).toBeLessThanOrEqual(600);
  expect(elapsedMs).toBeGreaterThan(400);
  // Room for a busy machine.
  expect(elapsedMs).toBeLessThan(2000);
});

test('a body that is no JSON and a path that is none are answered in words', async () => {
  const broken = await fetch(`${upstream.url}/v1/messages`, { method: 'POST', body: '{' });
  expect(broken.status).toBe(400);
  const nowhere = await fetch(`${upstream.url}/v9/nothing`, { method: 'POST', body: '{}' });
  expect(nowhere.status).toBe(404);
  expect(await nowhere.text()).toContain('/v1/messages');
});

test('sending the samples sends ten requests under the sample prefix, and each ends as planned', async () => {
  const { createServer, request } = await import('node:http');
  const seen: string[] = [];
  // Stands for the proxy: strips the prefix and pipes.
  const proxy = createServer((incoming, outgoing) => {
    seen.push(`${incoming.url} ${incoming.headers['user-agent']}`);
    const url = new URL((incoming.url ?? '').replace('/sample', ''), upstream.url);
    const onward = request(url, { method: 'POST', headers: incoming.headers, agent: false }, (response) => {
      outgoing.writeHead(response.statusCode ?? 0, response.headers);
      response.pipe(outgoing);
    });
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const address = proxy.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const outcomes = await sendSamples({ proxyUrl: `http://127.0.0.1:${port}`, pace: 100 });
  proxy.close();
  expect(outcomes).toHaveLength(10);
  expect(sampleCount).toBe(10);
  expect(seen.every((line) => line.startsWith('/sample/') && line.endsWith(' wirelens-sample/1'))).toBe(true);
  expect(outcomes.map((outcome) => [outcome.model, outcome.status, outcome.isComplete])).toEqual(
    sampleRequests.map((plan) => {
      const model = (plan.body as { model: string }).model;
      return [model, model === 'sample-limited' ? 429 : 200, true];
    }),
  );
});

test('an abort ends what runs and sends no more', async () => {
  const leave = new AbortController();
  const running = sendSamples({ proxyUrl: `${upstream.url}/nowhere`, signal: leave.signal });
  leave.abort();
  const outcomes = await running;
  expect(outcomes.every((outcome) => outcome.status === null)).toBe(true);
});
