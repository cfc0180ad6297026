/** The only file that sees `window.bridge`: typed access to the main process for actions and ingest. */
import type { Bridge } from '../shared/ipc/contract.ts';

declare global {
  interface Window {
    /** Put there by electron/preload.ts; absent in a plain browser, where the development page installs its own. */
    bridge?: Bridge;
  }
}

/** The bridge of this window. Throws when there is none: the page was opened outside the app. */
export function bridge(): Bridge {
  if (!window.bridge) throw new Error('window.bridge is missing: open Wirelens with `npm start`');
  return window.bridge;
}
