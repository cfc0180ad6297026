/** A Cohere answer in one piece: the deltas that a stream would have made of it. */
import type { Delta } from '../../model/delta.ts';
import { mapFinishReason } from '../cohere-common/finish-reason.ts';
import { readCohereUsage, usageReading } from '../cohere-common/usage.ts';
import { asObject, asObjects, asText, type JsonObject } from '../json-reading.ts';
import type { CohereState } from './chat-state.ts';
import { citationDelta } from './citations.ts';
import { lastTextBlock, startContent } from './content-step.ts';
import { type CohereStep, closeOpen, planDelta } from './event-step.ts';
import { startToolCall } from './tool-step.ts';

/** Steps through the document as if its parts had come one after the other. @see https://docs.cohere.com/reference/chat */
export function stepBody(before: CohereState, body: JsonObject): CohereStep {
  const message = asObject(body.message);
  if (message === null) {
    const state = { ...before, body, isEnded: true };
    return { state, deltas: [], reading: Object.keys(body).join(', '), outcome: 'unknown' };
  }
  const id = asText(body.id);
  const deltas: Delta[] = [{ type: 'response-start', ...(id === null ? {} : { id }) }];
  const parts = bodyParts(before, message);
  deltas.push(...parts.deltas, ...closeOpen(parts.state, 'whole'));
  const usage = asObject(body.usage);
  const report = usage === null ? null : readCohereUsage(usage);
  if (report !== null) deltas.push({ type: 'usage', usage: report });
  const word = asText(body.finish_reason);
  if (word !== null) {
    deltas.push({ type: 'choice-end', choice: 0, finishReason: mapFinishReason(word), rawFinishReason: word });
  }
  deltas.push({ type: 'response-end' });
  const words = [...parts.readings, word === null ? '' : `finish ${word}`, report === null ? '' : usageReading(report)];
  const reading = words.filter((text) => text !== '').join(' · ');
  return { state: { ...before, body, isEnded: true }, deltas, reading };
}

type Parts = { readonly state: CohereState; readonly deltas: readonly Delta[]; readonly readings: readonly string[] };

function bodyParts(before: CohereState, message: JsonObject): Parts {
  const deltas: Delta[] = [];
  const readings: string[] = [];
  let state = before;
  const take = (step: CohereStep): void => {
    state = step.state;
    deltas.push(...step.deltas);
    readings.push(step.reading);
  };
  const plan = asText(message.tool_plan);
  if (plan !== null) take(planDelta(state, plan));
  const content = typeof message.content === 'string' ? [{ type: 'text', text: message.content }] : message.content;
  for (const [index, part] of asObjects(content).entries()) take(startContent(state, index, part));
  for (const [index, call] of asObjects(message.tool_calls).entries()) take(startToolCall(state, index, call));
  for (const citation of asObjects(message.citations)) deltas.push(citationDelta(citation, lastTextBlock(state)));
  return { state, deltas, readings };
}
