/** Commands about what is kept: the preview is read, the rest is the capture worker's, which is the only writer. */
import { fail, type Result, succeed } from '../../shared/lib/result.ts';
import type { CaptureControl } from '../capture/capture-api.ts';
import type { Queries } from '../storage/queries-api.ts';
import type { Handlers } from './typed-ipc.ts';

type StoreCommand = 'store.preview' | 'store.prune' | 'store.compact';

/** Retention and room on the disk, on demand. */
export function createStoreHandlers(capture: CaptureControl, queries: Queries): Pick<Handlers, StoreCommand> {
  return {
    'store.preview': async ({ rules }) => {
      await capture.flush();
      return queries.retentionPreview(rules);
    },
    'store.prune': ({ rules }) => told(capture.prune(rules)),
    'store.compact': () => told(capture.compact().then((freedBytes) => ({ freedBytes }))),
  };
}

/** A full or busy disk is said in the dialog. */
async function told<Value>(work: Promise<Value>): Promise<Result<Value>> {
  try {
    return succeed(await work);
  } catch (error) {
    return fail('failed', `The captures could not be changed: ${error instanceof Error ? error.message : error}.`);
  }
}
