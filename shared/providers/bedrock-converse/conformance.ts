/**
 * Rules of ConverseStream: messageStart first, blocks that close, messageStop with a reason, metadata with the counts last.
 * Text needs no contentBlockStart, a tool call does.
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStreamOutput.html
 */
import { createBlockRule } from '../conformance/block-rule.ts';
import { createEndRule } from '../conformance/end-rule.ts';
import { createToolCallRule } from '../conformance/tool-call-rule.ts';
import type { CreateFormatWatch, FormatWatch, WatchedEvent } from '../conformance/watch.ts';
import { asIndex, asObject, asText, type JsonObject } from '../json-reading.ts';

/** Arguments that ran into a limit or a filter are unfinished by right. */
const cuttingReasons: ReadonlySet<string> = new Set([
  'max_tokens',
  'model_context_window_exceeded',
  'content_filtered',
  'guardrail_intervened',
]);

/** The watch of one response. */
export const watchBedrockConverse: CreateFormatWatch = (_facts, report): FormatWatch => {
  const finish = createEndRule('metadata', report);
  const blocks = createBlockRule('Block', report);
  const calls = createToolCallRule('with-ids', report);
  const started = new Set<string>();
  let isStarted = false;
  let isStopped = false;

  function see({ event, payload }: WatchedEvent): void {
    const { index: eventIndex, name } = event;
    if (payload === null || name === null || !finish.admits(event)) return;
    if (!isStarted && name !== 'messageStart') {
      report('no-start', `The stream begins with ${name} instead of messageStart.`, eventIndex);
    }
    isStarted = true;
    if (name.startsWith('contentBlock')) seeBlock(eventIndex, name, payload);
    if (name === 'metadata') finish.close();
    if (name === 'messageStop') stop(eventIndex, asText(payload.stopReason));
  }

  function seeBlock(eventIndex: number, name: string, payload: JsonObject): void {
    const order = asIndex(payload.contentBlockIndex);
    const key = String(order);
    if (name === 'contentBlockStart') {
      start(eventIndex, key, order);
      const tool = asObject(asObject(payload.start)?.toolUse);
      if (tool !== null) calls.add(eventIndex, key, { id: tool.toolUseId, name: tool.name });
    } else if (name === 'contentBlockDelta') {
      const tool = asObject(asObject(payload.delta)?.toolUse);
      if (tool === null && !started.has(key)) start(eventIndex, key, order);
      blocks.delta(eventIndex, key);
      if (tool !== null) calls.add(eventIndex, key, { text: tool.input });
    } else if (name === 'contentBlockStop') {
      if (!started.has(key)) start(eventIndex, key, order);
      blocks.stop(eventIndex, key);
    }
  }

  function start(eventIndex: number, key: string, order: number | null): void {
    blocks.start(eventIndex, key, order);
    started.add(key);
  }

  function stop(eventIndex: number, reason: string | null): void {
    if (reason === null) report('no-finish-reason', 'messageStop has no stopReason.', eventIndex);
    blocks.end(eventIndex);
    calls.closeAll(reason !== null && cuttingReasons.has(reason));
    if (isStopped) report('duplicate-finish', `A second messageStop, with “${reason ?? 'no reason'}”.`, eventIndex);
    isStopped = true;
  }

  return { see, end: () => undefined };
};
