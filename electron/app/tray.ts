/** The icon in the tray and the menu of the dock, kept up to date; there only while the settings want it. */
import { app, Menu, nativeImage, Tray } from 'electron';
import { type TrayDeeds, type TrayState, trayMenu, trayWords } from './tray-menu.ts';

export type TrayControl = {
  /** Shows or takes away. */
  readonly setShown: (isShown: boolean) => void;
  readonly update: (change: Partial<TrayState>) => void;
  readonly isShown: () => boolean;
  readonly dispose: () => void;
};

/** Exchanges begin and end a hundred times a second; a menu that changes as often cannot be used. */
const updateMs = 500;

/** Files of pictures: black ones for macOS, which dyes them (its @2x beside it); the program's own elsewhere. */
export type TrayIcons = { readonly template: string; readonly program: string };

/** Hidden until it is shown. */
export function createTray(icons: TrayIcons, deeds: TrayDeeds): TrayControl {
  let tray: Tray | null = null;
  let state: TrayState = { isCapturing: true, running: 0, url: null };
  let timer: NodeJS.Timeout | null = null;

  const dress = (): void => {
    timer = null;
    const count = state.running > 0 ? String(state.running) : '';
    tray?.setToolTip(trayWords(state));
    tray?.setContextMenu(Menu.buildFromTemplate(trayMenu(state, deeds, 'tray')));
    if (process.platform !== 'darwin') return;
    tray?.setTitle(count);
    app.dock?.setBadge(tray === null ? '' : count);
    app.dock?.setMenu(Menu.buildFromTemplate(trayMenu(state, deeds, 'dock')));
  };
  return {
    setShown: (isShown) => {
      if (isShown === (tray !== null)) return;
      if (isShown) {
        tray = new Tray(trayImage(icons));
        tray.on('click', () => process.platform !== 'darwin' && deeds.openWindow());
      } else {
        tray?.destroy();
        tray = null;
      }
      dress();
    },
    update: (change) => {
      state = { ...state, ...change };
      timer ??= setTimeout(dress, updateMs);
    },
    isShown: () => tray !== null,
    dispose: () => {
      if (timer !== null) clearTimeout(timer);
      tray?.destroy();
      tray = null;
    },
  };
}

function trayImage({ template, program }: TrayIcons): Electron.NativeImage {
  if (process.platform !== 'darwin') return nativeImage.createFromPath(program).resize({ width: 22, height: 22 });
  const image = nativeImage.createFromPath(template);
  image.setTemplateImage(true);
  return image;
}
