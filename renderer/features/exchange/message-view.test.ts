import { expect, it } from 'vitest';
import type { RequestMessage, RequestPart } from '../../../shared/model/request-reading.ts';
import { initialView, joinTools, markdownOfMessage, textOfMessage } from './message-view.ts';

function message(role: RequestMessage['role'], ...parts: readonly RequestPart[]): RequestMessage {
  return { role, name: null, parts, hasCacheMarker: false, path: `messages[0]` };
}

const call: RequestPart = { kind: 'tool-call', id: 'call_1', name: 'Read', input: { path: 'a.ts' } };
const result: RequestPart = { kind: 'tool-result', toolCallId: 'call_1', name: null, text: 'a ``` b', isError: false };

it('a tool call finds its later result, and the result the name of its call', () => {
  const messages = [message('assistant', call), message('tool', result)];
  const joins = joinTools({ model: null, isStreaming: true, messages, tools: [], parameters: [] });
  expect(joins.results.get('call_1')).toEqual({ result, path: 'messages[0]', index: 1 });
  expect(joins.names.get('call_1')).toBe('Read');
});

it('only a long system prompt begins folded', () => {
  const long: RequestPart = { kind: 'text', text: 'x'.repeat(5_000) };
  expect(initialView(message('system', long)).isFolded).toBe(true);
  expect(initialView(message('user', long)).isFolded).toBe(false);
});

it('copies as text and as markdown whose fences hold', () => {
  expect(textOfMessage(message('assistant', { kind: 'text', text: 'Hm.' }, call))).toBe('Hm.\n\nRead({"path":"a.ts"})');
  expect(markdownOfMessage(message('tool', result))).toBe('## tool\n\n````\na ``` b\n````\n');
});
