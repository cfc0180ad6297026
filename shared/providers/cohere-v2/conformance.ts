/**
 * Rules of a Chat v2 stream: message-start first, contents and calls that open, fill and close, message-end last.
 * @see https://docs.cohere.com/reference/chat-stream
 */
import { createBlockRule } from '../conformance/block-rule.ts';
import { createEndRule } from '../conformance/end-rule.ts';
import { checkEventName } from '../conformance/event-name-rule.ts';
import { createToolCallRule } from '../conformance/tool-call-rule.ts';
import type { CreateFormatWatch, FormatWatch, WatchedEvent } from '../conformance/watch.ts';
import { asIndex, asObject, asText, type JsonObject } from '../json-reading.ts';

/** Arguments that ran into a limit or a failure are unfinished by right. */
const cuttingReasons: ReadonlySet<string | null> = new Set(['MAX_TOKENS', 'ERROR', 'TIMEOUT']);

/** The watch of one response. */
export const watchCohereV2: CreateFormatWatch = (_facts, report): FormatWatch => {
  const finish = createEndRule('message-end', report);
  const contents = createBlockRule('Content', report);
  const tools = createBlockRule('Tool call', report);
  const calls = createToolCallRule('with-ids', report);
  let isStarted = false;

  function see({ event, payload }: WatchedEvent): void {
    if (event.data.trim() === '[DONE]' || payload === null) return;
    const type = asText(payload.type) ?? event.name ?? '';
    checkEventName(event, asText(payload.type), 'optional', report);
    if (!finish.admits(event)) return;
    if (!isStarted && type !== 'message-start') {
      report('no-start', `The stream begins with ${type} instead of message-start.`, event.index);
    }
    isStarted = true;
    if (type.startsWith('content-')) seePart(contents, event.index, type, payload);
    if (type.startsWith('tool-call-')) seeCall(event.index, type, payload);
    if (type !== 'message-end') return;
    finish.close();
    contents.end(event.index);
    tools.end(event.index);
    calls.closeAll(cuttingReasons.has(asText(asObject(payload.delta)?.finish_reason)));
  }

  function seeCall(eventIndex: number, type: string, payload: JsonObject): void {
    seePart(tools, eventIndex, type, payload);
    const call = asObject(asObject(asObject(payload.delta)?.message)?.tool_calls);
    const inner = asObject(call?.function);
    if (type === 'tool-call-end' || call === null) return;
    calls.add(eventIndex, String(asIndex(payload.index)), { id: call.id, name: inner?.name, text: inner?.arguments });
  }

  return { see, end: () => undefined };
};

/** Contents and calls are each numbered from 0 on. */
function seePart(
  rule: ReturnType<typeof createBlockRule>,
  eventIndex: number,
  type: string,
  payload: JsonObject,
): void {
  const order = asIndex(payload.index);
  const key = String(order);
  if (type.endsWith('-start')) rule.start(eventIndex, key, order);
  else if (type.endsWith('-delta')) rule.delta(eventIndex, key);
  else if (type.endsWith('-end')) rule.stop(eventIndex, key);
}
