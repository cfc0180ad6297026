/**
 * Rules of Ollama's streams, chat and generate: every line names the model and the time, the last one has `done`, a
 * reason and the counts.
 * @see https://github.com/ollama/ollama/blob/main/docs/api.md
 */
import { createEndRule } from '../conformance/end-rule.ts';
import { createIdentityRule } from '../conformance/identity-rule.ts';
import type { CreateFormatWatch, FormatWatch, Report, WatchedEvent } from '../conformance/watch.ts';
import { asNumber, asObject, asObjects, asText, type JsonObject } from '../json-reading.ts';

/** The watch of one response. */
export const watchOllama: CreateFormatWatch = (_facts, report): FormatWatch => {
  const finish = createEndRule('the line with `done`', report);
  const identity = createIdentityRule(report);
  let isCreatedTold = false;

  function see({ event, payload }: WatchedEvent): void {
    if (payload === null || payload.error != null || !finish.admits(event)) return;
    identity.see(event.index, null, payload.model);
    if (!isCreatedTold && asText(payload.created_at) === null) {
      isCreatedTold = true;
      report('created-missing', 'A line without `created_at`.', event.index);
    }
    for (const call of asObjects(asObject(payload.message)?.tool_calls)) {
      if (asText(asObject(call.function)?.name) !== null) continue;
      report('tool-call-without-name', 'A tool call without a name.', event.index);
    }
    if (payload.done !== true) return;
    finish.close();
    checkLast(payload, event.index, report);
  }

  return { see, seeBody: see, end: () => undefined };
};

/** A request without messages only loads or unloads the model: it has no counts. */
function checkLast(last: JsonObject, eventIndex: number, report: Report): void {
  const reason = asText(last.done_reason);
  if (reason === null) report('no-finish-reason', 'The last line has no `done_reason`.', eventIndex);
  const hasCounts = asNumber(last.eval_count) !== null || asNumber(last.prompt_eval_count) !== null;
  if (!hasCounts && reason !== 'load' && reason !== 'unload') {
    report('usage-missing', 'The last line has no counts of tokens.', eventIndex);
  }
}
