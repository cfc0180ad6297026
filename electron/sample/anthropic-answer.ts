/**
 * A sample script as Anthropic Messages: the event stream, the plain JSON, or the error.
 * @see https://docs.anthropic.com/en/docs/build-with-claude/streaming
 */
import { jsonAnswer, refusalHeaders, type SampleEncoder, type SamplePiece, sampleId } from './sample-answer.ts';
import { countTokens, type SampleBlock, type SampleScript, type SampleToken, scriptTokens } from './sample-script.ts';

const stopReasons = { stop: 'end_turn', 'tool-calls': 'tool_use', refusal: 'refusal' } as const;

/** Encodes for `/v1/messages`. */
export const encodeAnthropic: SampleEncoder = (script, request) => {
  const headers = { 'request-id': sampleId('req_', request.serial) };
  if (script.refusedWith) {
    const error = { type: 'rate_limit_error', message: script.refusedWith.message };
    const all = { ...headers, ...refusalHeaders(script.refusedWith.retryAfterSeconds) };
    const body = { type: 'error', error, request_id: headers['request-id'] };
    return jsonAnswer(script.refusedWith.status, all, body, script.firstTokenMs);
  }
  const id = sampleId('msg_', request.serial);
  if (!request.isStreaming) return jsonAnswer(200, headers, wholeMessage(script, id), script.firstTokenMs);
  return {
    status: 200,
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache', ...headers },
    pieces: streamPieces(script, id),
    end: script.breaksAfter?.how === 'cut' ? 'cut' : 'complete',
  };
};

function blocksOf(script: SampleScript): readonly SampleBlock[] {
  return script.choices[0] ?? [];
}

function tokensOf(script: SampleScript): readonly SampleToken[] {
  return scriptTokens({ ...script, choices: script.choices.slice(0, 1) });
}

function inputUsage(script: SampleScript) {
  const { input, cacheRead, cacheWrite } = script.usage;
  return {
    input_tokens: input - cacheRead - cacheWrite,
    cache_creation_input_tokens: cacheWrite,
    cache_read_input_tokens: cacheRead,
  };
}

function messageHead(script: SampleScript, id: string) {
  return { id, type: 'message', role: 'assistant', model: script.model };
}

function streamPieces(script: SampleScript, id: string): readonly SamplePiece[] {
  const all = tokensOf(script);
  const tokens = script.breaksAfter ? all.slice(0, script.breaksAfter.tokens) : all;
  const usage = { ...inputUsage(script), output_tokens: 1 };
  const message = { ...messageHead(script, id), content: [], stop_reason: null, stop_sequence: null, usage };
  // A real upstream sends its head well before the model's first token.
  const headMs = Math.min(250, script.firstTokenMs / 2);
  const start = { waitMs: headMs, text: sse({ type: 'message_start', message }) };
  const pieces = tokens.map((token, index) => ({
    waitMs: index === 0 ? token.waitMs - headMs : token.waitMs,
    text: tokenEvents(script, token, id),
  }));
  return [start, ...pieces, ...endPieces(script, all.length)];
}

function tokenEvents(script: SampleScript, token: SampleToken, id: string): string {
  const block = blocksOf(script)[token.block];
  if (!block) return '';
  const index = token.block;
  const delta = (value: object) => sse({ type: 'content_block_delta', index, delta: value });
  let text = '';
  if (token.isFirstOfBlock) {
    text += sse({ type: 'content_block_start', index, content_block: emptyBlock(block, `${id}${index}`) });
    if (index === 0) text += sse({ type: 'ping' });
    if (block.kind === 'tool-call') text += delta({ type: 'input_json_delta', partial_json: '' });
  }
  if (block.kind !== 'refusal') text += delta(blockDelta(block, token.text));
  if (token.isLastOfBlock) {
    if (block.kind === 'reasoning') text += delta({ type: 'signature_delta', signature: signature(id) });
    text += sse({ type: 'content_block_stop', index });
  }
  return text;
}

function emptyBlock(block: SampleBlock, seed: string): object {
  if (block.kind === 'reasoning') return { type: 'thinking', thinking: '', signature: '' };
  if (block.kind === 'tool-call') return { type: 'tool_use', id: toolId(seed), name: block.toolName, input: {} };
  return { type: 'text', text: '' };
}

function blockDelta(block: SampleBlock, text: string): object {
  if (block.kind === 'reasoning') return { type: 'thinking_delta', thinking: text };
  if (block.kind === 'tool-call') return { type: 'input_json_delta', partial_json: text };
  return { type: 'text_delta', text };
}

function endPieces(script: SampleScript, outputTokens: number): readonly SamplePiece[] {
  if (script.breaksAfter?.how === 'cut') return [];
  if (script.breaksAfter) {
    const error = { type: 'overloaded_error', message: 'Overloaded' };
    return [{ waitMs: 900, text: sse({ type: 'error', error }) }];
  }
  const delta = { stop_reason: stopReasons[script.finish], stop_sequence: null };
  const usage = { ...inputUsage(script), output_tokens: outputTokens };
  const text = sse({ type: 'message_delta', delta, usage }) + sse({ type: 'message_stop' });
  return [{ waitMs: 30, text }];
}

function wholeMessage(script: SampleScript, id: string): object {
  const content = blocksOf(script).map((block, index) => wholeBlock(block, id, index));
  const usage = { ...inputUsage(script), output_tokens: countTokens(script, tokensOf(script)).output };
  const head = messageHead(script, id);
  return { ...head, content, stop_reason: stopReasons[script.finish], stop_sequence: null, usage };
}

function wholeBlock(block: SampleBlock, id: string, index: number): object {
  if (block.kind === 'reasoning') return { type: 'thinking', thinking: block.text, signature: signature(id) };
  if (block.kind === 'refusal') return { type: 'text', text: '' };
  if (block.kind === 'text') return { type: 'text', text: block.text };
  return { type: 'tool_use', id: toolId(`${id}${index}`), name: block.toolName, input: JSON.parse(block.text) };
}

function toolId(seed: string): string {
  return `toolu_${seed.replace('msg_', '')}`;
}

function signature(id: string): string {
  return `U2FtcGxl${Buffer.from(id).toString('base64').replaceAll('=', '')}`;
}

function sse(event: { readonly type: string; readonly [field: string]: unknown }): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}
