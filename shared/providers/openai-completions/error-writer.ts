/** Wirelens' own words in the format of text completions: errors as in chat, and a last chunk that the SDK accepts. */
import type { Framing } from '../../model/wire-format.ts';
import type { ErrorWriter, StreamSoFar } from '../adapter.ts';
import { openaiErrorWriter } from '../openai-chat/error-writer.ts';

/** @see https://platform.openai.com/docs/guides/error-codes */
export const completionsErrorWriter: ErrorWriter = {
  errorBody: openaiErrorWriter.errorBody,
  errorEvent: openaiErrorWriter.errorEvent,
  completionNotice,
};

/** One chunk with the text, one that stops, `[DONE]`. */
function completionNotice(message: string, framing: Framing, seen: StreamSoFar | null): string | null {
  if (framing !== 'sse') return null;
  const head = {
    id: seen?.id ?? 'cmpl-wirelens',
    object: 'text_completion',
    created: seen?.createdAt ?? 0,
    model: seen?.model ?? 'unknown',
  };
  const text = { text: message, index: 0, logprobs: null, finish_reason: null };
  const stop = { text: '', index: 0, logprobs: null, finish_reason: 'stop' };
  const chunks = [text, stop].map((choice) => `data: ${JSON.stringify({ ...head, choices: [choice] })}\n\n`);
  return `${chunks.join('')}data: [DONE]\n\n`;
}
