/** What the user can do before something leaves: choose a format, look at the findings, save or copy. */
import type { ExchangeId } from '../../shared/model/exchange.ts';
import { defaultSharingRules } from '../../shared/sharing/rules.ts';
import { bridge } from '../bridge.ts';
import { showPanel } from './actions.ts';
import { initialSharingSlice, type SharingSlice } from './sharing-slice.ts';
import { useStore } from './store.ts';

type Sharing = SharingSlice['sharing'];

/** Opens the dialog and looks at once. The format of last time stays. */
export async function openExport(ids: readonly ExchangeId[] | 'all'): Promise<void> {
  const { format, withContent, isRedacting } = useStore.getState().sharing;
  useStore.setState({ sharing: { ...initialSharingSlice.sharing, ids, format, withContent, isRedacting } });
  showPanel('export');
  const scan = await bridge().invoke('exchanges.scan', { ids, rules: defaultSharingRules });
  if (useStore.getState().sharing.ids === ids) changeSharing({ scan });
}

export function changeSharing(change: Partial<Sharing>): void {
  useStore.setState(({ sharing }) => ({ sharing: { ...sharing, ...change } }));
}

/** A finding stays as it is, or is replaced again. */
export function toggleKept(id: string): void {
  const { kept } = useStore.getState().sharing;
  changeSharing({ kept: kept.includes(id) ? kept.filter((other) => other !== id) : [...kept, id] });
}

/** Main asks where to. */
export async function shareAs(target: 'file' | 'clipboard'): Promise<void> {
  const { ids, format, withContent, isRedacting, kept } = useStore.getState().sharing;
  changeSharing({ isAtWork: true, outcome: null });
  const result = await bridge().invoke('exchanges.export', {
    ...{ ids, format, target, withContent },
    ...(isRedacting ? { sharing: { rules: defaultSharingRules, keep: kept } } : {}),
  });
  const isCancelled = !result.ok && result.error.kind === 'cancelled';
  const text = !result.ok
    ? result.error.message
    : result.value.where === null
      ? 'Copied.'
      : `Saved as ${result.value.where}`;
  changeSharing({ isAtWork: false, outcome: isCancelled ? null : { isGood: result.ok, text } });
}
