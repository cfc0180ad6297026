/**
 * Rules of Chat Completions streams (Mistral's are the same): `[DONE]` ends, every choice has a role first and one finish
 * reason, tool calls are numbered, usage comes where it was asked for.
 * @see https://platform.openai.com/docs/api-reference/chat-streaming
 */
import { createEndRule } from '../conformance/end-rule.ts';
import { createIdentityRule } from '../conformance/identity-rule.ts';
import { createToolCallRule, type ToolCallRule } from '../conformance/tool-call-rule.ts';
import { createUsageRule } from '../conformance/usage-rule.ts';
import type { CreateFormatWatch, FormatWatch, Report, WatchedEvent, WatchFacts } from '../conformance/watch.ts';
import { asIndex, asNumber, asObject, asObjects, asText, indexOr, type JsonObject } from '../json-reading.ts';
import { mapFinishReason } from './finish-reason.ts';
import { findUsage } from './usage.ts';

const usageFields = ['prompt_tokens', 'completion_tokens', 'total_tokens'];

/** The watch of one response. */
export const watchOpenaiChat: CreateFormatWatch = (facts: WatchFacts, report: Report): FormatWatch => {
  const end = createEndRule('[DONE]', report);
  const identity = createIdentityRule(report);
  const usage = createUsageRule(usageFields, report);
  const choices = new Map<number, ChoiceWatch>();
  let isFirstChunk = true;
  let hasChunk = false;

  function see({ event, payload }: WatchedEvent): void {
    if (!end.admits(event)) return;
    if (event.data.trim().startsWith('[DONE]')) {
      end.close();
      return;
    }
    hasChunk ||= payload !== null;
    if (payload === null || payload.error != null) return;
    identity.see(event.index, payload.id, payload.model);
    usage.see(event.index, findUsage(payload));
    if (!Array.isArray(payload.choices)) {
      report('choices-missing', `A chunk without choices: ${Object.keys(payload).join(', ')}.`, event.index);
      return;
    }
    const items = asObjects(payload.choices);
    if (isFirstChunk && items.length > 0) {
      isFirstChunk = false;
      if (asNumber(payload.created) === null)
        report('created-missing', 'The first chunk has no `created`.', event.index);
    }
    for (const [position, item] of items.entries()) {
      const index = indexOr(item.index, position);
      const watch = choices.get(index) ?? createChoiceWatch(index, report);
      choices.set(index, watch);
      watch.see(event.index, item);
    }
  }

  function finish(): void {
    for (const choice of choices.values()) choice.end();
    if (!hasChunk && end.isClosed()) report('empty-stream', '[DONE] came without any chunk before it.', null);
    const isFinished = choices.size > 0 && [...choices.values()].every((choice) => choice.isFinished());
    if (isFinished && !end.isClosed()) {
      report('no-terminator', 'All choices have their finish reason, but [DONE] never came.', null);
    }
    if (!identity.hasId() && choices.size > 0) report('id-missing', 'No chunk has an id.', null);
    if (asksForUsage(facts.requestBody) && !usage.hasUsage()) {
      report('usage-missing', 'The request asked for usage (stream_options.include_usage); none came.', null);
    }
  }

  return { see, seeBody: ({ event, payload }) => seeBody(payload, event.index, report), end: finish };
};

function asksForUsage(requestBody: unknown): boolean {
  return asObject(asObject(requestBody)?.stream_options)?.include_usage === true;
}

/** A whole `chat.completion`. */
function seeBody(body: JsonObject | null, eventIndex: number, report: Report): void {
  if (body === null || !Array.isArray(body.choices)) return;
  // A missing finish reason is told by the adapter.
  for (const choice of asObjects(body.choices)) {
    const calls = createToolCallRule('with-ids', report);
    for (const [index, call] of asObjects(asObject(choice.message)?.tool_calls).entries()) {
      addCall(calls, eventIndex, String(index), call);
    }
    calls.closeAll(isCutOff(asText(choice.finish_reason)));
  }
  if (findUsage(body) === null) report('usage-missing', 'The answer has no usage.', eventIndex);
}

type ChoiceWatch = {
  readonly see: (eventIndex: number, choice: JsonObject) => void;
  readonly end: () => void;
  readonly isFinished: () => boolean;
};

function createChoiceWatch(index: number, report: Report): ChoiceWatch {
  const calls = createToolCallRule('with-ids', report);
  let finish: string | null = null;
  let isFirst = true;
  let nextCall = 0;

  function seeCall(eventIndex: number, call: JsonObject): void {
    const number = asIndex(call.index);
    if (number === null) {
      report('tool-index-missing', 'A piece of a tool call without `index`.', eventIndex);
      return;
    }
    const key = String(number);
    const id = asText(call.id);
    const known = calls.idOf(key);
    if (calls.isKnown(key)) {
      if (id !== null && known !== null && id !== known) {
        report('tool-index-repeated', `Index ${number} was ${known} and is now ${id}.`, eventIndex);
        calls.close(key);
      }
    } else if (number !== nextCall) {
      report('tool-index-order', `Tool call ${number} begins where ${nextCall} is due.`, eventIndex);
    }
    nextCall = Math.max(nextCall, number + 1);
    addCall(calls, eventIndex, key, call);
  }

  function see(eventIndex: number, choice: JsonObject): void {
    const delta = asObject(choice.delta);
    const items = asObjects(delta?.tool_calls);
    if (delta !== null && saysSomething(delta)) {
      if (isFirst && asText(delta.role) === null) {
        report('role-missing', `The first piece of choice ${index} has no role.`, eventIndex);
      }
      isFirst = false;
      if (finish !== null && (hasText(delta.content) || items.length > 0)) {
        report('data-after-finish', `Choice ${index} goes on after its finish reason “${finish}”.`, eventIndex);
      }
    }
    for (const call of items) seeCall(eventIndex, call);
    const reason = asText(choice.finish_reason);
    if (reason === null) return;
    // OpenRouter says the same reason again beside the usage: that harms nobody.
    if (finish !== null && finish !== reason) {
      report('duplicate-finish', `Choice ${index} finished with “${finish}”, now with “${reason}”.`, eventIndex);
    }
    finish = reason;
  }

  return {
    see,
    isFinished: () => finish !== null,
    end: () => {
      // An unfinished choice is told as such.
      if (finish === null) calls.dropAll();
      else calls.closeAll(isCutOff(finish));
    },
  };
}

/** Arguments that ran into a limit, a filter or a failure are unfinished by right. */
function isCutOff(finish: string | null): boolean {
  const reason = finish === null ? 'stop' : mapFinishReason(finish);
  return reason === 'length' || reason === 'content-filter' || reason === 'refusal' || reason === 'error';
}

function saysSomething(delta: JsonObject): boolean {
  return Object.keys(delta).length > 0;
}

function hasText(content: unknown): boolean {
  return typeof content === 'string' ? content !== '' : Array.isArray(content) && content.length > 0;
}

/** A function call, or a custom tool's with free text that need not be JSON. */
function addCall(calls: ToolCallRule, eventIndex: number, key: string, call: JsonObject): void {
  const custom = asObject(call.custom);
  const inner = asObject(call.function);
  const text = typeof inner?.arguments === 'string' ? inner.arguments : null;
  calls.add(eventIndex, key, { id: call.id, name: custom?.name ?? inner?.name, text: custom === null ? text : null });
}
