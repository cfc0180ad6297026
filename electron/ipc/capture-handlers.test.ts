/** Recording into a capture from before the last end: settled before anything else happens, and never in its way. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { CaptureSummary, RecordedCapture } from '../../shared/model/capture-summary.ts';
import type { Capture } from '../capture/capture-api.ts';
import type { Queries } from '../storage/queries-api.ts';
import { recordAgain } from './capture-handlers.ts';

let recorded: RecordedCapture | null;
const capture = {
  recorded: () => recorded,
  record: async (name: string | null) => {
    await Promise.resolve();
    recorded = name === null ? null : { name, since: 0 };
    return null;
  },
} as Capture;
const tuesday = { name: 'tuesday' } as CaptureSummary;
const queries = (captures: () => Promise<readonly CaptureSummary[]>) => ({ captures }) as Queries;

beforeEach(() => {
  recorded = null;
});
afterEach(() => {
  vi.useRealTimers();
});

describe('recordAgain', () => {
  test('is over only when the capture is recorded into', async () => {
    await recordAgain(
      capture,
      queries(async () => [tuesday]),
      'tuesday',
    );
    expect(recorded).toMatchObject({ name: 'tuesday' });
  });

  test('a capture that is gone is not begun again', async () => {
    await recordAgain(
      capture,
      queries(async () => []),
      'tuesday',
    );
    expect(recorded).toBeNull();
  });

  test('what somebody chose meanwhile stays', async () => {
    const choosing = async () => {
      await capture.record('other');
      return [tuesday];
    };
    await recordAgain(capture, queries(choosing), 'tuesday');
    expect(recorded).toMatchObject({ name: 'other' });
  });

  test('a store that cannot be asked does not stop the start', async () => {
    await recordAgain(
      capture,
      queries(() => Promise.reject(new Error('damaged'))),
      'tuesday',
    );
    expect(recorded).toBeNull();
  });

  test('a store that never answers holds the start for five seconds at most', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const start = recordAgain(
      capture,
      queries(() => new Promise(() => {})),
      'tuesday',
    );
    await vi.advanceTimersByTimeAsync(5000);
    await start;
    expect(recorded).toBeNull();
  });
});
