/** The object that `cohere-ai` returns from `v2.chat()`: of a whole body, or joined from a stream (the SDK has no helper for it). */
import { toArray } from '../append-list.ts';
import type { JsonObject } from '../json-reading.ts';
import { toSdkShape } from '../sdk-shape.ts';
import type { CohereState, ContentPart, ToolCallPart } from './chat-state.ts';
import { chatResponseShape } from './wire.ts';

/** Null when nothing came. Called rarely: lists are copied here. */
export function nativeResponse(state: CohereState): unknown {
  if (state.body !== null) return toSdkShape(state.body, chatResponseShape);
  return state.isStarted ? toSdkShape(wireResponse(state), chatResponseShape) : null;
}

/** The body that the same request without `stream` would have got: what is empty is left out there. */
function wireResponse(state: CohereState): JsonObject {
  const { error, ...end } = state.end ?? {};
  return {
    ...(state.id === null ? {} : { id: state.id }),
    message: wireMessage(state),
    ...end,
    ...(error == null ? {} : { error }),
    ...(state.logprobs.length === 0 ? {} : { logprobs: toArray(state.logprobs) }),
  };
}

function wireMessage(state: CohereState): JsonObject {
  return {
    role: state.role ?? 'assistant',
    ...(state.toolPlan === null ? {} : { tool_plan: state.toolPlan }),
    ...(state.toolCalls.length === 0 ? {} : { tool_calls: inOrder(state.toolCalls).map(wireToolCall) }),
    ...(state.contents.length === 0 ? {} : { content: inOrder(state.contents).map(wireContent) }),
    ...(state.citations.length === 0 ? {} : { citations: toArray(state.citations) }),
  };
}

function wireContent(part: ContentPart): JsonObject {
  const field = part.type === 'thinking' ? 'thinking' : 'text';
  return { type: part.type, ...part.fields, [field]: part.text };
}

function wireToolCall(call: ToolCallPart): JsonObject {
  return {
    ...(call.id === null ? {} : { id: call.id }),
    type: call.type ?? 'function',
    function: { ...(call.name === null ? {} : { name: call.name }), arguments: call.arguments },
  };
}

function inOrder<Item extends { readonly index: number }>(items: readonly Item[]): readonly Item[] {
  return items.toSorted((one, other) => one.index - other.index);
}
