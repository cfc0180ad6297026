/** Under the list while several rows are picked: how many, and what can be done with them. */
import { countOf } from '../../lib/format.ts';
import { removeExchanges } from '../../store/actions.ts';
import { compareExchanges } from '../../store/compare-actions.ts';
import { meantIds, pickRows, togglePinned } from '../../store/mark-actions.ts';
import { openExport } from '../../store/sharing-actions.ts';
import { useStore } from '../../store/store.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { ListBar } from './ListBar.tsx';
import { rowEntries } from './row-commands.ts';

function compare(): void {
  const [one, other] = meantIds();
  if (one === undefined || other === undefined) return;
  // So that the comparison takes the focus, and not the list.
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  pickRows([]);
  compareExchanges(one, other);
}

/** Nothing below two. */
export function BulkBar() {
  const count = useStore((state) => state.picked.size);
  if (count < 2) return null;
  return (
    <ListBar role="toolbar" label="Picked exchanges">
      {/* Two have a button more, and less room for words. */}
      {count === 2 ? '2 picked' : `${countOf(count, 'exchange')} picked`}
      <span className="spacer" />
      {count === 2 && (
        <Button size="small" variant="solid" onClick={compare}>
          Compare
        </Button>
      )}
      <IconButton icon="pin" label="Pin" shortcut="P" size="small" onClick={() => void togglePinned(meantIds())} />
      <IconButton icon="save" label="Export picked" size="small" onClick={() => void openExport(meantIds())} />
      <IconButton icon="trash" label="Delete picked" size="small" onClick={() => void removeExchanges(meantIds())} />
      <Menu
        label="More for picked"
        trigger={<IconButton icon="more" label="More for picked" size="small" />}
        entries={rowEntries(meantIds())}
      />
      <IconButton icon="close" label="Pick none" shortcut="Esc" size="small" onClick={() => pickRows([])} />
    </ListBar>
  );
}
