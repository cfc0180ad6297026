/** Commands about windows: others beside this one, the detail in a window of its own, zoom. */
import type { WindowSet } from '../app/window-set.ts';
import type { Handlers } from './typed-ipc.ts';

type WindowCommand =
  | 'window.openMain'
  | 'window.openExchange'
  | 'window.showDetail'
  | 'window.closeDetail'
  | 'window.showInMain'
  | 'window.zoom';

/** What one window asks of the others. */
export function createWindowHandlers(windows: WindowSet): Pick<Handlers, WindowCommand> {
  return {
    'window.openMain': () => {
      windows.openMain();
      return null;
    },
    'window.openExchange': (place) => {
      windows.openExchange(place);
      return null;
    },
    'window.showDetail': ({ place, isFocused }, { windowId }) => {
      windows.showDetail(windowId, place, isFocused);
      return null;
    },
    'window.closeDetail': (_request, { windowId }) => {
      windows.closeDetail(windowId);
      return null;
    },
    'window.showInMain': (place) => {
      windows.showInMain(place);
      return null;
    },
    'window.zoom': ({ step }, { windowId }) => windows.zoom(windowId, step),
  };
}
