/** Pieces of the same text, thought, plan or tool arguments, one after the other. */
import type { JsonPath } from '../../lib/json-span.ts';
import { asText, type JsonObject } from '../json-reading.ts';
import { isOnlyWay, type RepeatRule } from '../repeat-rule.ts';
import type { CohereState } from './chat-state.ts';

const paths: ReadonlyMap<string, readonly JsonPath[]> = new Map([
  [
    'content-delta',
    [
      ['delta', 'message', 'content', 'text'],
      ['delta', 'message', 'content', 'thinking'],
    ],
  ],
  ['tool-call-delta', [['delta', 'message', 'tool_calls', 'function', 'arguments']]],
  ['tool-plan-delta', [['delta', 'message', 'tool_plan']]],
]);

/** Null where logprobs come with the text. */
export function cohereRepeatRule(_state: CohereState, event: JsonObject): RepeatRule<CohereState> | null {
  const text = paths.get(asText(event.type) ?? '')?.find((path) => isOnlyWay(event, path));
  return text === undefined ? null : { text, others: [], isOneEvent: true };
}
