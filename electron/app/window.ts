/**
 * The one window: hidden until its first themed paint, sandboxed, without any way out of its own page. Knows nothing
 * of what it shows.
 */
import { BrowserWindow, nativeTheme, screen, session, type WebContents } from 'electron';
import { currentColors } from './theme.ts';
import { loadWindowPlace, minimumSize, saveWindowPlace } from './window-bounds.ts';

export type WindowOptions = {
  readonly dataFolder: string;
  /** Absolute path of the built bridge. */
  readonly preloadFile: string;
  /** The page: `windowUrl`, or the development server's. */
  readonly url: string;
  readonly iconFile: string;
};

/** Height of the title bar that the page draws. */
const titleBarHeight = 40;

/** Opens the window; it shows itself when its page has painted once. */
export function openWindow(options: WindowOptions): BrowserWindow {
  const place = loadWindowPlace(
    options.dataFolder,
    screen.getAllDisplays().map((display) => display.workArea),
  );
  const window = new BrowserWindow({
    ...(place?.bounds ?? { width: 1440, height: 900 }),
    minWidth: minimumSize.width,
    minHeight: minimumSize.height,
    show: false,
    title: 'Wirelens',
    icon: options.iconFile,
    backgroundColor: currentColors().background,
    ...titleBar(),
    webPreferences: {
      preload: options.preloadFile,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
    },
  });
  if (place?.isMaximized) window.maximize();
  lockDown(window.webContents, options.url);
  rememberPlace(window, options.dataFolder);
  followTheme(window);
  window.once('ready-to-show', () => window.show());
  window.loadURL(options.url).catch((error: unknown) => console.error('the window could not load its page', error));
  return window;
}

/** Nobody gets a camera, a location or a notification: the page needs none, and what it shows is hostile. */
export function denyPermissions(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.defaultSession.setPermissionCheckHandler(() => false);
  session.defaultSession.setDevicePermissionHandler(() => false);
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
function titleBar(): Electron.BrowserWindowConstructorOptions {
  if (process.platform === 'darwin') {
    return { titleBarStyle: 'hidden', trafficLightPosition: { x: 14, y: 13 } };
  }
  return { titleBarStyle: 'hidden', titleBarOverlay: overlay() };
}

function overlay(): Electron.TitleBarOverlayOptions {
  const colors = currentColors();
  return { color: colors.background, symbolColor: colors.symbols, height: titleBarHeight };
}

function followTheme(window: BrowserWindow): void {
  const update = () => {
    window.setBackgroundColor(currentColors().background);
    if (process.platform !== 'darwin') window.setTitleBarOverlay(overlay());
  };
  nativeTheme.on('updated', update);
  window.on('closed', () => nativeTheme.off('updated', update));
}

function rememberPlace(window: BrowserWindow, folder: string): void {
  window.on('close', () => {
    saveWindowPlace(folder, { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() });
  });
}
