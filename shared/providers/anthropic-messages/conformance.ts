/**
 * Rules of a message stream: named events, one message_start, blocks that open, fill and close in order, a stop reason,
 * message_stop.
 * @see https://docs.claude.com/en/docs/build-with-claude/streaming
 */
import { createBlockRule } from '../conformance/block-rule.ts';
import { createEndRule } from '../conformance/end-rule.ts';
import { checkErrorName, checkEventName } from '../conformance/event-name-rule.ts';
import { createIdentityRule } from '../conformance/identity-rule.ts';
import { createToolCallRule, type ToolCallRule } from '../conformance/tool-call-rule.ts';
import { createUsageRule } from '../conformance/usage-rule.ts';
import type { CreateFormatWatch, FormatWatch, Report, WatchedEvent } from '../conformance/watch.ts';
import { asIndex, asObject, asObjects, asText, type JsonObject, toJson } from '../json-reading.ts';

/** Which blocks a piece fits; pieces that are not listed fit anywhere. */
const fitting: ReadonlyMap<string, RegExp> = new Map([
  ['text_delta', /^text$/],
  ['citations_delta', /^text$/],
  ['input_json_delta', /tool_use$/],
  ['thinking_delta', /^thinking$/],
  ['signature_delta', /^thinking$/],
]);

const usageFields = ['input_tokens', 'output_tokens', 'cache_read_input_tokens', 'cache_creation_input_tokens'];

/** The watch of one response. */
export const watchAnthropicMessages: CreateFormatWatch = (_facts, report): FormatWatch => {
  const finish = createEndRule('message_stop', report);
  const identity = createIdentityRule(report);
  const usage = createUsageRule(usageFields, report);
  const blocks = createBlockRule('Block', report);
  const calls = createToolCallRule('with-ids', report);
  const kinds = new Map<string, string>();
  let isStarted = false;
  let stopReason: string | null = null;

  function start(eventIndex: number, message: JsonObject): void {
    // A second start is told by the adapter; the rules begin anew with it.
    if (isStarted) for (const rule of [identity, usage, blocks]) rule.restart();
    calls.dropAll();
    kinds.clear();
    finish.reopen();
    isStarted = true;
    stopReason = asText(message.stop_reason);
    identity.see(eventIndex, message.id, message.model);
    usage.see(eventIndex, asObject(message.usage));
    if (asText(message.id) === null) report('id-missing', 'message_start has no id.', eventIndex);
    if (asText(message.role) === null) report('role-missing', 'message_start has no role.', eventIndex);
    if (asObject(message.usage) === null) report('usage-missing', 'message_start has no usage.', eventIndex);
  }

  function startBlock(eventIndex: number, key: string, order: number | null, block: JsonObject): void {
    const type = asText(block.type) ?? '';
    blocks.start(eventIndex, key, order);
    kinds.set(key, type);
    if (type.endsWith('tool_use')) calls.add(eventIndex, key, { id: block.id, name: block.name });
  }

  function addPiece(eventIndex: number, key: string, delta: JsonObject): void {
    const type = asText(delta.type) ?? '';
    const kind = kinds.get(key);
    blocks.delta(eventIndex, key);
    if (kind === undefined) return;
    if (fitting.get(type)?.test(kind) === false) report('wrong-delta', `${type} for a block of ${kind}.`, eventIndex);
    else if (type === 'input_json_delta') calls.add(eventIndex, key, { text: delta.partial_json });
  }

  function see({ event, payload }: WatchedEvent): void {
    if (payload === null) return;
    const { index: eventIndex } = event;
    const type = asText(payload.type) ?? event.name ?? '';
    if (type === 'error' || isBareError(payload)) {
      checkErrorName(event, report);
      return;
    }
    checkEventName(event, asText(payload.type), 'needed', report);
    if (type === 'ping') return;
    if (type === 'message_start') start(eventIndex, asObject(payload.message) ?? {});
    else if (finish.admits(event)) follow(eventIndex, type, payload);
  }

  function follow(eventIndex: number, type: string, payload: JsonObject): void {
    if (!isStarted) {
      report('no-start', `The stream begins with ${type} instead of message_start.`, eventIndex);
      isStarted = true;
    }
    const order = asIndex(payload.index);
    const key = String(order ?? 'without index');
    if (type === 'content_block_start') startBlock(eventIndex, key, order, asObject(payload.content_block) ?? {});
    else if (type === 'content_block_delta') addPiece(eventIndex, key, asObject(payload.delta) ?? {});
    else if (type === 'content_block_stop') blocks.stop(eventIndex, key);
    else if (type === 'message_delta') {
      usage.see(eventIndex, asObject(payload.usage));
      stopReason = asText(asObject(payload.delta)?.stop_reason) ?? stopReason;
      if (asObject(payload.usage) === null) report('usage-missing', 'message_delta has no usage.', eventIndex);
    } else if (type === 'message_stop') stop(eventIndex);
  }

  function stop(eventIndex: number): void {
    finish.close();
    blocks.end(eventIndex);
    judge(calls, stopReason);
    if (stopReason === null) report('no-finish-reason', 'message_stop came without any stop_reason.', eventIndex);
  }

  function end(): void {
    if (finish.isClosed() || stopReason === null) return;
    report('no-terminator', 'The stop reason came, but message_stop never did.', null);
    blocks.end(null);
    judge(calls, stopReason);
  }

  return { see, seeBody: ({ event, payload }) => seeBody(payload, event.index, report), end };
};

/** Arguments that ran into a limit, or that a classifier stopped, are unfinished by right. */
const cuttingReasons: ReadonlySet<string | null> = new Set(['max_tokens', 'model_context_window_exceeded', 'refusal']);

function judge(calls: ToolCallRule, stopReason: string | null): void {
  calls.closeAll(cuttingReasons.has(stopReason));
}

function isBareError(payload: JsonObject): boolean {
  return asText(payload.type) === null && asObject(payload.error) !== null;
}

/** A whole message. */
function seeBody(body: JsonObject | null, eventIndex: number, report: Report): void {
  if (body?.type !== 'message') return;
  if (asText(body.stop_reason) === null) report('no-finish-reason', 'The message has no stop_reason.', eventIndex);
  if (asObject(body.usage) === null) report('usage-missing', 'The message has no usage.', eventIndex);
  const calls = createToolCallRule('with-ids', report);
  for (const [index, block] of asObjects(body.content).entries()) {
    if (asText(block.type)?.endsWith('tool_use') !== true) continue;
    calls.add(eventIndex, String(index), { id: block.id, name: block.name, text: toJson(block.input) });
  }
  calls.closeAll();
}
