/** In place of a stream, for a CONNECT: what passed unread and why, or why a program did not go on, with the way out of it. */
import { useState } from 'react';
import type { ExchangeSummary } from '../../../shared/model/exchange.ts';
import { isTunnel } from '../../../shared/reconstruct/is-tunnel.ts';
import { formatBytes } from '../../lib/format.ts';
import { showPanel } from '../../store/actions.ts';
import { interceptHost, tunnelHost } from '../../store/interception-actions.ts';
import { watchProgram } from '../../store/program-actions.ts';
import { useStore } from '../../store/store.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './TunnelView.module.css';
import { hostOfConnect, isIntercepted, refusalTitle, ruleWords, tunnelReason } from './tunnel-words.ts';

/** Paper over the whole width. */
export function TunnelView({ summary }: { readonly summary: ExchangeSummary }) {
  return (
    <section className={styles.paper} aria-label="Tunnel">
      <div className={styles.text}>
        {isTunnel(summary) ? <Tunnel summary={summary} /> : <Refusal summary={summary} />}
      </div>
    </section>
  );
}

function Tunnel({ summary }: { readonly summary: ExchangeSummary }) {
  const interception = useStore((state) => state.settings?.interception ?? null);
  const host = hostOfConnect(summary);
  const isOver = summary.phase === 'ended';
  const reason = interception && tunnelReason(interception, host, Boolean(summary.client.run));
  return (
    <>
      <h2>A tunnel to {summary.path}</h2>
      <p>
        {isOver
          ? 'Its bytes passed through unread and unrecorded, and were only counted.'
          : 'Its bytes pass through unread and unrecorded, and are only counted.'}
      </p>
      <dl className={styles.facts}>
        <dt>Sent by the program</dt>
        <dd className="mono">{formatBytes(summary.requestBytes)}</dd>
        <dt>Sent by {host}</dt>
        <dd className="mono">{formatBytes(summary.responseBytes)}</dd>
      </dl>
      {reason && <p>{reason}</p>}
      <Change
        host={host}
        isDone={interception !== null && isIntercepted(interception, host)}
        done={`From its next connection on, ${host} is decrypted. The program must trust our certificate.`}
        title="Intercept this host"
        onChange={() => interceptHost(host)}
        onUndo={() => tunnelHost(host)}
      />
    </>
  );
}

function Refusal({ summary }: { readonly summary: ExchangeSummary }) {
  const interception = useStore((state) => state.settings?.interception ?? null);
  const { failure } = summary;
  const host = hostOfConnect(summary);
  const isOurs = failure?.kind === 'certificate-refused' || failure?.kind === 'tls';
  return (
    <section className={styles.card} aria-label={refusalTitle(summary)}>
      <h2>{refusalTitle(summary)}</h2>
      <p>{failure?.message ?? 'No reason is known.'}</p>
      {isOurs && (
        <Change
          host={host}
          isDone={interception !== null && ruleWords(interception, host) === 'tunnel'}
          done={`From its next connection on, ${host} passes unread, and the program sees the server’s own certificate.`}
          title="Tunnel this host"
          onChange={() => tunnelHost(host)}
          onUndo={() => interceptHost(host)}
        />
      )}
    </section>
  );
}

type ChangeProps = {
  readonly host: string;
  readonly title: string;
  /** The list says so already. */
  readonly isDone: boolean;
  readonly done: string;
  readonly onChange: () => Promise<void>;
  readonly onUndo: () => Promise<void>;
};

function Change({ host, title, isDone, done, onChange, onUndo }: ChangeProps) {
  const [wasHere, setWasHere] = useState(false);
  return (
    <>
      <div className={styles.buttons}>
        {isDone && wasHere && (
          <Button variant="solid" icon="undo" onClick={() => void onUndo()}>
            Undo
          </Button>
        )}
        {!isDone && (
          <Button
            variant="primary"
            onClick={() => {
              setWasHere(true);
              void onChange();
            }}
          >
            {title}
          </Button>
        )}
        <Button variant="solid" onClick={() => void watchProgram(null)}>
          Start it from here…
        </Button>
        <Button variant="solid" onClick={() => showPanel('interception')} aria-label={`Hosts, ${host} among them`}>
          All hosts…
        </Button>
      </div>
      <p className={styles.done} role="status">
        {isDone ? done : ''}
      </p>
    </>
  );
}
