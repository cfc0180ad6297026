/** What the user can do before something leaves: choose a format, look at the findings, save or copy; and take files in. */
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

/** Null: main asks which files. */
export async function importFiles(paths: readonly string[] | null): Promise<void> {
  await bridge().invoke('exchanges.import', { paths });
}

/** Files dropped anywhere on the window are imported. Returns the way out. */
export function listenForDrops(): () => void {
  const onDrag = (event: DragEvent): void => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  };
  const onDrop = (event: DragEvent): void => {
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    void importFiles(files.map((file) => bridge().pathOf(file)).filter((path) => path !== ''));
  };
  window.addEventListener('dragover', onDrag);
  window.addEventListener('drop', onDrop);
  return () => {
    window.removeEventListener('dragover', onDrag);
    window.removeEventListener('drop', onDrop);
  };
}
