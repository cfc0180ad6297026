/** Commands about named captures: changed by the capture worker, the only writer, and listed by the query worker. */
import { fail, type Result, succeed } from '../../shared/lib/result.ts';
import type { CapturesState } from '../../shared/model/capture-summary.ts';
import type { CaptureControl } from '../capture/capture-api.ts';
import type { Queries } from '../storage/queries-api.ts';
import type { Handlers, Sender } from './typed-ipc.ts';

type CaptureCommand = 'captures.list' | 'captures.record' | 'captures.change' | 'captures.ids';

/** What others hear of changes. */
export type CapturesNews = {
  /** Than the window that changed them. */
  readonly tellOthers: (state: CapturesState, windowId: number) => void;
  /** Told the name that is recorded into, for the next start. */
  readonly remember: (name: string | null) => void;
  /** Resolves when it is settled what is recorded into. */
  readonly ready: Promise<void>;
};

/** Traffic waits no longer than this for a store that is slow to open. */
const recordAgainMs = 5000;

/**
 * Goes on recording into a capture from before the last end, if there still is one of that name. To be awaited before
 * the proxy listens, so that the first request is in it too. Resolves after five seconds at the latest, and never rejects.
 */
export async function recordAgain(capture: CaptureControl, queries: Queries, name: string | null): Promise<void> {
  if (name === null) return;
  const begin = async (): Promise<void> => {
    const isThere = (await queries.captures()).some((one) => one.name === name);
    if (isThere && capture.recorded() === null) await capture.record(name);
  };
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, recordAgainMs);
  });
  await Promise.race([begin().catch(() => {}), late]);
  clearTimeout(timer);
}

export function createCaptureHandlers(
  capture: CaptureControl,
  queries: Queries,
  { tellOthers, remember, ready }: CapturesNews,
): Pick<Handlers, CaptureCommand> {
  const state = async (): Promise<CapturesState> => {
    await ready;
    await capture.flush();
    return { captures: await queries.captures(), recorded: capture.recorded() };
  };
  /** `change` answers with null, or why it cannot be. */
  const after = async (change: Promise<string | null>, { windowId }: Sender): Promise<Result<CapturesState>> => {
    const problem = await change.catch((error: unknown) => `It could not be done: ${String(error)}`);
    if (problem !== null) return fail('failed', problem);
    const changed = await state();
    remember(changed.recorded?.name ?? null);
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
