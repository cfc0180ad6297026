/**
 * Rules of an invoke stream: those of the model's own format inside (Claude's), and Bedrock's counts in the last chunk.
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModelWithResponseStream.html
 */
import { watchAnthropicMessages } from '../anthropic-messages/conformance.ts';
import type { CreateFormatWatch, FormatWatch, WatchedEvent } from '../conformance/watch.ts';
import { asObject } from '../json-reading.ts';

/** The watch of one response. */
export const watchBedrockInvoke: CreateFormatWatch = (facts, report): FormatWatch => {
  const claude = watchAnthropicMessages(facts, report);
  let isClaude = false;
  let hasMetrics = false;
  let hasChunk = false;

  function see(watched: WatchedEvent): void {
    const { payload } = watched;
    if (payload === null) return;
    if (!hasChunk) isClaude = payload.type === 'message_start';
    hasChunk = true;
    hasMetrics ||= asObject(payload['amazon-bedrock-invocationMetrics']) !== null;
    if (isClaude) claude.see(watched);
  }

  function end(): void {
    if (isClaude) claude.end();
    if (hasChunk && !hasMetrics) {
      report('usage-missing', 'No chunk has amazon-bedrock-invocationMetrics.', null);
    }
  }

  return { see, end };
};
