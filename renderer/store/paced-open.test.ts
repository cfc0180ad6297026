import { expect, test } from 'vitest';
import { textEvent } from '../features/exchange/test-events.ts';
import { appendEvents, emptyEventList } from './event-list.ts';
import { beginOpenExchange, type OpenExchange } from './open-exchange.ts';
import { pickAlone } from './paced-open.ts';

const events = appendEvents(
  emptyEventList,
  [0, 1, 2].map((index) => textEvent(index, index)),
);
const shown: OpenExchange = { ...beginOpenExchange('x'), isLoading: false, events };
const grown: OpenExchange = { ...shown, events: appendEvents(events, [textEvent(3, 3), textEvent(4, 4)]) };
const at = (index: number): OpenExchange => ({ ...grown, isLive: false, selection: { kind: 'event', index } });

test('an event that is shown already is picked without what came since', () => {
  expect(pickAlone(shown, at(2))).toEqual({ ...shown, isLive: false, selection: { kind: 'event', index: 2 } });
});

test('one that is not shown yet needs all of it', () => {
  expect(pickAlone(shown, at(3))).toBeNull();
  expect(pickAlone(shown, { ...grown, selection: { kind: 'range', first: 1, last: 4, text: null } })).toBeNull();
});

test('back to now: the pick goes at once, what came meanwhile in its turn', () => {
  expect(pickAlone({ ...shown, isLive: false, selection: { kind: 'event', index: 1 } }, grown)).toEqual(shown);
});

test('another exchange, its end and the playhead are shown with everything', () => {
  expect(pickAlone(shown, { ...grown, id: 'y' })).toBeNull();
  expect(pickAlone(shown, { ...at(1), isFinalApplied: true })).toBeNull();
  expect(pickAlone(shown, { ...at(1), momentAt: 5 })).toBeNull();
  expect(pickAlone(null, grown)).toBeNull();
});
