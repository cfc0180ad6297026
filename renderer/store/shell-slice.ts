/** What floats over the window: the open panel, notices, the drawer of narrow windows. */
import type { Notice } from '../../shared/ipc/contract.ts';

/** At most one panel is open. `menu` is the `…` menu. */
export type Panel =
  | 'upstreams'
  | 'connect'
  | 'captures'
  | 'filters'
  | 'menu'
  | 'settings'
  | 'interception'
  | 'program'
  | 'doctor'
  | 'export'
  | 'palette'
  | 'keys';

/** How a program comes here: by an address of ours in its settings, or with us as its proxy. */
export type ConnectWay = 'base-url' | 'proxy';

export type ShellSlice = {
  /** False until the bootstrap came: nothing is painted before, so nothing jumps. */
  readonly isReady: boolean;
  readonly panel: Panel | null;
  /** Which way the connect panel tells of; it stays so while the window is open. */
  readonly connectWay: ConnectWay;
  readonly notices: readonly Notice[];
  /** Of the tour of the window; null: none is on. */
  readonly tourStep: number | null;
  /** Below 900 wide the list is a drawer over the sheet. */
  readonly isDrawerOpen: boolean;
  /** Rises when something asks for the focus of the filter field. */
  readonly filterFocusRequests: number;
  /** Rises when something asks the open exchange to show its find field. */
  readonly findRequests: number;
};

export const initialShellSlice: ShellSlice = {
  isReady: false,
  panel: null,
  connectWay: 'base-url',
  notices: [],
  tourStep: null,
  isDrawerOpen: false,
  filterFocusRequests: 0,
  findRequests: 0,
};
