/** The certificate authority: what programs must trust, how long, what it may sign for; saved, renewed, removed. */
import { useState } from 'react';
import type { AuthorityFacts } from '../../../shared/model/interception.ts';
import { countOf } from '../../lib/format.ts';
import { copyText } from '../../store/actions.ts';
import { exportAuthority, removeAuthority, renewAuthority } from '../../store/interception-actions.ts';
import { useStore } from '../../store/store.ts';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { authorityState, dayText, fingerprintLines } from './authority-words.ts';
import styles from './InterceptionDialog.module.css';

/** The right column. */
export function AuthorityCard() {
  const authority = useStore((state) => state.authority);
  return (
    <section className={styles.card} aria-label="Certificate authority">
      <h3>Certificate authority</h3>
      {authority === null ? <NoAuthority /> : <Facts authority={authority} />}
    </section>
  );
}

function NoAuthority() {
  return (
    <p className={styles.explain}>
      There is none yet. It is made on this machine when interception is first used, may sign for the listed hosts
      alone, and is never put into the system’s trust store.
    </p>
  );
}

function Facts({ authority }: { readonly authority: AuthorityFacts }) {
  const { fingerprint, file, names, addresses, validUntil } = authority;
  const state = authorityState(authority, Date.now());
  const signs = [...names, ...addresses];
  return (
    <>
      <p className={styles.explain}>
        Made on this machine, for it alone. When the list grows it is issued anew with the same key: start programs
        again that should reach the new hosts.
      </p>
      <dl className={styles.facts}>
        <dt>Valid until</dt>
        <dd className={state.isWarning ? 'tone-warning' : ''} data-warning={state.isWarning}>
          {dayText(validUntil)}, {state.text}
        </dd>
        <dt>SHA-256</dt>
        <dd className={`mono ${styles.fingerprint}`}>
          {fingerprintLines(fingerprint).map((line) => (
            <span key={line}>{line}</span>
          ))}
          <CopyButton label="Copy the fingerprint" size="tiny" onCopy={() => copyText(fingerprint)} />
        </dd>
        <dt>File</dt>
        <dd className={`mono ${styles.file}`}>
          <span title={file}>{file}</span>
          <CopyButton label="Copy the path" size="tiny" onCopy={() => copyText(file)} />
        </dd>
      </dl>
      <Signs names={signs} />
      <Doing />
    </>
  );
}

function Signs({ names }: { readonly names: readonly string[] }) {
  const [isUnfolded, setUnfolded] = useState(false);
  return (
    <>
      <button
        type="button"
        className={styles.signs}
        aria-expanded={isUnfolded}
        onClick={() => setUnfolded((was) => !was)}
      >
        <Icon name={isUnfolded ? 'down' : 'right'} size={10} />
        May sign for {countOf(names.length, 'name')}, and nothing else
      </button>
      {isUnfolded && (
        <ul className={`mono ${styles.names}`}>
          {names.map((name) => (
            <li key={name} className="cut">
              {name}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Doing() {
  const [told, setTold] = useState<{ readonly text: string; readonly isBad: boolean } | null>(null);
  const [isRemoving, setRemoving] = useState(false);
  const tell = (refusal: string | null, good: string) =>
    setTold(refusal === null ? { text: good, isBad: false } : { text: refusal, isBad: true });
  const save = async () => {
    const saved = await exportAuthority();
    if (saved !== null)
      tell('refusal' in saved ? saved.refusal : null, 'where' in saved ? `Saved: ${saved.where}` : '');
  };
  const renew = async () => tell(await renewAuthority(), 'New key and certificate. Start programs again.');
  if (isRemoving) {
    return (
      <div className={styles.confirm} role="alertdialog" aria-label="Remove the authority?">
        <p>Key and certificates are deleted and interception is switched off. Programs that run now pass unread.</p>
        <div>
          <Button size="small" onClick={() => setRemoving(false)}>
            Keep it
          </Button>
          <Button
            size="small"
            variant="danger"
            icon="trash"
            onClick={() => void removeAuthority().then((refusal) => tell(refusal, 'Removed.'))}
          >
            Remove it
          </Button>
        </div>
      </div>
    );
  }
  return (
    <>
      <div className={styles.doing}>
        <Button size="small" variant="solid" onClick={() => void save()}>
          Save PEM…
        </Button>
        <Button size="small" variant="solid" onClick={() => void renew()}>
          Renew
        </Button>
        <Button size="small" variant="danger" icon="trash" onClick={() => setRemoving(true)}>
          Remove
        </Button>
      </div>
      {told && (
        <p className={styles.told} data-bad={told.isBad} role="status">
          {told.text}
        </p>
      )}
    </>
  );
}
