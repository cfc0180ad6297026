/**
 * Rules of a response's stream beyond those that reading it needs (sequence numbers, items that were never added):
 * its start, its items' order and ends, arguments, usage, the terminal event.
 * @see https://platform.openai.com/docs/api-reference/responses-streaming
 */
import { createBlockRule } from '../conformance/block-rule.ts';
import { createEndRule } from '../conformance/end-rule.ts';
import { checkErrorName, checkEventName } from '../conformance/event-name-rule.ts';
import { createToolCallRule } from '../conformance/tool-call-rule.ts';
import type { CreateFormatWatch, FormatWatch, Report, WatchedEvent } from '../conformance/watch.ts';
import { asIndex, asNumber, asObject, asObjects, asText, type JsonObject } from '../json-reading.ts';

const terminal = /^response\.(completed|incomplete|failed|cancelled)$/;

/** The watch of one response. */
export const watchOpenaiResponses: CreateFormatWatch = (_facts, report): FormatWatch => {
  const finish = createEndRule('the terminal event', report);
  const items = createBlockRule('Item', report);
  let isStarted = false;
  /** Resumed in the middle: what began before is not seen here. */
  let isPart = false;
  let model: string | null = null;

  function seeModel(eventIndex: number, response: JsonObject): void {
    const told = asText(response.model);
    if (told !== null && model !== null && told !== model) {
      report('model-changed', `The model was ${model} and is now ${told}.`, eventIndex);
    }
    model = told ?? model;
  }

  function see({ event, payload }: WatchedEvent): void {
    const { index: eventIndex } = event;
    if (payload === null) return;
    const type = asText(payload.type) ?? event.name ?? '';
    if (type === 'error') {
      if (asObject(payload.error) === null) checkErrorName(event, report);
      return;
    }
    checkEventName(event, asText(payload.type), 'optional', report);
    const response = asObject(payload.response) ?? {};
    if (type === 'response.created') {
      items.restart();
      finish.reopen();
      model = null;
      isPart = false;
    } else if (!isStarted && isResumed(payload)) {
      isPart = true;
    } else if (!isStarted) {
      report('no-start', `The stream begins with ${type} instead of response.created.`, eventIndex);
    }
    isStarted = true;
    if (!finish.admits(event)) return;
    seeModel(eventIndex, response);
    const order = asIndex(payload.output_index);
    if (type === 'response.output_item.added' && !isPart) items.start(eventIndex, String(order), order);
    if (type === 'response.output_item.done') {
      // An item that is done without having been added is told by the adapter.
      if (!isPart) items.stop(eventIndex, String(order));
      checkCall(asObject(payload.item) ?? {}, eventIndex, report);
    }
    if (!terminal.test(type)) return;
    finish.close();
    if (type === 'response.completed') {
      items.end(eventIndex);
      checkUsage(response, eventIndex, report);
    }
  }

  return { see, seeBody: ({ event, payload }) => seeBody(payload, event.index, report), end: () => undefined };
};

/** `starting_after` goes on in the middle of a stream. */
function isResumed(payload: JsonObject): boolean {
  return (asNumber(payload.sequence_number) ?? 0) > 0;
}

function checkUsage(response: JsonObject, eventIndex: number, report: Report): void {
  if (asObject(response.usage) === null) report('usage-missing', 'The completed response has no usage.', eventIndex);
}

/** Calls that the client runs. One that was cut off has unfinished arguments by right. */
function checkCall(item: JsonObject, eventIndex: number, report: Report): void {
  if (item.type !== 'function_call' || item.status === 'incomplete') return;
  const calls = createToolCallRule('with-ids', report);
  calls.add(eventIndex, 'call', { id: item.call_id, name: item.name, text: item.arguments });
  calls.closeAll();
}

function seeBody(body: JsonObject | null, eventIndex: number, report: Report): void {
  if (body?.object !== 'response' || body.status !== 'completed') return;
  checkUsage(body, eventIndex, report);
  for (const item of asObjects(body.output)) checkCall(item, eventIndex, report);
}
