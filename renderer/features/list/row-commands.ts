/** What can be done with the rows that are meant: for the context menu and the bar of a selection. */
import type { ExchangeId } from '../../../shared/model/exchange.ts';
import { type MarkColor, markColors } from '../../../shared/model/mark.ts';
import { removeExchanges, setFilterText } from '../../store/actions.ts';
import { chooseCapture } from '../../store/capture-actions.ts';
import { exportConversation } from '../../store/conversation-actions.ts';
import { removeImport, showImport } from '../../store/import-actions.ts';
import { copyLinks, openInWindow } from '../../store/layout-actions.ts';
import { exportRows, markExchanges, togglePinned, writeNote } from '../../store/mark-actions.ts';
import { openExport } from '../../store/sharing-actions.ts';
import { useStore } from '../../store/store.ts';
import type { MenuEntry } from '../../ui/Menu.tsx';
import { markRole } from './MarkSigns.tsx';

/** Entries of the menu over `ids`. */
export function rowEntries(ids: readonly ExchangeId[]): readonly MenuEntry[] {
  const { marks, rows } = useStore.getState();
  const [first] = ids;
  if (first === undefined) return [];
  const many = ids.length > 1 ? ` ${ids.length} exchanges` : '';
  const isPinned = ids.every((id) => marks.get(id)?.isPinned);
  const model = rows.get(first)?.model;
  return [
    {
      kind: 'item',
      title: isPinned ? `Unpin${many}` : `Pin${many}`,
      shortcut: 'P',
      onSelect: () => void togglePinned(ids),
    },
    { kind: 'item', title: `Note${many ? ` on${many}` : ''}…`, onSelect: () => writeNote(ids) },
    tagChoice(ids),
    ...(ids.length === 1
      ? [
          {
            kind: 'item',
            title: 'Open in its own window',
            shortcut: 'Shift ↵',
            onSelect: () => void openInWindow(first),
          } as const,
        ]
      : []),
    { kind: 'line', title: 'before copies' },
    { kind: 'item', title: many ? `Copy ${ids.length} links` : 'Copy link', onSelect: () => void copyLinks(ids) },
    { kind: 'item', title: 'Copy as cURL', onSelect: () => void exportRows(ids, 'curl', 'clipboard') },
    { kind: 'item', title: 'Copy as Markdown', onSelect: () => void exportRows(ids, 'markdown', 'clipboard') },
    { kind: 'line', title: 'before exports' },
    { kind: 'item', title: `Export${many}…`, onSelect: () => void openExport(ids) },
    ...(ids.length === 1
      ? [{ kind: 'item', title: 'Export its conversation…', onSelect: () => void exportConversation(first) } as const]
      : []),
    { kind: 'item', title: `Put${many} into a capture…`, onSelect: () => chooseCapture(ids) },
    ...importEntries(ids),
    { kind: 'line', title: 'before the rest' },
    ...(model && ids.length === 1
      ? [{ kind: 'item', title: `Show only ${model}`, onSelect: () => setFilterText(`model:${model}`) } as const]
      : []),
    { kind: 'item', title: `Delete${many}`, shortcut: 'Del', onSelect: () => void removeExchanges(ids) },
  ];
}

/** Of one imported exchange: all that came with it. */
function importEntries(ids: readonly ExchangeId[]): readonly MenuEntry[] {
  const [id] = ids;
  const imported = ids.length === 1 && id !== undefined ? useStore.getState().rows.get(id)?.imported : undefined;
  if (id === undefined || imported === undefined) return [];
  return [
    { kind: 'item', title: 'Show all of its import', onSelect: () => showImport(imported) },
    { kind: 'item', title: 'Delete its whole import', onSelect: () => void removeImport(id) },
  ];
}

function tagChoice(ids: readonly ExchangeId[]): MenuEntry {
  const { marks } = useStore.getState();
  const colors = new Set(ids.map((id) => marks.get(id)?.color ?? 'none'));
  return {
    kind: 'choice',
    title: 'Tag',
    value: colors.size === 1 ? ([...colors][0] ?? 'none') : '',
    options: [
      { value: 'none', title: 'None' },
      ...markColors.map((color) => ({ value: color, title: capital(color), hue: markRole[color] })),
    ],
    onChange: (value) => void markExchanges(ids, { color: value === 'none' ? null : (value as MarkColor) }),
  };
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
