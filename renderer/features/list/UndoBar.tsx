/** After a clear: ten seconds in which it can be taken back. */
import { countOf } from '../../lib/format.ts';
import { forgetClear } from '../../store/actions.ts';
import { takeBack } from '../../store/capture-actions.ts';
import { useStore } from '../../store/store.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { ListBar } from './ListBar.tsx';

/** Nothing while there is nothing to take back. */
export function UndoBar() {
  const pending = useStore((state) => state.pendingClear);
  if (!pending) return null;
  return (
    <ListBar role="status">
      <span className="cut">
        {pending.capture !== null && `“${pending.capture.name}”, `}
        {countOf(pending.count, 'exchange')} {pending.isAll ? 'cleared' : 'deleted'}
      </span>
      <span className="spacer" />
      <Button variant="solid" size="small" icon="undo" onClick={() => void takeBack()}>
        Undo
      </Button>
      <IconButton icon="close" label="Let them go" size="small" onClick={forgetClear} />
    </ListBar>
  );
}
