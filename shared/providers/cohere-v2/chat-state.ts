/** What a Cohere stream has said so far: everything that its final object is joined from. A value: a step makes the next. */
import { type AppendList, emptyAppendList } from '../append-list.ts';
import type { JsonObject } from '../json-reading.ts';
import type { ErrorFacts } from '../provider-error.ts';

/** One item of `message.content`. */
export type ContentPart = {
  readonly index: number;
  /** The wire's word: `text`, `thinking`, or one that we don't know yet. */
  readonly type: string;
  /** Grows by `+=` (a rope): no event costs more than the first. */
  readonly text: string;
  /** Fields of the start event beside type and text. */
  readonly fields: JsonObject;
  readonly isOpen: boolean;
};

export type ToolCallPart = {
  readonly index: number;
  readonly id: string | null;
  readonly type: string | null;
  readonly name: string | null;
  readonly arguments: string;
  readonly isOpen: boolean;
};

export type CohereState = {
  readonly facts: ErrorFacts;
  /** A whole JSON body, which is its own final object. */
  readonly body: unknown;
  readonly isStarted: boolean;
  readonly id: string | null;
  readonly role: string | null;
  /** Null: none came. */
  readonly toolPlan: string | null;
  readonly isPlanOpen: boolean;
  readonly contents: readonly ContentPart[];
  readonly toolCalls: readonly ToolCallPart[];
  readonly citations: AppendList<unknown>;
  readonly logprobs: AppendList<unknown>;
  /** `delta` of message-end; null before it. */
  readonly end: JsonObject | null;
  readonly isEnded: boolean;
  readonly hasError: boolean;
};

/** Before the first event. */
export function emptyState(facts: ErrorFacts): CohereState {
  return {
    facts,
    body: null,
    isStarted: false,
    id: null,
    role: null,
    toolPlan: null,
    isPlanOpen: false,
    contents: [],
    toolCalls: [],
    citations: emptyAppendList(),
    logprobs: emptyAppendList(),
    end: null,
    isEnded: false,
    hasError: false,
  };
}

/** `items` with this one in place of the one of its index, or after the others. */
export function withItem<Item extends { readonly index: number }>(items: readonly Item[], item: Item): readonly Item[] {
  const position = items.findIndex((other) => other.index === item.index);
  return position === -1 ? [...items, item] : items.with(position, item);
}
