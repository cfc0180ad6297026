/** What an endpoint trusts and shows in TLS beyond the usual: folded away, since most need none of it. */
import { useState } from 'react';
import type { ClientKeySource, Endpoint, EndpointTls } from '../../../shared/model/upstream.ts';
import { Icon } from '../../ui/Icon.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { clientKeyText, noTls, sourceOfText, tlsSummary } from './tls-draft.ts';
import styles from './UpstreamDialog.module.css';

type EndpointTlsFieldsProps = {
  readonly endpoint: Endpoint;
  readonly problem: string | null;
  /** A PEM key that was typed, null for "forget it", undefined for nothing. */
  readonly typedKey: string | null | undefined;
  readonly onChange: (tls: EndpointTls) => void;
  readonly onKey: (key: string | null) => void;
};

/** One line that says what is set; unfolded, four fields. */
export function EndpointTlsFields({ endpoint, problem, typedKey, onChange, onKey }: EndpointTlsFieldsProps) {
  const [isOpen, setOpen] = useState(false);
  const tls = endpoint.tls ?? noTls;
  const change = (part: Partial<EndpointTls>) => onChange({ ...tls, ...part });
  const changeKey = (text: string) => {
    const source = sourceOfText(text);
    onKey(source === 'typed' ? text : null);
    change({ clientKey: source === 'typed' ? tls.clientKey : source });
  };
  return (
    <div className={styles.tlsGroup}>
      <button type="button" className={styles.tlsHead} aria-expanded={isOpen} onClick={() => setOpen((was) => !was)}>
        <Icon name={isOpen ? 'down' : 'right'} size={12} />
        <span>TLS</span>
        <span className="faint cut">{tlsSummary(tls)}</span>
      </button>
      {problem && <span className={styles.refusal}>{problem}</span>}
      {isOpen && (
        <div className={styles.tlsFields}>
          <TextArea
            label="Authority to trust"
            placeholder="/path/to/ca.pem, or PEM text"
            hint="Beside those that are trusted anyway"
            value={tls.ca}
            onChange={(ca) => change({ ca })}
          />
          <TextField
            label="Server name"
            isMono
            placeholder={hostIn(endpoint.url)}
            hint="Verified in place of the address’s own"
            value={tls.serverName}
            onChange={(serverName) => change({ serverName: serverName.trim() })}
          />
          <TextArea
            label="Client certificate"
            placeholder="/path/to/client.pem, or PEM text"
            hint="Shown to servers that ask who we are"
            value={tls.clientCertificate}
            onChange={(clientCertificate) => change({ clientCertificate })}
          />
          <TextArea
            label="Client key"
            isSecret={sourceOfText(typedKey ?? '') === 'typed'}
            placeholder="/path/to/key.pem, env:NAME, or PEM text"
            hint={keyHint(tls.clientKey, typedKey)}
            value={typedKey ?? clientKeyText(tls.clientKey)}
            onChange={changeKey}
          />
        </div>
      )}
    </div>
  );
}

function keyHint(source: ClientKeySource | null, typed: string | null | undefined): string {
  if (typed) return 'Kept by the system’s key store';
  if (source?.kind === 'stored') return `Kept: #${source.hash}. Type to replace`;
  if (source?.kind === 'env') return 'Read from the environment';
  return source?.kind === 'file' ? 'Read from this file' : 'Empty: behind the certificate';
}

function hostIn(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : '';
}
