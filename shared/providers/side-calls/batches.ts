/** Batches of requests: how far one is, which there are, and what came of it. */
import { asList, asNumber, asObject, asObjects, asText, isObject, type JsonObject } from '../json-reading.ts';
import { batchRequest } from './read-request.ts';
import { counted, type SideCall, type SideReading, shown } from './side-call.ts';

/**
 * @see https://platform.openai.com/docs/api-reference/batch
 * @see https://docs.anthropic.com/en/api/creating-message-batches
 * @see https://ai.google.dev/gemini-api/docs/batch-api
 * @see https://docs.mistral.ai/capabilities/batch
 */
export const batches: SideCall = {
  format: 'batches',
  title: 'Batches',
  claims: ({ path }) =>
    /\/batches(\/[^:]*)?(:cancel|:delete)?$|\/batch\/jobs(\/.*)?$|:batchGenerateContent$/.test(path),
  readBody,
  readEvent: readResult,
  isList: true,
  readRequest: batchRequest,
};

function readBody(body: JsonObject): SideReading | null {
  const list = body.data ?? body.operations ?? body.batches;
  if (Array.isArray(list))
    return shown(`listed ${counted(list.length, 'batch', 'batches')}`, asObjects(list).map(batchWords));
  if (body.custom_id !== undefined) return readResult(body);
  if (stateOf(body) === null) return null;
  return shown(batchWords(body), body);
}

/** `batch_1 in_progress, 3 of 10 done, 1 failed`. */
function batchWords(batch: JsonObject): string {
  const name = asText(batch.id) ?? asText(batch.name) ?? 'batch';
  return [`${name} ${stateOf(batch) ?? ''}`.trimEnd(), ...countWords(batch)].join(', ');
}

/** OpenAI and Mistral `status`, Anthropic `processing_status`, Gemini `metadata.state`, or a deletion. */
function stateOf(batch: JsonObject): string | null {
  const told = asText(batch.status) ?? asText(batch.processing_status) ?? asText(batch.state);
  const metadata = asObject(batch.metadata);
  if (told !== null) return told;
  if (asText(metadata?.state) !== null) return asText(metadata?.state);
  return batch.deleted === true || batch.type === 'message_batch_deleted' ? 'deleted' : null;
}

function countWords(batch: JsonObject): readonly string[] {
  const counts = asObject(batch.request_counts) ?? asObject(asObject(batch.metadata)?.batchStats) ?? batch;
  const number = (...names: readonly string[]): number =>
    names.map((name) => asNumber(counts[name])).find((value) => value !== null) ?? 0;
  const succeeded = number('succeeded', 'completed', 'succeeded_requests', 'successfulRequestCount');
  const failed = number('errored', 'failed', 'failed_requests', 'failedRequestCount');
  const others = number('processing', 'pendingRequestCount') + number('canceled') + number('expired');
  const total = number('total', 'total_requests', 'requestCount') || succeeded + failed + others;
  if (total === 0) return [];
  return [`${succeeded} of ${total} done`, ...(failed === 0 ? [] : [`${failed} failed`])];
}

/** One line of Anthropic's results. @see https://docs.anthropic.com/en/api/retrieving-message-batch-results */
function readResult(body: JsonObject): SideReading | null {
  const id = asText(body.custom_id);
  if (id === null) return null;
  const result = asObject(body.result) ?? asObject(body.response) ?? {};
  const state = asText(result.type) ?? (isObject(body.error) ? 'errored' : 'done');
  const said = textOf(asObject(result.message));
  const words = `${id} ${state}${said === '' ? '' : `: ${said}`}`;
  return {
    reading: words,
    deltas: [{ type: 'block-patch', choice: 0, block: 'result', name: words, native: body }],
    type: state,
  };
}

function textOf(message: JsonObject | null): string {
  return asList(message?.content)
    .map((part) => asText(asObject(part)?.text) ?? '')
    .join('');
}
