/** The title bar: capture, filter, upstreams, connect, more. The window is dragged by what is left of it. */
import { shortcutText } from '../../lib/shortcut.ts';
import { showDrawer, toggleCapturing } from '../../store/actions.ts';
import { useStore } from '../../store/store.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Tooltip } from '../../ui/Tooltip.tsx';
import { FilterField } from './FilterField.tsx';
import styles from './TitleBar.module.css';

type TitleBarProps = {
  /** Beside the capture button: which capture is shown. */
  readonly session: React.ReactNode;
  /** Panels of other features: upstreams, connect, more. */
  readonly children: React.ReactNode;
};

/** 40 px high. */
export function TitleBar({ session, children }: TitleBarProps) {
  const platform = useStore((state) => state.platform);
  const isDrawerOpen = useStore((state) => state.isDrawerOpen);
  const hasDrawer = useStore((state) => state.layout.detail === 'right');
  return (
    <header className={styles.bar} data-platform={platform}>
      {hasDrawer && (
        <IconButton
          icon="list"
          label={isDrawerOpen ? 'Hide the list' : 'Show the list'}
          className={styles.drawerButton ?? ''}
          isOn={isDrawerOpen}
          onClick={() => showDrawer(!isDrawerOpen)}
        />
      )}
      <CaptureButton />
      {session}
      <FilterField />
      <span className="spacer" />
      {children}
    </header>
  );
}

function CaptureButton() {
  const isCapturing = useStore((state) => state.captureStatus.isCapturing);
  const platform = useStore((state) => state.platform);
  const into = useStore((state) => state.recordedCapture?.name ?? null);
  return (
    <Tooltip
      label={isCapturing ? 'Pause: traffic flows on, unrecorded' : 'Record again'}
      shortcut={shortcutText('Mod Shift P', platform)}
    >
      <button
        type="button"
        className={styles.capture}
        aria-pressed={isCapturing}
        aria-label={isCapturing ? 'Capturing' : 'Paused'}
        onClick={() => void toggleCapturing()}
      >
        <i className={isCapturing ? styles.on : styles.off} />
        <span>{isCapturing ? 'Capturing' : 'Paused'}</span>
        {isCapturing && into !== null && <span className={`cut ${styles.into}`}>into {into}</span>}
      </button>
    </Tooltip>
  );
}
