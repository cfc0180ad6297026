/** The list while it has no row: why, and what to do about it. */
import { showAll, showPanel, toggleCapturing } from '../../store/actions.ts';
import { viewCapture } from '../../store/capture-actions.ts';
import { useStore } from '../../store/store.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './ListPane.module.css';

export function EmptyList({ isFiltered }: { readonly isFiltered: boolean }) {
  const isCapturing = useStore((state) => state.captureStatus.isCapturing);
  const viewed = useStore((state) => state.viewedCapture?.name ?? null);
  const isRecorded = useStore((state) => viewed !== null && state.recordedCapture?.name === viewed);
  const isLoading = useStore((state) => state.isViewLoading);
  const problem = useStore(({ proxy }) => (proxy.isListening ? null : proxy.problem));
  const hasTime = useStore((state) => state.timeFilter !== null);
  const isFinding = useStore((state) => state.isFindingOlder);
  if (isLoading) return null;
  if (isFiltered && isFinding) {
    return (
      <div className={styles.empty} data-late>
        <p>Looking through older exchanges …</p>
      </div>
    );
  }
  if (isFiltered) {
    return (
      <div className={styles.empty}>
        <strong>Nothing matches</strong>
        <p>{hasTime ? 'No exchange passes this filter in this stretch of time.' : 'No exchange passes this filter.'}</p>
        <Button variant="solid" size="small" onClick={showAll}>
          Show all
        </Button>
      </div>
    );
  }
  if (viewed !== null) {
    return (
      <div className={styles.empty}>
        <strong>Nothing in “{viewed}” yet</strong>
        <p>{isRecorded ? 'What comes now is recorded into it.' : 'Nothing is recorded into it now.'}</p>
        <Button variant="solid" size="small" onClick={() => void viewCapture(null)}>
          Show everything
        </Button>
      </div>
    );
  }
  if (problem !== null) {
    return (
      <div className={styles.empty}>
        <strong>Not listening</strong>
        <p>{problem}</p>
        <Button variant="solid" size="small" onClick={() => showPanel('settings')}>
          Choose a port…
        </Button>
      </div>
    );
  }
  if (!isCapturing) {
    return (
      <div className={styles.empty}>
        <strong>Capture is paused</strong>
        <p>Requests pass through and are not recorded.</p>
        <Button variant="solid" size="small" icon="play" onClick={() => void toggleCapturing()}>
          Record again
        </Button>
      </div>
    );
  }
  return (
    <div className={styles.empty}>
      <strong>No exchanges yet</strong>
      <p>Each request becomes a row here, under the program that made it.</p>
      <Button size="small" icon="plug" onClick={() => showPanel('connect')}>
        Connect a client…
      </Button>
    </div>
  );
}
