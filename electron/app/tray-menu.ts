/** What tray and dock show: the state in a line, the capture switch, ways to a window, quit. Data only. */
import type { MenuItemConstructorOptions } from 'electron';

export type TrayState = {
  readonly isCapturing: boolean;
  /** Exchanges that are recorded right now. */
  readonly running: number;
  /** `http://127.0.0.1:7878`, or null while not listening. */
  readonly url: string | null;
};

export type TrayDeeds = {
  readonly setCapturing: (isCapturing: boolean) => void;
  readonly openWindow: () => void;
  readonly newWindow: () => void;
  readonly quit: () => void;
};

/** `Wirelens: 3 running, on 127.0.0.1:7878`. */
export function trayWords({ isCapturing, running, url }: TrayState): string {
  const doing = isCapturing ? `${running} running` : 'capture is paused';
  return `Wirelens: ${doing}, ${url === null ? 'not listening' : `on ${url.replace(/^https?:\/\//, '')}`}`;
}

/** The menu of both; the dock has a way to quit of its own. */
export function trayMenu(state: TrayState, deeds: TrayDeeds, place: 'tray' | 'dock'): MenuItemConstructorOptions[] {
  const { isCapturing } = state;
  return [
    { label: trayWords(state), enabled: false },
    { type: 'separator' },
    { label: 'Capture', type: 'checkbox', checked: isCapturing, click: () => deeds.setCapturing(!isCapturing) },
    { label: 'Open window', click: deeds.openWindow },
    { label: 'New window', click: deeds.newWindow },
    ...(place === 'dock' ? [] : [{ type: 'separator' } as const, { label: 'Quit Wirelens', click: deeds.quit }]),
  ];
}
