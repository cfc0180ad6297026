/**
 * One window: hidden until its first themed paint, sandboxed, without any way out of its own page. Knows nothing of what it
 * shows; all windows are alike in this, and window-set.ts knows which there are.
 */
import { BrowserWindow, nativeTheme, session, type WebContents } from 'electron';
import { currentColors } from './theme.ts';
import { type Bounds, minimumSize, type WindowPlace } from './window-memory.ts';

export type WindowFiles = {
  /** Absolute path of the built bridge. */
  readonly preloadFile: string;
  /** The page: `windowUrl`, or the development server's. */
  readonly url: string;
  readonly iconFile: string;
};

export type WindowStart = {
  /** Where it stood; null: `size`, where the system puts it. */
  readonly place: WindowPlace | null;
  readonly size: { readonly width: number; readonly height: number } | Bounds;
  readonly zoom: number;
};

/** Height of the title bar that the page draws. */
const titleBarHeight = 40;

/** Opens a window; it shows itself when its page has painted once. */
export function openWindow(files: WindowFiles, { place, size, zoom }: WindowStart): BrowserWindow {
  const window = new BrowserWindow({
    ...(place?.bounds ?? size),
    minWidth: minimumSize.width,
    minHeight: minimumSize.height,
    show: false,
    title: 'Wirelens',
    icon: files.iconFile,
    backgroundColor: currentColors().background,
    ...titleBar(zoom),
    webPreferences: {
      preload: files.preloadFile,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
    },
  });
  if (place?.isMaximized) window.maximize();
  lockDown(window.webContents, files.url);
  window.once('ready-to-show', () => window.show());
  window.loadURL(files.url).catch((error: unknown) => console.error('the window could not load its page', error));
  return window;
}

/** Nobody gets a camera, a location or a notification: the page needs none, and what it shows is hostile. */
export function denyPermissions(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.defaultSession.setPermissionCheckHandler(() => false);
  session.defaultSession.setDevicePermissionHandler(() => false);
}

/** Keeps what the system draws around the page in the theme, and as high as the zoomed title bar. */
export function dressWindow(window: BrowserWindow, zoomOf: () => number): { readonly update: () => void } {
  const update = (): void => {
    window.setBackgroundColor(currentColors().background);
    if (process.platform === 'darwin') window.setWindowButtonPosition(lightsAt(zoomOf()));
    else window.setTitleBarOverlay(overlay(zoomOf()));
  };
  nativeTheme.on('updated', update);
  window.on('closed', () => nativeTheme.off('updated', update));
  return { update };
}

/** Denies navigation, new windows and embedded pages: a link in captured text must not lead anywhere by itself. */
function lockDown(contents: WebContents, url: string): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => {
    if (event.url !== url || !event.isMainFrame) event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
}

/** macOS keeps its lights at the left; Windows and Linux draw their buttons over the right end of our title bar. */
function titleBar(zoom: number): Electron.BrowserWindowConstructorOptions {
  if (process.platform === 'darwin') return { titleBarStyle: 'hidden', trafficLightPosition: lightsAt(zoom) };
  return { titleBarStyle: 'hidden', titleBarOverlay: overlay(zoom) };
}

/** In the middle of the title bar's height; the lights themselves keep their 14. */
function lightsAt(zoom: number): { readonly x: number; readonly y: number } {
  return { x: 14, y: Math.round((titleBarHeight * zoom - 14) / 2) };
}

function overlay(zoom: number): Electron.TitleBarOverlayOptions {
  const colors = currentColors();
  return { color: colors.background, symbolColor: colors.symbols, height: Math.round(titleBarHeight * zoom) };
}
