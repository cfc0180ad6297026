/**
 * A sample script as OpenAI Chat Completions: the chunk stream, the plain JSON, or the error. Reasoning goes into
 * `reasoning_content`, as DeepSeek and many compatible servers send it.
 * @see https://platform.openai.com/docs/api-reference/chat-streaming
 */
import {
  jsonAnswer,
  refusalHeaders,
  type SampleEncoder,
  type SamplePiece,
  type SampleRequest,
  sampleId,
} from './sample-answer.ts';
import { countTokens, type SampleBlock, type SampleScript, type SampleToken, scriptTokens } from './sample-script.ts';

const finishReasons = { stop: 'stop', 'tool-calls': 'tool_calls', refusal: 'stop' } as const;

/** Encodes for `/v1/chat/completions`. */
export const encodeOpenai: SampleEncoder = (script, request) => {
  const headers = { 'x-request-id': sampleId('req_', request.serial), 'openai-version': '2020-10-01' };
  if (script.refusedWith) return limitedAnswer(script.refusedWith, headers, script.firstTokenMs);
  if (!request.isStreaming) return jsonAnswer(200, headers, wholeCompletion(script, request), script.firstTokenMs);
  return {
    status: 200,
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache', ...headers },
    pieces: streamPieces(script, request),
    end: script.breaksAfter?.how === 'cut' ? 'cut' : 'complete',
  };
};

function limitedAnswer(
  refused: NonNullable<SampleScript['refusedWith']>,
  headers: Readonly<Record<string, string>>,
  waitMs: number,
) {
  const error = { message: refused.message, type: 'requests', param: null, code: 'rate_limit_exceeded' };
  const limits = {
    'x-ratelimit-limit-requests': '60',
    'x-ratelimit-remaining-requests': '0',
    'x-ratelimit-reset-requests': `${refused.retryAfterSeconds}s`,
  };
  const all = { ...headers, ...limits, ...refusalHeaders(refused.retryAfterSeconds) };
  return jsonAnswer(refused.status, all, { error }, waitMs);
}

function completionHead(script: SampleScript, request: SampleRequest, object: string) {
  const created = Math.floor(request.nowMs / 1000);
  return { id: sampleId('chatcmpl-', request.serial), object, created, model: script.model };
}

function streamPieces(script: SampleScript, request: SampleRequest): readonly SamplePiece[] {
  const head = completionHead(script, request, 'chat.completion.chunk');
  const usageField = request.wantsUsage ? { usage: null } : {};
  const chunk = (index: number, delta: object, finish: string | null) =>
    sse({ ...head, choices: [{ index, delta, logprobs: null, finish_reason: finish }], ...usageField });
  const all = scriptTokens(script);
  const tokens = script.breaksAfter ? all.slice(0, script.breaksAfter.tokens) : all;
  const pieces = tokens.map((token) => ({
    waitMs: token.waitMs,
    text: tokenDeltas(script, request, token)
      .map((delta) => chunk(token.choice, delta, null))
      .join(''),
  }));
  if (script.breaksAfter?.how === 'cut') return pieces;
  if (script.breaksAfter) {
    const error = { message: 'The server is overloaded.', type: 'server_error', param: null, code: 'overloaded' };
    return [...pieces, { waitMs: 900, text: sse({ error }) }];
  }
  const finish = finishReasons[script.finish];
  const ends = script.choices.map((_, index) => chunk(index, {}, finish)).join('');
  const usage = request.wantsUsage ? sse({ ...head, choices: [], usage: usageOf(script) }) : '';
  return [...pieces, { waitMs: 20, text: `${ends}${usage}data: [DONE]\n\n` }];
}

/** The role comes with a choice's first token; a tool call opens with its name and no arguments. */
function tokenDeltas(script: SampleScript, request: SampleRequest, token: SampleToken): readonly object[] {
  const blocks = script.choices[token.choice] ?? [];
  const block = blocks[token.block];
  if (!block) return [];
  const deltas: object[] = [];
  if (token.isFirstOfBlock && token.block === 0) {
    deltas.push({ role: 'assistant', content: block.kind === 'text' ? '' : null, refusal: null });
  }
  if (block.kind !== 'tool-call') return [...deltas, { [textField(block)]: token.text }];
  const index = toolIndex(blocks, token.block);
  if (token.isFirstOfBlock) {
    const id = toolId(request, index);
    deltas.push({ tool_calls: [{ index, id, type: 'function', function: { name: block.toolName, arguments: '' } }] });
  }
  return [...deltas, { tool_calls: [{ index, function: { arguments: token.text } }] }];
}

function textField(block: SampleBlock): string {
  if (block.kind === 'reasoning') return 'reasoning_content';
  return block.kind === 'refusal' ? 'refusal' : 'content';
}

function toolIndex(blocks: readonly SampleBlock[], position: number): number {
  return blocks.slice(0, position).filter((block) => block.kind === 'tool-call').length;
}

function toolId(request: SampleRequest, index: number): string {
  return sampleId('call_', request.serial * 10 + index);
}

function usageOf(script: SampleScript): object {
  const counts = countTokens(script, scriptTokens(script));
  return {
    prompt_tokens: script.usage.input,
    completion_tokens: counts.output,
    total_tokens: counts.total,
    prompt_tokens_details: { cached_tokens: script.usage.cacheRead },
    completion_tokens_details: { reasoning_tokens: counts.reasoning },
  };
}

function wholeCompletion(script: SampleScript, request: SampleRequest): object {
  const choices = script.choices.map((blocks, index) => ({
    index,
    message: wholeMessage(blocks, request),
    logprobs: null,
    finish_reason: finishReasons[script.finish],
  }));
  return { ...completionHead(script, request, 'chat.completion'), choices, usage: usageOf(script) };
}

function wholeMessage(blocks: readonly SampleBlock[], request: SampleRequest): object {
  const textOf = (kind: SampleBlock['kind']) => {
    const found = blocks.filter((block) => block.kind === kind);
    return found.length === 0 ? null : found.map((block) => block.text).join('');
  };
  const reasoning = textOf('reasoning');
  const toolCalls = blocks
    .filter((block) => block.kind === 'tool-call')
    .map((block, index) => ({
      id: toolId(request, index),
      type: 'function',
      function: { name: block.toolName, arguments: block.text },
    }));
  return {
    role: 'assistant',
    content: textOf('text'),
    refusal: textOf('refusal'),
    ...(reasoning === null ? {} : { reasoning_content: reasoning }),
    ...(toolCalls.length === 0 ? {} : { tool_calls: toolCalls }),
  };
}

function sse(data: object): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}
