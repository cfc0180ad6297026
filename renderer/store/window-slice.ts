/** What this window is there for, and how it is laid out. */
import { firstSlot, type WindowRole } from '../../shared/model/app-window.ts';
import { defaultLayout, type Layout } from './layout-preferences.ts';

export type WindowSlice = { readonly windowRole: WindowRole; readonly layout: Layout };

export const initialWindowSlice: WindowSlice = {
  windowRole: { kind: 'main', slot: firstSlot, shows: null },
  layout: defaultLayout,
};
