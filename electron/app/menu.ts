/** The application menu: standard roles, and items that act in the window by `app.action`. */
import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { PayloadOf } from '../../shared/ipc/contract.ts';

export type MenuAction = PayloadOf<'app.action'>;

/**
 * Sets the menu. A key that the page handles itself never gets here: it prevents the default, and the page comes first.
 * @param isDevelopment adds reload and the developer tools
 */
export function installMenu(does: MenuDeeds, isDevelopment: boolean): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(does, process.platform, isDevelopment)));
}

/** What the menu's items do, to the front window. */
export type MenuDeeds = {
  readonly act: (action: MenuAction) => void;
  readonly openMain: () => void;
  readonly zoom: (step: -1 | 0 | 1) => void;
};

/** The menu as data. */
function menuTemplate(
  { act, openMain, zoom }: MenuDeeds,
  platform: NodeJS.Platform,
  isDevelopment: boolean,
): MenuItemConstructorOptions[] {
  const item = (label: string, action: MenuAction, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    click: () => act(action),
    ...(accelerator ? { accelerator } : {}),
  });
  const settings = item('Settings…', 'settings', 'CmdOrCtrl+,');
  const isMac = platform === 'darwin';
  const template: MenuItemConstructorOptions[] = [
    {
      label: 'File',
      submenu: [
        { label: 'New window', accelerator: 'CmdOrCtrl+N', click: openMain },
        item('Open the exchange in its own window', 'open-in-window'),
        item('Copy link', 'copy-link', 'CmdOrCtrl+Shift+C'),
        { type: 'separator' },
        item('Export…', 'export', 'CmdOrCtrl+E'),
        item('Clear', 'clear'),
        { type: 'separator' },
        ...(isMac ? [] : [settings, { type: 'separator' } as const]),
        { role: 'close', label: 'Close window', accelerator: 'CmdOrCtrl+W' },
        ...(isMac ? [] : [{ role: 'quit' } as const]),
      ],
    },
    {
      label: 'Edit',
      submenu: [
        { role: 'undo' },
        { role: 'redo' },
        { type: 'separator' },
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
        { type: 'separator' },
        item('Find', 'find', 'CmdOrCtrl+F'),
        item('Filter exchanges', 'filter'),
      ],
    },
    {
      label: 'Capture',
      submenu: [
        item('Pause or resume capture', 'toggle-capture', 'CmdOrCtrl+Shift+P'),
        { type: 'separator' },
        item('Upstreams', 'upstreams'),
        item('Connect a client', 'connect'),
        item('Interception', 'interception'),
        { type: 'separator' },
        item('Start a program…', 'program'),
      ],
    },
    {
      label: 'View',
      submenu: [
        item('Exchange to the right of the list', 'detail-right'),
        item('Exchange below the list', 'detail-below'),
        item('Exchange in a window of its own', 'detail-window'),
        { type: 'separator' },
        { label: 'Zoom as drawn', accelerator: 'CmdOrCtrl+0', click: () => zoom(0) },
        { label: 'Zoom in', accelerator: 'CmdOrCtrl+Plus', click: () => zoom(1) },
        { label: 'Zoom out', accelerator: 'CmdOrCtrl+-', click: () => zoom(-1) },
        { type: 'separator' },
        { role: 'togglefullscreen' },
        ...(isDevelopment ? ([{ role: 'reload' }, { role: 'toggleDevTools' }] as const) : []),
      ],
    },
    { role: 'windowMenu' },
  ];
  return isMac ? [macMenu(settings), ...template] : template;
}

function macMenu(settings: MenuItemConstructorOptions): MenuItemConstructorOptions {
  return {
    role: 'appMenu',
    submenu: [
      { role: 'about' },
      { type: 'separator' },
      settings,
      { type: 'separator' },
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      { type: 'separator' },
      { role: 'quit' },
    ],
  };
}
