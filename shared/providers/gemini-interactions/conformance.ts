/**
 * Rules of an interaction's stream: created first, steps that open, fill and close by index, completed last.
 * @see https://ai.google.dev/api/interactions-api
 */
import { createBlockRule } from '../conformance/block-rule.ts';
import { createEndRule } from '../conformance/end-rule.ts';
import { checkEventName } from '../conformance/event-name-rule.ts';
import { createIdentityRule } from '../conformance/identity-rule.ts';
import { createToolCallRule } from '../conformance/tool-call-rule.ts';
import type { CreateFormatWatch, FormatWatch, WatchedEvent } from '../conformance/watch.ts';
import { asIndex, asObject, asText, type JsonObject } from '../json-reading.ts';

/** The watch of one response. */
export const watchGeminiInteractions: CreateFormatWatch = (_facts, report): FormatWatch => {
  const finish = createEndRule('interaction.completed', report);
  const identity = createIdentityRule(report);
  const steps = createBlockRule('Step', report);
  const calls = createToolCallRule('with-ids', report);
  let isStarted = false;

  function see({ event, payload }: WatchedEvent): void {
    if (event.data.trim() === '[DONE]' || payload === null) return;
    const { index: eventIndex } = event;
    const type = asText(payload.event_type) ?? event.name ?? '';
    if (type === 'error') return;
    checkEventName(event, asText(payload.event_type), 'optional', report);
    if (!finish.admits(event)) return;
    if (!isStarted && !/^interaction\.(created|start)$/.test(type)) {
      report('no-start', `The stream begins with ${type} instead of interaction.created.`, eventIndex);
    }
    isStarted = true;
    const interaction = asObject(payload.interaction);
    identity.see(eventIndex, interaction?.id ?? payload.interaction_id, interaction?.model);
    seeStep(eventIndex, type, payload);
    if (/^interaction\.completed?$/.test(type)) complete(eventIndex, interaction ?? {});
  }

  function seeStep(eventIndex: number, type: string, payload: JsonObject): void {
    const order = asIndex(payload.index);
    const key = String(order);
    const item = asObject(payload.step) ?? asObject(payload.content) ?? {};
    if (/^(step|content)\.start$/.test(type)) {
      steps.start(eventIndex, key, order);
      if (item.type === 'function_call') calls.add(eventIndex, key, { id: item.id, name: item.name });
    } else if (/^(step|content)\.delta$/.test(type)) {
      steps.delta(eventIndex, key);
      const delta = asObject(payload.delta) ?? {};
      if (delta.type === 'arguments_delta') calls.add(eventIndex, key, { text: delta.arguments });
    } else if (/^(step|content)\.stop$/.test(type)) {
      steps.stop(eventIndex, key);
      calls.close(key);
    }
  }

  function complete(eventIndex: number, interaction: JsonObject): void {
    finish.close();
    steps.end(eventIndex);
    if (asObject(interaction.usage) === null) {
      report('usage-missing', 'The completed interaction has no usage.', eventIndex);
    }
  }

  return { see, end: () => undefined };
};
