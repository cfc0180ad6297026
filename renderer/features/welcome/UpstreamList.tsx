/** The upstreams beside the first run: enough to see that they are switches. */
import { showPanel } from '../../store/actions.ts';
import { selectUpstreams } from '../../store/selectors.ts';
import { useStore } from '../../store/store.ts';
import { setUpstreamEnabled } from '../../store/upstream-actions.ts';
import { Button } from '../../ui/Button.tsx';
import { Switch } from '../../ui/Switch.tsx';
import styles from './WelcomeView.module.css';

const shownAtMost = 7;

/** The first few; the panel has them all. */
export function UpstreamList() {
  const upstreams = useStore(selectUpstreams);
  return (
    <section className={styles.upstreams} aria-label="Upstreams">
      <h3>Upstreams</h3>
      {upstreams.slice(0, shownAtMost).map(({ name, isEnabled, endpoints, activeEndpoint }) => {
        const active = endpoints.find((endpoint) => endpoint.name === activeEndpoint);
        return (
          <div key={name} className={`${styles.upstream} ${isEnabled ? '' : styles.off}`}>
            <Switch
              isOn={isEnabled}
              label={`${name} on or off`}
              onChange={(next) => void setUpstreamEnabled(name, next)}
            />
            <div className="cut">
              <b>{name}</b> <span className="subtle">{activeEndpoint}</span>{' '}
              {endpoints.length > 1 && <span className="faint">1 of {endpoints.length} endpoints</span>}
              <div className={`mono faint cut ${styles.address}`}>{active?.url.replace(/^https?:\/\//, '')}</div>
            </div>
          </div>
        );
      })}
      {upstreams.length > shownAtMost && (
        <Button size="small" className={styles.all ?? ''} onClick={() => showPanel('upstreams')}>
          All {upstreams.length} upstreams
        </Button>
      )}
      <p>Switch an upstream off to see how your program takes a 503. Streams in flight are never touched.</p>
      <p>
        Keys are never written to disk. You will see{' '}
        <span className={`mono ${styles.fingerprint}`}>••••a1b2 #7f3c</span> in their place.
      </p>
    </section>
  );
}
