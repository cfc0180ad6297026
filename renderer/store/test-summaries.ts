/** Summaries for tests of the store: a healthy, finished exchange, with what a test changes in it. */

import { anExchange } from '../../shared/filter/test-exchange.ts';
import type { EventRecord } from '../../shared/model/event-record.ts';

/** A finished exchange that started at 1,000,000 ms and took two seconds. */
export const summaryWith = anExchange;

/** Event `index` that wrote `text` into the one text block. */
export function textEvent(index: number, text: string): EventRecord {
  return {
    index,
    receivedAt: 1_000_500 + index,
    type: 'chat.completion.chunk',
    reading: text,
    origin: 'upstream',
    outcome: 'used',
    flags: [],
    byteStart: index * 10,
    byteEnd: index * 10 + 10,
    chunkStart: index,
    chunkEnd: index,
    deltas: [{ type: 'text-delta', choice: 0, block: '0', text }],
  };
}
