/** The first row of the captures panel: everything that is kept; while exchanges are being placed: no capture. */
import { countOf, formatBytes } from '../../lib/format.ts';
import { showPanel } from '../../store/actions.ts';
import { changeCapture, viewCapture } from '../../store/capture-actions.ts';
import { useStore } from '../../store/store.ts';
import { Icon } from '../../ui/Icon.tsx';
import styles from './CapturesPanel.module.css';

/** A button over the whole row. */
export function EverythingRow() {
  const assigned = useStore((state) => state.assignedIds);
  const isViewed = useStore((state) => state.viewedCapture === null);
  const { exchangeCount, storedBytes } = useStore((state) => state.captureStatus);
  const isChoosing = assigned.length > 0;
  const pick = (): void => {
    showPanel(null);
    if (isChoosing) void changeCapture({ kind: 'assign', name: null, ids: assigned });
    else if (!isViewed) void viewCapture(null);
  };
  return (
    <div className={styles.row}>
      <button
        type="button"
        className={styles.open}
        data-capture=""
        aria-current={(!isChoosing && isViewed) || undefined}
        onClick={pick}
      >
        <span className={styles.mark}>{!isChoosing && isViewed && <Icon name="check" size={12} />}</span>
        <span className={styles.name}>{isChoosing ? 'No capture' : 'Everything'}</span>
        {!isChoosing && (
          <span className={styles.holds}>
            {exchangeCount === 0
              ? 'empty'
              : `${countOf(exchangeCount, 'exchange')}, ${formatBytes(storedBytes)} on disk`}
          </span>
        )}
      </button>
    </div>
  );
}
