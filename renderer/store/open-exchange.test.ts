import { describe, expect, it } from 'vitest';
import type { ExchangeSnapshot, OpenPatch } from '../../shared/ipc/contract.ts';
import type { EventRecord } from '../../shared/model/event-record.ts';
import type { ExchangeDetail } from '../../shared/model/exchange.ts';
import { appendEvents, emptyEventList, eventAt, lastEventBefore } from './event-list.ts';
import {
  applyFindings,
  applyPage,
  applyPatch,
  applySnapshot,
  beginOpenExchange,
  missingFrom,
  type OpenExchange,
} from './open-exchange.ts';
import { summaryWith, textEvent } from './test-summaries.ts';

const words = ['Hel', 'lo', ' wor', 'ld', '!'];
const events = words.map((word, index) => textEvent(index, word));

function detailOf(): ExchangeDetail {
  const summary = summaryWith({ phase: 'streaming' });
  const { id, startedAt, method, target, path, upstream, endpoint, format, client } = summary;
  return {
    summary,
    start: {
      id,
      startedAt,
      method,
      target,
      path,
      httpVersion: '1.1',
      requestHeaders: [],
      sentRequestHeaders: null,
      upstream,
      endpoint,
      upstreamUrl: null,
      format,
      client,
    },
    response: null,
    connection: null,
    endFacts: null,
    requestDigest: null,
    responseDigest: null,
  };
}

function snapshot(first: readonly EventRecord[], eventCount = first.length): ExchangeSnapshot {
  return { detail: detailOf(), eventCount, events: first, problems: [], finalDeltas: null };
}

function patch(some: readonly EventRecord[], change: Partial<OpenPatch> = {}): OpenPatch {
  return { id: 'a', detail: null, events: some, problems: [], finalDeltas: null, ...change };
}

function textOf(open: OpenExchange): string {
  return open.completion.choices[0]?.blocks[0]?.text ?? '';
}

describe('the open exchange', () => {
  it('a patch that follows the snapshot is appended and folded', () => {
    const open = applyPatch(
      applySnapshot(beginOpenExchange('a'), snapshot(events.slice(0, 2))),
      patch(events.slice(2)),
    );
    expect(textOf(open)).toBe('Hello world!');
    expect(open.events.length).toBe(5);
    expect(missingFrom(open)).toBeNull();
  });

  it('events that both snapshot and patch hold are counted once', () => {
    const open = applyPatch(
      applySnapshot(beginOpenExchange('a'), snapshot(events.slice(0, 4))),
      patch(events.slice(2)),
    );
    expect(textOf(open)).toBe('Hello world!');
    expect(open.events.length).toBe(5);
  });

  it('a patch that overtakes the snapshot waits for it', () => {
    const early = applyPatch(beginOpenExchange('a'), patch(events.slice(3)));
    expect(early.events.length).toBe(0);
    const open = applySnapshot(early, snapshot(events.slice(0, 3)));
    expect(textOf(open)).toBe('Hello world!');
    expect(open.waiting).toEqual([]);
  });

  it('a hole is named, and what came after it is kept until the page that fills it', () => {
    const loaded = applySnapshot(beginOpenExchange('a'), snapshot(events.slice(0, 1)));
    const torn = applyPatch(loaded, patch(events.slice(3)));
    expect(textOf(torn)).toBe('Hel');
    expect(missingFrom(torn)).toBe(1);
    const whole = applyPage(torn, events.slice(1, 3));
    expect(textOf(whole)).toBe('Hello world!');
    expect(missingFrom(whole)).toBeNull();
  });

  it('a snapshot that holds only the first page says where the next begins', () => {
    const open = applySnapshot(beginOpenExchange('a'), snapshot(events.slice(0, 2), 5));
    expect(missingFrom(open)).toBe(2);
    expect(missingFrom(applyPage(open, []))).toBeNull();
  });

  it('deltas of the end are applied once, and only after the last event', () => {
    const finalDeltas = [{ type: 'block-end', choice: 0, block: '0' }, { type: 'response-end' }] as const;
    const loaded = applySnapshot(beginOpenExchange('a'), snapshot(events.slice(0, 1)));
    const torn = applyPatch(loaded, patch(events.slice(3), { finalDeltas }));
    expect(torn.completion.isEnded).toBe(false);
    const whole = applyPage(torn, events.slice(1, 3));
    expect(whole.completion.isEnded).toBe(true);
    expect(whole.completion.choices[0]?.blocks[0]?.isOpen).toBe(false);
    expect(applyPatch(whole, patch([], { finalDeltas })).completion).toBe(whole.completion);
  });

  it('provenance survives: the second event wrote characters 3 to 5', () => {
    const open = applySnapshot(beginOpenExchange('a'), snapshot(events));
    const pieces = open.completion.choices[0]?.blocks[0]?.pieces;
    expect(pieces?.items[1]).toEqual({ event: 1, start: 3, end: 5 });
  });

  it('what a later reading found is added to what was told by and by', () => {
    const told = { kind: 'no-usage', message: 'No usage', eventIndex: 3 } as const;
    const found = { kind: 'role-missing', message: 'No role', eventIndex: 0 } as const;
    const open = applyPatch(applySnapshot(beginOpenExchange('a'), snapshot(events)), patch([], { problems: [told] }));
    expect(applyFindings(open, [told, found]).problems).toEqual([told, found]);
    expect(applyFindings(open, [told])).toBe(open);
  });

  it('the same problem told twice is one problem', () => {
    const problem = { kind: 'no-terminator', message: 'No end', eventIndex: null } as const;
    const once = applyPatch(
      applySnapshot(beginOpenExchange('a'), snapshot(events)),
      patch([], { problems: [problem] }),
    );
    expect(applyPatch(once, patch([], { problems: [problem] })).problems).toEqual([problem]);
  });
});

describe('the list of events', () => {
  it('an older version keeps what it shows while a newer one grows', () => {
    const before = appendEvents(emptyEventList, events.slice(0, 2));
    const after = appendEvents(before, events.slice(2));
    expect(before.length).toBe(2);
    expect(eventAt(before, 2)).toBeNull();
    expect(eventAt(after, 4)?.reading).toBe('!');
    expect(after.items).toBe(before.items);
  });

  it('two different continuations of one version do not mix', () => {
    const base = appendEvents(emptyEventList, events.slice(0, 1));
    const one = appendEvents(base, [textEvent(1, 'one')]);
    const other = appendEvents(base, [textEvent(1, 'other')]);
    expect(eventAt(one, 1)?.reading).toBe('one');
    expect(eventAt(other, 1)?.reading).toBe('other');
  });

  it('finds the last event at a moment', () => {
    const list = appendEvents(emptyEventList, events);
    expect(lastEventBefore(list, 1_000_499)).toBe(-1);
    expect(lastEventBefore(list, 1_000_502)).toBe(2);
    expect(lastEventBefore(list, 2_000_000)).toBe(4);
  });
});
