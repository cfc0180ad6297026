/** The status bar: where we listen, what streams, how far capture is behind, what is kept. */
import { countOf, formatBytes, withCommas } from '../../lib/format.ts';
import { copyText, showPanel } from '../../store/actions.ts';
import { watchProgram } from '../../store/program-actions.ts';
import { useStore } from '../../store/store.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { isOpen } from '../program/program-words.ts';
import styles from './StatusBar.module.css';

/** 26 px high. */
export function StatusBar() {
  return (
    <footer className={styles.bar} role="contentinfo" aria-label="Status">
      <Address />
      <Intercepting />
      <Programs />
      <span className="spacer" />
      <Counts />
    </footer>
  );
}

function Address() {
  const proxy = useStore((state) => state.proxy);
  const isCapturing = useStore((state) => state.captureStatus.isCapturing);
  if (!proxy.isListening || proxy.url === null) {
    return (
      <span className={`${styles.address} tone-danger`}>
        <i className={styles.off} />
        <span className={styles.problem}>{proxy.problem ?? 'Not listening'}</span>
        <button type="button" className={styles.word} onClick={() => showPanel('settings')}>
          Choose a port…
        </button>
      </span>
    );
  }
  const { url } = proxy;
  return (
    <span className={styles.address}>
      <i className={isCapturing ? styles.on : styles.off} />
      Listening on <span className={`mono ${styles.url}`}>{url}</span>
      <CopyButton label="Copy the address" size="tiny" onCopy={() => copyText(url)} />
      {proxy.wantedPort !== null && proxy.wantedPort !== proxy.port && (
        <button
          type="button"
          className={`${styles.moved} tone-warning`}
          title="Programs that were told the other port do not reach Wirelens"
          onClick={() => showPanel('settings')}
        >
          port {proxy.wantedPort} was taken
        </button>
      )}
    </span>
  );
}

function Intercepting() {
  const isEnabled = useStore((state) => state.settings?.interception.isEnabled ?? false);
  if (!isEnabled) return null;
  return (
    <button type="button" className={styles.word} onClick={() => showPanel('interception')}>
      intercepting
    </button>
  );
}

function Programs() {
  const running = useStore((state) => [...state.programs.values()].filter(isOpen).length);
  if (running === 0) return null;
  return (
    <button type="button" className={styles.word} onClick={() => void watchProgram(null)}>
      {countOf(running, 'program')} started here
    </button>
  );
}

function Counts() {
  const status = useStore((state) => state.captureStatus);
  return (
    <>
      <span>{streamingWords(status.streaming, status.openSockets)}</span>
      <span className={styles.rate}>{withCommas(Math.round(status.eventsPerSecond))} events/s</span>
      <span className={styles.wide}>capture {withCommas(status.chunksBehind)} behind</span>
      {status.droppedChunks > 0 && (
        <span className={`${styles.moved} tone-warning`}>{withCommas(status.droppedChunks)} dropped</span>
      )}
      <span className={styles.wide}>{formatBytes(status.storedBytes)} kept</span>
    </>
  );
}

function streamingWords(streaming: number, sockets: number): string {
  const words = [];
  if (streaming > 0) words.push(`${streaming} streaming`);
  if (sockets > 0) words.push(sockets === 1 ? '1 socket open' : `${sockets} sockets open`);
  return words.join(', ') || 'nothing streaming';
}
