/** Commands about what the user puts onto exchanges: answered by the capture worker, the only writer. */
import type { ExchangeMark } from '../../shared/model/mark.ts';
import type { CaptureControl } from '../capture/capture-api.ts';
import type { Handlers } from './typed-ipc.ts';

/** @param tellOthers than the window that changed them */
export function createMarkHandlers(
  capture: CaptureControl,
  tellOthers: (marks: readonly ExchangeMark[], windowId: number) => void,
): Pick<Handlers, 'marks.list' | 'marks.set'> {
  return {
    'marks.list': () => capture.marks(),
    'marks.set': async ({ ids, change }, { windowId }) => {
      const marks = await capture.setMarks(ids, change);
      tellOthers(marks, windowId);
      return marks;
    },
  };
}
