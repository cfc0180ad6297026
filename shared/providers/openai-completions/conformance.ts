/**
 * Rules of the legacy completions stream: `[DONE]` ends, each choice has one finish reason, usage where it was asked for.
 * @see https://platform.openai.com/docs/api-reference/completions
 */
import { createEndRule } from '../conformance/end-rule.ts';
import { createIdentityRule } from '../conformance/identity-rule.ts';
import { createUsageRule } from '../conformance/usage-rule.ts';
import type { CreateFormatWatch, FormatWatch, WatchedEvent } from '../conformance/watch.ts';
import { asObject, asObjects, asText, indexOr, type JsonObject } from '../json-reading.ts';

/** The watch of one response. */
export const watchOpenaiCompletions: CreateFormatWatch = (facts, report): FormatWatch => {
  const finish = createEndRule('[DONE]', report);
  const identity = createIdentityRule(report);
  const usage = createUsageRule(['prompt_tokens', 'completion_tokens', 'total_tokens'], report);
  const finished = new Map<number, string | null>();

  function see({ event, payload }: WatchedEvent): void {
    if (!finish.admits(event)) return;
    if (event.data.trim().startsWith('[DONE]')) {
      finish.close();
      return;
    }
    if (payload === null || payload.error != null) return;
    identity.see(event.index, payload.id, payload.model);
    usage.see(event.index, asObject(payload.usage));
    if (!Array.isArray(payload.choices)) {
      report('choices-missing', `A chunk without choices: ${Object.keys(payload).join(', ')}.`, event.index);
    }
    for (const [position, choice] of asObjects(payload.choices).entries()) {
      seeChoice(event.index, indexOr(choice.index, position), choice);
    }
  }

  function seeChoice(eventIndex: number, index: number, choice: JsonObject): void {
    const before = finished.get(index) ?? null;
    const reason = asText(choice.finish_reason);
    if (before !== null && asText(choice.text) !== null) {
      report('data-after-finish', `Choice ${index} goes on after its finish reason “${before}”.`, eventIndex);
    }
    if (before !== null && reason !== null && reason !== before) {
      report('duplicate-finish', `Choice ${index} finished with “${before}”, now with “${reason}”.`, eventIndex);
    }
    finished.set(index, reason ?? before);
  }

  function end(): void {
    const isFinished = finished.size > 0 && [...finished.values()].every((reason) => reason !== null);
    if (isFinished && !finish.isClosed()) {
      report('no-terminator', 'All choices have their finish reason, but [DONE] never came.', null);
    }
    if (asObject(asObject(facts.requestBody)?.stream_options)?.include_usage === true && !usage.hasUsage()) {
      report('usage-missing', 'The request asked for usage (stream_options.include_usage); none came.', null);
    }
  }

  return { see, end };
};
