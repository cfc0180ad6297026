/** The title bar of a window that shows one exchange and no list: what it did, and the ways back to a list. */
import { showDetailAt, showInList } from '../../store/layout-actions.ts';
import { useStore } from '../../store/store.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './TitleBar.module.css';
import { selectTitle } from './use-window-title.ts';

/** 40 px high; dragged by everything but its button. */
export function LoneTitleBar() {
  const platform = useStore((state) => state.platform);
  const kind = useStore((state) => state.windowRole.kind);
  const id = useStore((state) => state.openExchange?.id ?? null);
  const title = useStore(selectTitle);
  return (
    <header className={`${styles.bar} ${styles.lone}`} data-platform={platform}>
      <span className={`cut ${styles.title}`}>{title}</span>
      {kind === 'detail' ? (
        <Button
          size="small"
          icon="list"
          title="Shows it beside the list again (D)"
          onClick={() => showDetailAt('right')}
        >
          Back to the list
        </Button>
      ) : (
        id !== null && (
          <Button
            size="small"
            icon="list"
            title="Opens it in the window with the list"
            onClick={() => void showInList(id)}
          >
            Show in the list
          </Button>
        )
      )}
    </header>
  );
}
