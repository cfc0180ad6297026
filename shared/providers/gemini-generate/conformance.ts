/**
 * Rules of generateContent: one finish reason for each candidate in its last chunk, usage, calls with names. The stream
 * has no end marker.
 * @see https://ai.google.dev/api/generate-content#v1beta.GenerateContentResponse
 */
import { createIdentityRule } from '../conformance/identity-rule.ts';
import { createUsageRule } from '../conformance/usage-rule.ts';
import type { CreateFormatWatch, FormatWatch, Report, WatchedEvent } from '../conformance/watch.ts';
import { asObject, asObjects, asText, indexOr, type JsonObject } from '../json-reading.ts';

const usageFields = ['promptTokenCount', 'candidatesTokenCount', 'thoughtsTokenCount', 'totalTokenCount'];

/** The watch of one response. */
export const watchGeminiGenerate: CreateFormatWatch = (_facts, report): FormatWatch => {
  const identity = createIdentityRule(report);
  const usage = createUsageRule(usageFields, report);
  const finished = new Map<number, string>();
  const seen = new Set<number>();
  let isBlocked = false;

  function see({ event, payload }: WatchedEvent): void {
    const chunk = asObject(payload?.response) ?? payload;
    if (chunk === null || chunk.error != null) return;
    identity.see(event.index, chunk.responseId, chunk.modelVersion);
    usage.see(event.index, asObject(chunk.usageMetadata));
    isBlocked ||= asObject(chunk.promptFeedback)?.blockReason !== undefined;
    for (const [position, candidate] of asObjects(chunk.candidates).entries()) {
      seeCandidate(event.index, indexOr(candidate.index, position), candidate);
    }
  }

  function seeCandidate(eventIndex: number, index: number, candidate: JsonObject): void {
    const reason = asText(candidate.finishReason);
    seen.add(index);
    const before = finished.get(index);
    const parts = asObjects(asObject(candidate.content)?.parts);
    if (
      before !== undefined &&
      parts.some((part) => asText(part.text) !== null || asObject(part.functionCall) !== null)
    ) {
      report('data-after-finish', `Candidate ${index} goes on after its finish reason “${before}”.`, eventIndex);
    }
    if (reason !== null) finished.set(index, reason);
    for (const part of parts) checkCall(part, eventIndex, report);
  }

  function end(): void {
    if (seen.size === 0) return;
    if (!usage.hasUsage()) report('usage-missing', 'No chunk has any usageMetadata.', null);
    const open = [...seen].filter((index) => !finished.has(index));
    if (!isBlocked && open.length > 0) {
      report('no-finish-reason', `Candidate ${open.join(', ')} has no finishReason.`, null);
    }
  }

  function seeBody(watched: WatchedEvent): void {
    see(watched);
    end();
  }

  return { see, seeBody, end };
};

/** Streamed arguments name the call in the first piece only: later ones are empty or hold `partialArgs`. */
function checkCall(part: JsonObject, eventIndex: number, report: Report): void {
  const call = asObject(part.functionCall);
  if (call === null || asText(call.name) !== null) return;
  if (call.args === undefined) return;
  report('tool-call-without-name', 'A functionCall without a name.', eventIndex);
}
