/** What the adapter carries from event to event: which family speaks, its reader's own state, and which counts are told. */
import type { Delta } from '../../model/delta.ts';
import type { UsageReport } from '../../model/usage.ts';
import type { ResponseFacts } from '../adapter.ts';
import { type BedrockErrorFacts, readBedrockErrorFacts } from '../bedrock-common/frame-error.ts';
import { isObject, type JsonObject } from '../json-reading.ts';
import type { ModelFamily } from './family.ts';

/** Bedrock's own fields among the model's begin with it. */
export const besidePrefix = 'amazon-bedrock-';
/** Counts and latencies that Bedrock itself adds. */
export const metricsName = 'amazon-bedrock-invocationMetrics';

export type InvokeState = {
  readonly facts: BedrockErrorFacts;
  readonly response: ResponseFacts;
  readonly requestBody: unknown;
  /** Null until a chunk has shown it. */
  readonly family: ModelFamily | null;
  readonly inner: unknown;
  /** Names of the counts that the model itself reported: Bedrock's own count only fills what is missing. */
  readonly told: ReadonlySet<string>;
  /** A whole JSON body of no known family, or an error's. */
  readonly body: unknown;
  readonly hasError: boolean;
  /** What Bedrock itself puts beside the model's fields (guardrail action and trace), its metrics left out. */
  readonly beside: JsonObject;
  /** The server leaves the envelope out; told once. */
  readonly hasBareChunk: boolean;
};

export function emptyState(requestBody: unknown, response: ResponseFacts): InvokeState {
  return {
    facts: readBedrockErrorFacts(response),
    response,
    requestBody,
    family: null,
    inner: null,
    told: new Set(),
    body: null,
    hasError: false,
    beside: {},
    hasBareChunk: false,
  };
}

/** After a chunk of the family's own; its usage counts are remembered as the model's. Written out: once per event. */
export function withInner(state: InvokeState, inner: unknown, deltas: readonly Delta[]): InvokeState {
  const { facts, response, requestBody, family, body, hasError, beside, hasBareChunk } = state;
  const told = withTold(state.told, deltas);
  return { facts, response, requestBody, family, inner, told, body, hasError, beside, hasBareChunk };
}

/** `amazon-bedrock-` fields of a chunk join those of earlier ones; an answer that is no stream has them too. */
export function withBeside(state: InvokeState, chunk: JsonObject): InvokeState {
  const found = Object.entries(chunk).filter(([name]) => name.startsWith(besidePrefix) && name !== metricsName);
  return found.length === 0 ? state : { ...state, beside: { ...state.beside, ...Object.fromEntries(found) } };
}

/** The final object: `@anthropic-ai/bedrock-sdk` gives Claude's message alone, other answers keep what stands beside. */
export function nativeOf({ body, family, inner, beside }: InvokeState): unknown {
  if (body !== null) return body;
  const native = family?.reader.native(inner) ?? null;
  return isObject(native) && family?.name !== 'anthropic' ? { ...native, ...beside } : native;
}

function withTold(told: ReadonlySet<string>, deltas: readonly Delta[]): ReadonlySet<string> {
  if (!deltas.some((delta) => delta.type === 'usage')) return told;
  const names = deltas.flatMap((delta) => (delta.type === 'usage' ? Object.keys(delta.usage) : []));
  return new Set([...told, ...names]);
}

/** Of Bedrock's count, what nobody else has told; no delta where that is nothing. */
export function missingUsage(state: InvokeState, counted: UsageReport): readonly Delta[] {
  const missing = Object.entries(counted).filter(([name]) => !state.told.has(name));
  return missing.length === 0 ? [] : [{ type: 'usage', usage: Object.fromEntries(missing) }];
}
