/** What the adapter carries from event to event: which family speaks, its reader's own state, and which counts are told. */
import type { Delta } from '../../model/delta.ts';
import type { UsageReport } from '../../model/usage.ts';
import type { ResponseFacts } from '../adapter.ts';
import { type BedrockErrorFacts, readBedrockErrorFacts } from '../bedrock-common/frame-error.ts';
import type { ModelFamily } from './family.ts';

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
    hasBareChunk: false,
  };
}

export function withInner(state: InvokeState, inner: unknown, deltas: readonly Delta[]): InvokeState {
  const { facts, response, requestBody, family, body, hasError, hasBareChunk } = state;
  const told = withTold(state.told, deltas);
  return { facts, response, requestBody, family, inner, told, body, hasError, hasBareChunk };
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
