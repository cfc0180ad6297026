/** Commands about what the user puts onto exchanges: answered by the capture worker, the only writer. */
import type { Capture } from '../capture/capture-api.ts';
import type { Handlers } from './typed-ipc.ts';

export function createMarkHandlers(capture: Capture): Pick<Handlers, 'marks.list' | 'marks.set'> {
  return {
    'marks.list': () => capture.marks(),
    'marks.set': ({ ids, change }) => capture.setMarks(ids, change),
  };
}
