/** One upstream: switch, name, active endpoint, how its calls went; unfolded, its endpoints as one choice. */
import type { EndpointTest } from '../../../shared/ipc/command-payloads.ts';
import type { Endpoint, Upstream } from '../../../shared/model/upstream.ts';
import type { UpstreamTally } from '../../store/selectors.ts';
import { setActiveEndpoint, setUpstreamEnabled } from '../../store/upstream-actions.ts';
import { Icon } from '../../ui/Icon.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Switch } from '../../ui/Switch.tsx';
import styles from './UpstreamsPanel.module.css';
import { hostOf } from './upstream-draft.ts';

type UpstreamRowProps = {
  readonly upstream: Upstream;
  readonly isUnfolded: boolean;
  /** By upstream, and by `upstream/endpoint`. */
  readonly tallies: ReadonlyMap<string, UpstreamTally>;
  readonly tests: Readonly<Record<string, EndpointTest | 'running'>>;
  readonly onToggle: () => void;
  readonly onEdit: () => void;
  readonly onTest: (endpoint: string) => void;
};

/** 36 px, plus 32 per endpoint while unfolded. */
export function UpstreamRow(props: UpstreamRowProps) {
  const { upstream, isUnfolded, tallies, tests, onToggle, onEdit, onTest } = props;
  const { name, isEnabled } = upstream;
  const result = tests[`${name}/${upstream.activeEndpoint}`];
  return (
    <div className={isUnfolded ? styles.open : undefined}>
      <div className={`${styles.upstream} ${isEnabled ? '' : styles.disabled}`}>
        <Switch
          isOn={isEnabled}
          label={`${name} on or off`}
          tabIndex={-1}
          onChange={(next) => void setUpstreamEnabled(name, next)}
        />
        <button
          type="button"
          className={styles.fold}
          data-upstream={name}
          aria-label={`${upstream.title}, endpoints`}
          aria-expanded={isUnfolded}
          onClick={onToggle}
        >
          <span className={`${styles.name} cut`}>{name}</span>
          <span className={`${styles.endpoint} mono cut`}>{describe(upstream, isUnfolded)}</span>
        </button>
        <span className={styles.end}>
          {!isEnabled && <span>off</span>}
          {result && !isUnfolded ? <TestWords result={result} /> : <TallyWords tally={tallies.get(name)} />}
          {isUnfolded && <IconButton icon="edit" label={`Edit ${name}`} size="small" onClick={onEdit} />}
        </span>
      </div>
      {isUnfolded && (
        <fieldset aria-label={`Active endpoint of ${name}`} className={styles.endpoints}>
          {upstream.endpoints.map((endpoint) => (
            <EndpointRow
              key={endpoint.name}
              upstream={upstream}
              endpoint={endpoint}
              tally={tallies.get(`${name}/${endpoint.name}`)}
              result={tests[`${name}/${endpoint.name}`]}
              onTest={() => onTest(endpoint.name)}
            />
          ))}
        </fieldset>
      )}
    </div>
  );
}

type EndpointRowProps = {
  readonly upstream: Upstream;
  readonly endpoint: Endpoint;
  readonly tally: UpstreamTally | undefined;
  readonly result: EndpointTest | 'running' | undefined;
  readonly onTest: () => void;
};

function EndpointRow({ upstream, endpoint, tally, result, onTest }: EndpointRowProps) {
  const isActive = endpoint.name === upstream.activeEndpoint;
  const choose = () => void setActiveEndpoint(upstream.name, endpoint.name);
  return (
    <label className={styles.endpointRow}>
      <input
        type="radio"
        className={styles.radio}
        name={`endpoint-of-${upstream.name}`}
        aria-label={`${endpoint.name}, ${hostOf(endpoint.url)}`}
        data-upstream={upstream.name}
        data-endpoint={endpoint.name}
        checked={isActive}
        onChange={choose}
      />
      <span className={`cut ${isActive ? styles.name : ''}`}>{endpoint.name}</span>
      <span className="mono subtle cut">{hostOf(endpoint.url)}</span>
      <span className={`${styles.end} mono`}>
        {!endpoint.verifyTls && (
          <span
            className={`${styles.exception} tone-warning`}
            title="TLS certificates of this endpoint are not verified"
          >
            <Icon name="unlocked" size={12} /> TLS unverified
          </span>
        )}
        {endpoint.key && (
          <span className={styles.key} title="Wirelens puts this key on requests">
            <Icon name="key" size={12} />
            {endpoint.key.kind === 'env' ? `env ${endpoint.key.variable}` : `••••${endpoint.key.lastFour ?? ''}`}
          </span>
        )}
        {result ? <TestWords result={result} /> : <TallyWords tally={tally} />}
        <IconButton icon="plug" label={`Test ${endpoint.name}`} size="tiny" onClick={onTest} />
      </span>
    </label>
  );
}

function TallyWords({ tally }: { readonly tally: UpstreamTally | undefined }) {
  if (!tally) return null;
  const words = [];
  if (tally.served > 0) words.push(`${tally.served} served`);
  if (tally.streaming > 0) words.push(`${tally.streaming} streaming`);
  return (
    <span className={styles.tally}>
      {words.join(', ')}
      {tally.failed > 0 && (
        <span className={`${styles.exception} tone-danger`}>
          {words.length > 0 && ', '}
          {tally.failed} failed
        </span>
      )}
    </span>
  );
}

function TestWords({ result }: { readonly result: EndpointTest | 'running' }) {
  if (result === 'running') return <span className={styles.tally}>testing…</span>;
  return (
    <span
      className={`${styles.tally} cut ${result.isReachable ? '' : `${styles.exception} tone-danger`}`}
      title={result.text}
    >
      {result.text}
    </span>
  );
}

function describe(upstream: Upstream, isUnfolded: boolean): string {
  const active = upstream.endpoints.find((endpoint) => endpoint.name === upstream.activeEndpoint);
  if (isUnfolded || !active) return upstream.activeEndpoint;
  return `${active.name}, ${hostOf(active.url)}`;
}
