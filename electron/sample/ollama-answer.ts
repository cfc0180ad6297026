/**
 * A sample script as Ollama chat: one JSON object per line, or one object, or the error.
 * @see https://docs.ollama.com/api/chat
 */
import { jsonAnswer, type SampleEncoder, type SamplePiece, type SampleRequest } from './sample-answer.ts';
import { type SampleBlock, type SampleScript, type SampleToken, scriptTokens } from './sample-script.ts';

/** Encodes for `/api/chat`. */
export const encodeOllama: SampleEncoder = (script, request) => {
  if (script.refusedWith) {
    return jsonAnswer(script.refusedWith.status, {}, { error: script.refusedWith.message }, script.firstTokenMs);
  }
  if (!request.isStreaming) return jsonAnswer(200, {}, wholeChat(script, request), script.firstTokenMs);
  return {
    status: 200,
    headers: { 'content-type': 'application/x-ndjson' },
    pieces: streamPieces(script, request),
    end: script.breaksAfter?.how === 'cut' ? 'cut' : 'complete',
  };
};

function tokensOf(script: SampleScript): readonly SampleToken[] {
  return scriptTokens({ ...script, choices: script.choices.slice(0, 1) });
}

function streamPieces(script: SampleScript, request: SampleRequest): readonly SamplePiece[] {
  const all = tokensOf(script);
  const tokens = script.breaksAfter ? all.slice(0, script.breaksAfter.tokens) : all;
  let elapsedMs = 0;
  const pieces = tokens.map((token) => {
    elapsedMs += token.waitMs;
    const message = tokenMessage(script, token);
    const text = message ? line({ ...head(script, request.nowMs + elapsedMs), message, done: false }) : '';
    return { waitMs: token.waitMs, text };
  });
  if (script.breaksAfter?.how === 'cut') return pieces;
  if (script.breaksAfter) return [...pieces, { waitMs: 900, text: line({ error: 'model runner has stopped' }) }];
  const message = { role: 'assistant', content: '' };
  const end = { ...head(script, request.nowMs + elapsedMs), message, ...endFacts(script, all.length, elapsedMs) };
  return [...pieces, { waitMs: 20, text: line(end) }];
}

/** Tool calls come whole: with the last token of their block. */
function tokenMessage(script: SampleScript, token: SampleToken): object | null {
  const block = script.choices[0]?.[token.block];
  if (!block) return null;
  if (block.kind === 'reasoning') return { role: 'assistant', content: '', thinking: token.text };
  if (block.kind !== 'tool-call') return { role: 'assistant', content: token.text };
  return token.isLastOfBlock ? { role: 'assistant', content: '', tool_calls: [toolCall(block)] } : null;
}

function toolCall(block: SampleBlock): object {
  return { function: { name: block.toolName, arguments: JSON.parse(block.text) } };
}

function head(script: SampleScript, nowMs: number) {
  return { model: script.model, created_at: new Date(nowMs).toISOString() };
}

/** Durations in nanoseconds. */
function endFacts(script: SampleScript, outputTokens: number, elapsedMs: number): object {
  const total = Math.round(elapsedMs) * 1_000_000;
  const load = 41_000_000;
  const prompt = Math.round(script.firstTokenMs * 800_000);
  return {
    done: true,
    done_reason: 'stop',
    total_duration: total + load,
    load_duration: load,
    prompt_eval_count: script.usage.input,
    prompt_eval_duration: prompt,
    eval_count: outputTokens,
    eval_duration: Math.max(total - prompt, 0),
  };
}

function wholeChat(script: SampleScript, request: SampleRequest): object {
  const blocks = script.choices[0] ?? [];
  const join = (isWanted: (block: SampleBlock) => boolean) =>
    blocks
      .filter(isWanted)
      .map((block) => block.text)
      .join('');
  const thinking = join((block) => block.kind === 'reasoning');
  const toolCalls = blocks.filter((block) => block.kind === 'tool-call').map(toolCall);
  const message = {
    role: 'assistant',
    content: join((block) => block.kind === 'text' || block.kind === 'refusal'),
    ...(thinking === '' ? {} : { thinking }),
    ...(toolCalls.length === 0 ? {} : { tool_calls: toolCalls }),
  };
  const count = tokensOf(script).length;
  return { ...head(script, request.nowMs), message, ...endFacts(script, count, script.firstTokenMs) };
}

function line(data: object): string {
  return `${JSON.stringify(data)}\n`;
}
