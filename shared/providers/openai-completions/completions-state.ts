/** What the adapter carries from chunk to chunk, and the fold behind `native`: the object a request without `stream` would get. */
import { type AppendList, appendItems, emptyAppendList, toArray } from '../append-list.ts';
import { asText, isObject, type JsonObject } from '../json-reading.ts';
import type { ErrorFacts } from '../provider-error.ts';
import { choiceFields, logprobLists } from './wire.ts';

export type CompletionsState = {
  readonly facts: ErrorFacts;
  /** Top-level fields but `choices`, the last value of each; null before the first chunk. */
  readonly fields: JsonObject | null;
  /** A whole JSON body, which is its own final object. */
  readonly body: unknown;
  /** Ordered by index. */
  readonly choices: readonly ChoiceState[];
  readonly id: string | null;
  readonly model: string | null;
  readonly isEnded: boolean;
  readonly hasError: boolean;
  /** Writer's chunks: nothing but text, ended by the body's end. */
  readonly isBare: boolean;
};

export type ChoiceState = {
  readonly index: number;
  readonly text: string;
  readonly finishReason: string | null;
  readonly logprobs: LogprobsState | null;
  /** Fields that we have no word for (`stop_reason`, `content_filter_results`). */
  readonly fields: JsonObject;
};

type LogprobsState = { readonly [name: string]: AppendList<unknown> | { readonly value: unknown } };

export function emptyState(facts: ErrorFacts): CompletionsState {
  return {
    facts,
    fields: null,
    body: null,
    choices: [],
    id: null,
    model: null,
    isEnded: false,
    hasError: false,
    isBare: false,
  };
}

/** A choice that has not said anything. */
export function emptyChoice(index: number): ChoiceState {
  return { index, text: '', finishReason: null, logprobs: null, fields: {} };
}

/** The choice after one more item of `choices`. */
export function reduceChoice(choice: ChoiceState, item: JsonObject, text: string): ChoiceState {
  return {
    index: choice.index,
    text: choice.text + text,
    finishReason: asText(item.finish_reason) ?? choice.finishReason,
    logprobs: isObject(item.logprobs) ? reduceLogprobs(choice.logprobs ?? {}, item.logprobs) : choice.logprobs,
    fields: mergeFields(choice.fields, item, choiceFields),
  };
}

function reduceLogprobs(before: LogprobsState, wire: JsonObject): LogprobsState {
  const merged: { [name: string]: LogprobsState[string] } = { ...before };
  for (const [name, value] of Object.entries(wire)) {
    const list = merged[name];
    const isList = logprobLists.has(name) && Array.isArray(value);
    if (isList) merged[name] = appendItems(list !== undefined && 'items' in list ? list : emptyAppendList(), value);
    else if (list === undefined || !('items' in list)) merged[name] = { value };
  }
  return merged;
}

/** The last value of each field but those `known`; chunks that repeat theirs copy nothing. */
export function mergeFields(before: JsonObject, wire: JsonObject, known: ReadonlySet<string>): JsonObject {
  let merged: Record<string, unknown> | null = null;
  for (const name of Object.keys(wire)) {
    if (known.has(name) || name === '__proto__') continue;
    if (merged === null && name in before && before[name] === wire[name]) continue;
    merged ??= { ...before };
    // The last chunk alone has the usage; `null` on the others takes nothing away.
    if (name !== 'usage' || wire[name] !== null || !(name in merged)) merged[name] = wire[name];
  }
  return merged ?? before;
}

/** The completion as one object; null when nothing came. */
export function toNativeCompletion(state: CompletionsState): unknown {
  if (state.body !== null) return state.body;
  if (state.fields === null) return null;
  const choices = state.choices.map((choice) => ({
    ...choice.fields,
    text: choice.text,
    index: choice.index,
    logprobs: choice.logprobs === null ? null : plainLogprobs(choice.logprobs),
    finish_reason: choice.finishReason,
  }));
  return { ...state.fields, choices };
}

function plainLogprobs(logprobs: LogprobsState): JsonObject {
  const plain = Object.entries(logprobs).map(([name, held]) => [name, 'items' in held ? toArray(held) : held.value]);
  return Object.fromEntries(plain) as JsonObject;
}
