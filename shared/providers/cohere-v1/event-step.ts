/** One event of Cohere's first chat API as a step. */
import type { Delta } from '../../model/delta.ts';
import type { EventOutcome } from '../../model/event-record.ts';
import { appendItems } from '../append-list.ts';
import { mapFinishReason } from '../cohere-common/finish-reason.ts';
import { readCohereUsage, usageReading } from '../cohere-common/usage.ts';
import {
  asList,
  asObject,
  asObjects,
  asString,
  asText,
  indexOr,
  type JsonObject,
  maxBlockCount,
  toJson,
} from '../json-reading.ts';
import type { CohereV1State } from './chat-state.ts';

export type CohereV1Step = {
  readonly state: CohereV1State;
  readonly deltas: readonly Delta[];
  readonly reading: string;
  readonly outcome?: EventOutcome;
};

const textAt = { choice: 0, block: 'text' } as const;
const planAt = { choice: 0, block: 'plan' } as const;

/** One object of the stream, whose `event_type` is `type`. */
export function stepEvent(before: CohereV1State, type: string, body: JsonObject): CohereV1Step {
  const state = before.isStarted ? before : { ...before, isStarted: true };
  switch (type) {
    case 'stream-start':
      return startStream(state, asText(body.generation_id));
    case 'text-generation':
      return addText(state, asString(body.text) ?? '');
    case 'citation-generation':
      return addCitations(state, asObjects(body.citations));
    case 'search-queries-generation':
      return { state, deltas: searchDeltas(body.search_queries), reading: queryWords(body.search_queries) };
    case 'search-results':
      return addDocuments(state, asObjects(body.documents));
    case 'tool-calls-chunk':
      return toolChunk(state, body);
    case 'tool-calls-generation':
      return toolCalls(state, body);
    case 'stream-end':
      return endStream(state, asObject(body.response) ?? {}, asText(body.finish_reason));
    case 'debug':
      return { state, deltas: [], reading: asText(body.prompt) ?? '', outcome: 'ignored' };
    default:
      return { state, deltas: [], reading: Object.keys(body).join(', '), outcome: 'unknown' };
  }
}

function startStream(state: CohereV1State, id: string | null): CohereV1Step {
  return {
    state: { ...state, generationId: id },
    deltas: [{ type: 'response-start', ...(id === null ? {} : { id }) }],
    reading: id ?? '',
  };
}

function addText(state: CohereV1State, text: string): CohereV1Step {
  const deltas: readonly Delta[] = text === '' ? [] : [{ type: 'text-delta', ...textAt, text }];
  return { state: { ...state, text: state.text + text }, deltas, reading: text };
}

function addCitations(state: CohereV1State, citations: readonly JsonObject[]): CohereV1Step {
  return {
    state: { ...state, citations: appendItems(state.citations, citations) },
    deltas: citations.map((citation) => citationDelta(citation, state.documents)),
    reading: citations.map((citation) => asText(citation.text) ?? 'citation').join(' · '),
  };
}

/** A span of the answer and the documents behind it, which stand elsewhere in the same answer. */
export function citationDelta(citation: JsonObject, documents: readonly JsonObject[]): Delta {
  const ids = asList(citation.document_ids);
  const cited = documents.filter((document) => ids.includes(document.id));
  const titles = [...new Set(cited.map((document) => asText(document.title)).filter((title) => title !== null))];
  const title = titles.length > 0 ? titles.join(', ') : ids.length > 0 ? ids.join(', ') : null;
  const url = cited.map((document) => asText(document.url)).find((found) => found !== null) ?? null;
  return { type: 'citation', ...textAt, citation: { title, url, quote: asText(citation.text), native: citation } };
}

/** A search that Cohere ran for the answer: shown with its queries. @see https://docs.cohere.com/v1/docs/overview-rag-connectors */
export function searchDeltas(wire: unknown): readonly Delta[] {
  const at = { choice: 0, block: 'search' } as const;
  if (asObjects(wire).length === 0) return [];
  return [
    { type: 'block-start', ...at, kind: 'other', name: `search: ${queryWords(wire)}` },
    { type: 'block-patch', ...at, native: wire },
    { type: 'block-end', ...at },
  ];
}

