/** What `hostile-streams.test.ts` does with a few streams, at length. */
import { describe, test } from 'vitest';
import { expectDamagedStreamsRead } from '../../tests/support/damaged-streams.ts';
import { adapters } from '../providers/registry.ts';

describe.each(adapters.map((adapter) => adapter.format))('%s', (format) => {
  test('300 damaged streams: nothing throws, nothing is lost, and the cutting does not matter', () =>
    expectDamagedStreamsRead(format, 300));
});
