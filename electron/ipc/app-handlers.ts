/** Commands about the app itself: what a window needs to start, settings, the clipboard, the sample. */
import { app, clipboard, nativeTheme } from 'electron';
import type { Bootstrap } from '../../shared/ipc/contract.ts';
import { fail, type Result, succeed } from '../../shared/lib/result.ts';
import type { WindowRole } from '../../shared/model/app-window.ts';
import type { ExchangeId, ExchangeSummary } from '../../shared/model/exchange.ts';
import type { NoticeBoard } from '../app/notices.ts';
import type { CaptureControl } from '../capture/capture-api.ts';
import type { ProgramRunner } from '../programs/program-runner.ts';
import type { Queries } from '../storage/queries-api.ts';
import type { SettingsStore } from '../storage/settings-store.ts';
import type { RemoteProxy } from '../traffic/traffic.ts';
import type { Handlers } from './typed-ipc.ts';

type AppCommand = 'app.bootstrap' | 'capture.taken' | 'app.copy' | 'settings.update' | 'sample.send';

export type AppHandlerParts = {
  readonly settings: SettingsStore;
  readonly capture: CaptureControl;
  readonly queries: Queries;
  readonly proxy: Pick<RemoteProxy, 'status'>;
  readonly notices: NoticeBoard;
  readonly programs: Pick<ProgramRunner, 'list'>;
  /** The page of this window begins; null: there is no such window. */
  readonly beginWindow: (windowId: number) => WindowRole | null;
  readonly hasTrayHost: Promise<boolean>;
  /** Sends the sample requests through the proxy at `proxyUrl`; gives how many. */
  readonly sendSamples: (proxyUrl: string) => Promise<number>;
};

/** Rows that a window starts with; older ones are asked for. */
const firstRows = 500;

/** The first paint, the clipboard, and what has no area of its own. */
export function createAppHandlers(parts: AppHandlerParts): Pick<Handlers, AppCommand> {
  return {
    'app.bootstrap': (_request, { windowId }) => bootstrap(parts, windowId),
    'capture.taken': ({ count }, { windowId }) => {
      parts.capture.shown(windowId, count);
      return null;
    },
    'app.copy': ({ text }) => {
      clipboard.writeText(text);
      return null;
    },
    'settings.update': (patch) => parts.settings.update(patch),
    'sample.send': () => sendSample(parts),
  };
}

async function bootstrap(parts: AppHandlerParts, windowId: number): Promise<Bootstrap> {
  const role = parts.beginWindow(windowId);
  if (role === null) throw new Error('This window is gone.');
  const isMain = role.kind === 'main';
  // First it watches, then it asks: nothing falls between.
  parts.capture.watch(windowId, isMain ? 'all' : 'open');
  await parts.capture.flush();
  const [capture, rows] = await Promise.all([parts.capture.status(), firstRowsOf(parts.queries, role)]);
  return {
    version: app.getVersion(),
    platform: platformName(),
    isDark: nativeTheme.shouldUseDarkColors,
    settings: parts.settings.current(),
    proxy: parts.proxy.status(),
    capture,
    exchanges: rows.slice(-firstRows),
    hasOlder: rows.length > firstRows,
    notices: isMain ? parts.notices.all() : [],
    programs: parts.programs.list(),
    window: role,
    hasTrayHost: await parts.hasTrayHost,
  };
}

async function firstRowsOf(queries: Queries, role: WindowRole): Promise<readonly ExchangeSummary[]> {
  if (role.kind === 'main') return queries.list(null, firstRows + 1);
  const row = role.shows === null ? null : await findSummary(queries, role.shows.id);
  return row === null ? [] : [row];
}

/** The stored row of an exchange; null where there is none. What was captured by now has to be flushed before. */
export async function findSummary(queries: Queries, id: ExchangeId): Promise<ExchangeSummary | null> {
  // Ids sort by time: nothing can stand between an id and the same with one more character.
  const [found] = await queries.list(`${id}0`, 1);
  return found?.id === id ? found : null;
}

/** BSDs and the like behave as Linux does, as far as the window cares. */
function platformName(): Bootstrap['platform'] {
  return process.platform === 'darwin' || process.platform === 'win32' ? process.platform : 'linux';
}

async function sendSample(parts: AppHandlerParts): Promise<Result<{ readonly count: number }>> {
  const { url, problem } = parts.proxy.status();
  if (url === null) return fail('not-listening', problem ?? 'The proxy does not listen yet.');
  try {
    return succeed({ count: await parts.sendSamples(url) });
  } catch (error) {
    return fail('sample-failed', `The sample could not be sent: ${error instanceof Error ? error.message : error}.`);
  }
}
