/**
 * Rules of Cohere's first chat API: stream-start first, stream-end last, with a reason and the counts.
 * @see https://docs.cohere.com/v1/reference/chat-stream
 */
import { createEndRule } from '../conformance/end-rule.ts';
import type { CreateFormatWatch, FormatWatch, WatchedEvent } from '../conformance/watch.ts';
import { asObject, asText } from '../json-reading.ts';

/** The watch of one response. */
export const watchCohereV1: CreateFormatWatch = (_facts, report): FormatWatch => {
  const finish = createEndRule('stream-end', report);
  let isStarted = false;

  function see({ event, payload }: WatchedEvent): void {
    const type = asText(payload?.event_type);
    if (payload === null || type === null || !finish.admits(event)) return;
    if (!isStarted && type !== 'stream-start') {
      report('no-start', `The stream begins with ${type} instead of stream-start.`, event.index);
    }
    isStarted = true;
    if (type !== 'stream-end') return;
    finish.close();
    if (asText(payload.finish_reason) === null) {
      report('no-finish-reason', 'stream-end has no finish_reason.', event.index);
    }
    if (asObject(asObject(payload.response)?.meta) === null) {
      report('usage-missing', 'stream-end has no `response.meta` with the counts.', event.index);
    }
  }

  return { see, end: () => undefined };
};
