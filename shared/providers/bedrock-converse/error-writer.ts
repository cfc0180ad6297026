/** Wirelens' own words in a Converse stream: an exception the SDK raises, or an ending that it accepts. */

import { concat, encodeJsonEvent } from '../../stream/aws-event-stream-encoder.ts';
import type { ErrorWriter, StreamSoFar } from '../adapter.ts';
import { bedrockErrorBody, bedrockErrorEvent } from '../bedrock-common/error-writer.ts';

/** @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html#API_runtime_ConverseStream_Errors */
export const converseErrorWriter: ErrorWriter = {
  errorBody: bedrockErrorBody,
  errorEvent: () => null,
  completionNotice: () => null,
  errorEventBytes: bedrockErrorEvent,
  completionNoticeBytes: noticeBytes,
};

/** Ends the open block, says the message in a text block of its own, and ends the message as the format asks. */
function noticeBytes(message: string, seen: StreamSoFar | null): Uint8Array {
  const contentBlockIndex = seen?.nextBlockIndex ?? 0;
  const frames: Uint8Array[] = [];
  if (seen === null || (!seen.isStarted && contentBlockIndex === 0)) {
    frames.push(encodeJsonEvent('messageStart', { role: 'assistant' }));
  }
  if (seen?.openBlock != null) {
    frames.push(encodeJsonEvent('contentBlockStop', { contentBlockIndex: seen.openBlock.index }));
  }
  const usage = { inputTokens: 0, outputTokens: 0, totalTokens: 0 };
  frames.push(
    encodeJsonEvent('contentBlockDelta', { contentBlockIndex, delta: { text: message } }),
    encodeJsonEvent('contentBlockStop', { contentBlockIndex }),
    encodeJsonEvent('messageStop', { stopReason: 'end_turn' }),
    encodeJsonEvent('metadata', { usage, metrics: { latencyMs: 0 } }),
  );
  return concat(frames);
}
