/** What the user can do to take files in, and with what was imported together. */
import type { ExchangeId, ImportMark } from '../../shared/model/exchange.ts';
import { bridge } from '../bridge.ts';
import { addNotice, removeExchanges, setFilterText } from './actions.ts';
import { viewCapture } from './capture-actions.ts';
import { useStore } from './store.ts';

/** Null: main asks which files. What became of it comes as a notice. */
export async function importFiles(paths: readonly string[] | null): Promise<void> {
  await bridge().invoke('exchanges.import', { paths });
  // What was imported is in the capture that is recorded into, and as old as its recording.
  const { viewedCapture } = useStore.getState();
  if (viewedCapture !== null) await viewCapture(viewedCapture);
}

/** Files dropped anywhere on the window are imported; `onOver` hears whether some hang over it. Returns the way out. */
export function listenForDrops(onOver: (isOver: boolean) => void): () => void {
  const onDrag = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    onOver(true);
  };
  const onLeave = (event: DragEvent): void => {
    // Between two elements of the page there is a next one.
    if (event.relatedTarget === null) onOver(false);
  };
  const onDrop = (event: DragEvent): void => {
    onOver(false);
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    const paths = files.map((file) => bridge().pathOf(file)).filter((path) => path !== '');
    if (paths.length > 0) void importFiles(paths);
    else addNotice({ id: 'import', tone: 'warning', title: 'Nothing was imported', text: 'Drop files from a folder.' });
  };
  window.addEventListener('dragover', onDrag);
  window.addEventListener('dragleave', onLeave);
  window.addEventListener('drop', onDrop);
  return () => {
    window.removeEventListener('dragover', onDrag);
    window.removeEventListener('dragleave', onLeave);
    window.removeEventListener('drop', onDrop);
  };
}

/** Filters the list to what came from the same file. */
export function showImport({ file, creator }: ImportMark): void {
  setFilterText(`import:${quoted(file ?? creator)}`);
}

/** Deletes all that came with the import that brought this exchange; can be taken back for 10 s. */
export async function removeImport(id: ExchangeId): Promise<void> {
  const ids = await bridge().invoke('exchanges.importedWith', { id });
  if (ids.length > 0) await removeExchanges(ids);
}

/** How many came with it, itself included. */
export async function countImport(id: ExchangeId): Promise<number> {
  return (await bridge().invoke('exchanges.importedWith', { id })).length;
}

function quoted(words: string): string {
  return /^[\w.-]+$/.test(words) ? words : `"${words.replaceAll('"', '')}"`;
}
