/** While the other exchange of a comparison is being picked: what to do, and the way out. */
import { useEffect } from 'react';
import { leaveComparison } from '../../store/compare-actions.ts';
import { useStore } from '../../store/store.ts';
import { Button } from '../../ui/Button.tsx';
import { ListBar } from './ListBar.tsx';

/** At the foot of the list; Esc leaves. */
export function PickBar() {
  const isPicking = useStore((state) => state.pickingFor !== null);
  useEffect(() => {
    if (!isPicking) return;
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      leaveComparison();
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, [isPicking]);
  if (!isPicking) return null;
  return (
    <ListBar role="status">
      <span>Choose the exchange to compare with</span>
      <span className="spacer" />
      <Button size="small" variant="solid" onClick={leaveComparison}>
        Cancel
      </Button>
    </ListBar>
  );
}
