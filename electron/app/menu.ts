/** The application menu: standard roles, and items that act in the window by `app.action`. */
import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { PayloadOf } from '../../shared/ipc/contract.ts';

export type MenuAction = PayloadOf<'app.action'>;

/**
 * Sets the menu. A key that the page handles itself never gets here: it prevents the default, and the page comes first.
 * @param isDevelopment adds reload and the developer tools
 */
export function installMenu(act: (action: MenuAction) => void, isDevelopment: boolean): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(act, process.platform, isDevelopment)));
}

/** The menu as data. */
export function menuTemplate(
  act: (action: MenuAction) => void,
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
        item('Export…', 'export', 'CmdOrCtrl+E'),
        item('Clear', 'clear'),
        { type: 'separator' },
        ...(isMac ? [] : [settings, { type: 'separator' } as const]),
        isMac ? { role: 'close' } : { role: 'quit' },
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
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
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
