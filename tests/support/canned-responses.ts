/** Hand-made streams of the Responses API: events numbered as a server numbers them. */

/** One event, its number left to `numberedEvents`. */
export type CannedEvent = { readonly type: string; readonly [name: string]: unknown };

/** A response object as `response.created` has it. */
export function responseObject(changes: object = {}): object {
  return {
    id: 'resp_1',
    object: 'response',
    created_at: 1_700_000_000,
    status: 'in_progress',
    error: null,
    incomplete_details: null,
    instructions: null,
    model: 'gpt-test',
    output: [],
    parallel_tool_calls: true,
    usage: null,
    ...changes,
  };
}

/** SSE text of these events; `sequence_number` is put in where an event has none. */
export function numberedEvents(...events: readonly CannedEvent[]): string {
  return events
    .map((event, index) => {
      const numbered = 'sequence_number' in event ? event : { ...event, sequence_number: index };
      return `event: ${event.type}\ndata: ${JSON.stringify(numbered)}\n\n`;
    })
    .join('');
}

/** `response.created`, these events, and `response.completed` with `output`. */
export function responseStream(
  events: readonly CannedEvent[],
  output: readonly object[],
  changes: object = {},
): string {
  const usage = {
    input_tokens: 10,
    input_tokens_details: { cached_tokens: 4 },
    output_tokens: 20,
    output_tokens_details: { reasoning_tokens: 5 },
    total_tokens: 30,
  };
  const final = responseObject({ status: 'completed', output, usage, ...changes });
  return numberedEvents({ type: 'response.created', response: responseObject() }, ...events, {
    type: 'response.completed',
    response: final,
  });
}

/** An assistant's message with one text part. */
export function messageItem(text: string, id = 'msg_1', status = 'completed'): object {
  return { id, type: 'message', status, role: 'assistant', content: [textPart(text)] };
}

/** An `output_text` part. */
export function textPart(text: string, annotations: readonly object[] = []): object {
  return { type: 'output_text', text, annotations, logprobs: [] };
}

/** The events of a message that says `pieces`, from its beginning to its end. */
export function messageEvents(
  pieces: readonly string[],
  place: { outputIndex?: number; id?: string } = {},
): CannedEvent[] {
  const { outputIndex = 0, id = 'msg_1' } = place;
  const at = { output_index: outputIndex, item_id: id, content_index: 0 };
  const text = pieces.join('');
  return [
    {
      type: 'response.output_item.added',
      output_index: outputIndex,
      item: { id, type: 'message', status: 'in_progress', role: 'assistant', content: [] },
    },
    { type: 'response.content_part.added', ...at, part: textPart('') },
    ...pieces.map((delta): CannedEvent => ({ type: 'response.output_text.delta', ...at, delta, logprobs: [] })),
    { type: 'response.output_text.done', ...at, text, logprobs: [] },
    { type: 'response.content_part.done', ...at, part: textPart(text) },
    { type: 'response.output_item.done', output_index: outputIndex, item: messageItem(text, id) },
  ];
}

/** Added with what is left of it at the start, events in between, done. */
export function itemEvents(
  item: object,
  atStart: object,
  between: readonly CannedEvent[] = [],
): readonly CannedEvent[] {
  return [
    { type: 'response.output_item.added', output_index: 0, item: { ...item, status: 'in_progress', ...atStart } },
    ...between.map((event) => ({ output_index: 0, item_id: (item as { id: string }).id, ...event })),
    { type: 'response.output_item.done', output_index: 0, item },
  ];
}
