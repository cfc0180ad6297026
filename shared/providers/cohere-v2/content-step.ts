/** Text and thinking of a Cohere stream: the three content events. */
import type { Delta } from '../../model/delta.ts';
import { asString, asText, type JsonObject } from '../json-reading.ts';
import { type CohereState, type ContentPart, withItem } from './chat-state.ts';
import type { CohereStep } from './event-step.ts';

/** `content-start`: names the part's type; its text is empty, but is taken where it is not. */
export function startContent(state: CohereState, index: number, content: JsonObject): CohereStep {
  const { type, text, thinking, ...fields } = content;
  const word = asText(type) ?? (thinking === undefined ? 'text' : 'thinking');
  const part: ContentPart = {
    index,
    type: word,
    text: asString(text) ?? asString(thinking) ?? '',
    fields,
    isOpen: true,
  };
  const deltas: Delta[] = [{ type: 'block-start', choice: 0, block: `content:${index}`, kind: kindOf(part) }];
  if (kindOf(part) === 'other')
    deltas.push({ type: 'block-patch', choice: 0, block: `content:${index}`, native: content });
  if (part.text !== '') deltas.push(textDelta(part, part.text));
  return { state: withPart(state, part), deltas, reading: part.text === '' ? word : part.text };
}

/** `content-delta`: text for the part of its index; the field's name tells the kind where no start event did. */
export function contentDelta(state: CohereState, index: number, content: JsonObject): CohereStep {
  const text = asString(content.text) ?? asString(content.thinking) ?? '';
  const known = state.contents.find((part) => part.index === index);
  const before = known ?? emptyPart(index, content.thinking === undefined ? 'text' : 'thinking');
  const part: ContentPart = {
    index,
    type: before.type,
    text: before.text + text,
    fields: before.fields,
    isOpen: true,
  };
  return { state: withPart(state, part), deltas: text === '' ? [] : [textDelta(part, text)], reading: text };
}

/** `content-end`. */
export function endContent(state: CohereState, index: number): CohereStep {
  const known = state.contents.find((part) => part.index === index);
  const reading = `content ${index} ends`;
  if (known === undefined) return { state, deltas: [], reading };
  return {
    state: withPart(state, { ...known, isOpen: false }),
    deltas: [{ type: 'block-end', choice: 0, block: `content:${index}` }],
    reading,
  };
}

/** The block that a citation without a place belongs to: the last text. */
export function lastTextBlock(state: CohereState): string {
  const last = state.contents.findLast((part) => part.type === 'text');
  return `content:${last?.index ?? 0}`;
}

function emptyPart(index: number, type: string): ContentPart {
  return { index, type, text: '', fields: {}, isOpen: true };
}

function kindOf(part: ContentPart): 'text' | 'reasoning' | 'other' {
  if (part.type === 'thinking') return 'reasoning';
  return part.type === 'text' ? 'text' : 'other';
}

function textDelta(part: ContentPart, text: string): Delta {
  const block = `content:${part.index}`;
  return { type: part.type === 'thinking' ? 'reasoning-delta' : 'text-delta', choice: 0, block, text };
}

/** Written out field by field: this runs for every piece of text, and object spreads are slow on Node 20. */
function withPart(state: CohereState, part: ContentPart): CohereState {
  return {
    facts: state.facts,
    body: state.body,
    isStarted: true,
    id: state.id,
    role: state.role,
    toolPlan: state.toolPlan,
    isPlanOpen: state.isPlanOpen,
    contents: withItem(state.contents, part),
    toolCalls: state.toolCalls,
    citations: state.citations,
    logprobs: state.logprobs,
    end: state.end,
    isEnded: state.isEnded,
    hasError: state.hasError,
  };
}
