/** Commands about named captures: changed by the capture worker, the only writer, and listed by the query worker. */
import { fail, type Result, succeed } from '../../shared/lib/result.ts';
import type { CapturesState } from '../../shared/model/capture-summary.ts';
import type { Capture } from '../capture/capture-api.ts';
import type { Queries } from '../storage/queries-api.ts';
import type { Handlers, Sender } from './typed-ipc.ts';

type CaptureCommand = 'captures.list' | 'captures.record' | 'captures.change' | 'captures.ids';

/** @param tellOthers than the window that changed them */
export function createCaptureHandlers(
  capture: Capture,
  queries: Queries,
  tellOthers: (state: CapturesState, windowId: number) => void,
): Pick<Handlers, CaptureCommand> {
  const state = async (): Promise<CapturesState> => {
    await capture.flush();
    return { captures: await queries.captures(), recorded: capture.recorded() };
  };
  /** `change` answers with null, or why it cannot be. */
  const after = async (change: Promise<string | null>, { windowId }: Sender): Promise<Result<CapturesState>> => {
    const problem = await change.catch((error: unknown) => `It could not be done: ${String(error)}`);
    if (problem !== null) return fail('failed', problem);
    const changed = await state();
    tellOthers(changed, windowId);
    return succeed(changed);
  };
  return {
    'captures.list': state,
    'captures.record': ({ name }, sender) => after(capture.record(name), sender),
    'captures.change': (change, sender) => after(capture.changeCapture(change), sender),
    'captures.ids': async ({ name }) => {
      await capture.flush();
      return queries.captureIds(name);
    },
  };
}
