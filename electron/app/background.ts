/** What happens when the last window closes: the app ends, or goes on without one, which is said the first time. */
import { type BrowserWindow, dialog } from 'electron';
import type { DesktopSettings } from '../../shared/model/desktop.ts';
import type { WindowMemory } from './window-memory.ts';

export type BackgroundOptions = {
  readonly memory: Pick<WindowMemory, 'hasToldOfBackground' | 'keepToldOfBackground'>;
  readonly settings: () => DesktopSettings;
  readonly hasTray: () => boolean;
  /** Where the proxy listens, in words. */
  readonly where: () => string;
  readonly quit: () => void;
};

export type Background = {
  /** Does the app go on without a window? */
  readonly isKept: () => boolean;
  /** False: the window stays until its user has read what follows. */
  readonly mayCloseLast: (window: BrowserWindow) => boolean;
};

/** Its user is told once, when the last window closes, that the program goes on. */
export function createBackground({ memory, settings, hasTray, where, quit }: BackgroundOptions): Background {
  const isKept = (): boolean => settings().keepsRunning ?? process.platform === 'darwin';
  let isAsking = false;
  const tell = async (window: BrowserWindow): Promise<void> => {
    const back = hasTray() ? 'by its icon in the tray' : 'by starting Wirelens again';
    const { response } = await dialog.showMessageBox(window, {
      type: 'info',
      title: 'Wirelens goes on',
      message: 'Wirelens goes on without a window',
      detail: `The proxy keeps listening ${where()} and records. Open a window again ${back}. Settings, under Desktop, say whether it goes on.`,
      buttons: ['Go on', 'Quit'],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    });
    isAsking = false;
    memory.keepToldOfBackground();
    if (response === 1) quit();
    else if (!window.isDestroyed()) window.close();
  };
  return {
    isKept,
    mayCloseLast: (window) => {
      if (!isKept() || memory.hasToldOfBackground()) return true;
      if (!isAsking) {
        isAsking = true;
        void tell(window);
      }
      return false;
    },
  };
}