function queryWords(wire: unknown): string {
  return asObjects(wire)
    .map((query) => asText(query.text) ?? '')
    .join(' · ');
}

function addDocuments(state: CohereV1State, documents: readonly JsonObject[]): CohereV1Step {
  const next = { ...state, documents: [...state.documents, ...documents] };
  return { state: next, deltas: [], reading: `${documents.length} documents` };
}

/** A piece of a call (`parameters` is JSON text), or of the plan before it. */
function toolChunk(state: CohereV1State, body: JsonObject): CohereV1Step {
  const delta = asObject(body.tool_call_delta);
  const plan = asText(body.text) ?? asText(delta?.text);
  const planDeltas: readonly Delta[] = plan === null ? [] : [{ type: 'reasoning-delta', ...planAt, text: plan }];
  if (delta === null) return { state, deltas: planDeltas, reading: plan ?? '' };
  const index = Math.min(indexOr(delta.index, 0), maxBlockCount);
  const at = { choice: 0, block: `tool:${index}` } as const;
  const name = asText(delta.name);
  const text = asText(delta.parameters);
  const deltas: readonly Delta[] = [
    ...planDeltas,
    ...(name === null ? [] : [{ type: 'block-start', ...at, kind: 'tool-call', name } as const]),
    ...(text === null ? [] : [{ type: 'tool-input-delta', ...at, text } as const]),
  ];
  const streamedCalls = name === null && text === null ? state.streamedCalls : Math.max(state.streamedCalls, index + 1);
  return {
    state: { ...state, streamedCalls },
    deltas,
    reading: [plan, name, text].filter((word) => word !== null).join(' '),
  };
}

function toolCalls(state: CohereV1State, body: JsonObject): CohereV1Step {
  const calls = asObjects(body.tool_calls);
  const reading = calls.map((call) => `tool ${asText(call.name) ?? '?'}`).join(' · ');
  return { state, deltas: callDeltas(calls, state.streamedCalls), reading };
}

/** Whole calls from `from` on. API v1 gives calls no ids. */
export function callDeltas(calls: readonly JsonObject[], from: number): readonly Delta[] {
  return calls.flatMap((call, index): readonly Delta[] => {
    const at = { choice: 0, block: `tool:${Math.min(index, maxBlockCount)}` } as const;
    const end: Delta = { type: 'block-end', ...at };
    if (index < from) return [end];
    const start: Delta = { type: 'block-start', ...at, kind: 'tool-call', name: asText(call.name) ?? '' };
    return [start, { type: 'tool-input-delta', ...at, text: toJson(call.parameters ?? {}) }, end];
  });
}

function endStream(state: CohereV1State, response: JsonObject, word: string | null): CohereV1Step {
  const deltas = endDeltas(response, word);
  const { requestId } = state.facts;
  const isError = word === 'ERROR';
  const message = asText(response.message) ?? 'The provider ended the stream with an error and no words.';
  const error = { type: word, message, status: null, requestId, retryAfterSeconds: null };
  return {
    state: { ...state, response, isEnded: true, hasError: state.hasError || isError },
    deltas: isError ? [{ type: 'response-error', error }, ...deltas] : deltas,
    reading: endReading(response, word),
  };
}

/** Counts, finish reason and end: of stream-end and of a whole body alike. */
export function endDeltas(response: JsonObject, word: string | null): readonly Delta[] {
  const meta = asObject(response.meta);
  return [
    ...(meta === null ? [] : [{ type: 'usage', usage: readCohereUsage(meta) } as const]),
    ...(word === null
      ? []
      : [{ type: 'choice-end', choice: 0, finishReason: mapFinishReason(word), rawFinishReason: word } as const]),
    { type: 'response-end' },
  ];
}

/** `finish COMPLETE · 69 in, 116 out`. */
export function endReading(response: JsonObject, word: string | null): string {
  const meta = asObject(response.meta);
  const words = [word === null ? null : `finish ${word}`, meta === null ? null : usageReading(readCohereUsage(meta))];
  return words.filter((part) => part !== null).join(' · ');
}
