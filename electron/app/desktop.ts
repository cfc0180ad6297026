/** The app beyond its windows, put together: tray and dock, life without a window, notifications; all go by the settings. */
import type { BrowserWindow } from 'electron';
import { type DesktopSettings, quietDesktop } from '../../shared/model/desktop.ts';
import type { ExchangeSummary } from '../../shared/model/exchange.ts';
import type { StartedProgram } from '../../shared/model/program.ts';
import { type Announcement, createAnnouncer } from './announcements.ts';
import { createBackground } from './background.ts';
import { createNotifier } from './notifier.ts';
import { createTray, type TrayIcons } from './tray.ts';
import type { TrayDeeds, TrayState } from './tray-menu.ts';
import type { WindowMemory } from './window-memory.ts';

export type DesktopOptions = {
  readonly settings: () => DesktopSettings | undefined;
  readonly memory: WindowMemory;
  readonly icons: TrayIcons;
  readonly hasTrayHost: Promise<boolean>;
  readonly deeds: TrayDeeds;
  /** A click on an announcement. */
  readonly open: (announcement: Announcement) => void;
};

export type Desktop = {
  /** Goes by the settings as they are now. */
  readonly follow: () => Promise<void>;
  readonly update: (change: Partial<TrayState>) => void;
  /** JSON texts of summaries. */
  readonly ended: (summaries: readonly string[]) => void;
  readonly programChanged: (program: StartedProgram) => void;
  /** The app goes on when no window is left. */
  readonly isKept: () => boolean;
  readonly mayCloseLast: (window: BrowserWindow) => boolean;
  readonly dispose: () => void;
};

/** Nothing is shown before `follow`. */
export function createDesktop({ settings, memory, icons, hasTrayHost, deeds, open }: DesktopOptions): Desktop {
  const tray = createTray(icons, deeds);
  const announcer = createAnnouncer();
  const notifier = createNotifier(open);
  const current = (): DesktopSettings => settings() ?? quietDesktop;
  let url: string | null = null;
  let isOver = false;
  const background = createBackground({
    memory,
    settings: current,
    hasTray: tray.isShown,
    where: () => (url === null ? 'nowhere' : `on ${url}`),
    quit: deeds.quit,
  });
  return {
    follow: async () => {
      const hasHost = await hasTrayHost;
      if (!isOver) tray.setShown(current().hasTray ?? hasHost);
    },
    update: (change) => {
      if (change.url !== undefined) url = change.url;
      tray.update(change);
    },
    ended: (summaries) => {
      const { notifications } = current();
      // Reading them costs the main thread; mostly nobody wants to know.
      if (!notifications.isEnabled) return;
      for (const text of summaries) {
        notifier.announce(announcer.ended(JSON.parse(text) as ExchangeSummary, notifications));
      }
    },
    programChanged: (program) => notifier.announce(announcer.programChanged(program, current().notifications)),
    isKept: background.isKept,
    mayCloseLast: background.mayCloseLast,
    dispose: () => {
      isOver = true;
      tray.dispose();
      notifier.dispose();
    },
  };
}
