/** Headers in original case and order, secrets as fingerprints in a well, and what was changed on the way. */
import { memo } from 'react';
import type { HeaderEntry, HeaderList } from '../../../shared/model/headers.ts';
import { copyText } from '../../store/actions.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Section } from '../../ui/Section.tsx';
import styles from './Inspector.module.css';

type HeadersSectionProps = {
  readonly title: string;
  readonly headers: HeaderList;
  /** As passed on, where they differ. */
  readonly sent: HeaderList | null;
  readonly sentTitle: string;
};

/** Folded at first: they are looked up, not read. */
export const HeadersSection = memo(function HeadersSection({ title, headers, sent, sentTitle }: HeadersSectionProps) {
  const text = headers.map((entry) => `${entry.name}: ${entry.value}`).join('\n');
  const changed = sent === null ? [] : differences(headers, sent);
  return (
    <Section
      title={title}
      count={headers.length}
      isInitiallyOpen={false}
      aside={
        <IconButton icon="copy" label={`Copy ${title.toLowerCase()}`} size="tiny" onClick={() => void copyText(text)} />
      }
    >
      {numbered(headers).map(({ key, entry }) => (
        <Header key={key} entry={entry} />
      ))}
      {changed.length > 0 && (
        <>
          <p className="faint">{sentTitle}</p>
          {numbered(changed).map(({ key, entry }) => (
            <Header key={key} entry={entry} />
          ))}
        </>
      )}
    </Section>
  );
});

function numbered(headers: HeaderList): readonly { readonly key: string; readonly entry: HeaderEntry }[] {
  const seen = new Map<string, number>();
  return headers.map((entry) => {
    const count = seen.get(entry.name) ?? 0;
    seen.set(entry.name, count + 1);
    return { key: `${entry.name} ${count}`, entry };
  });
}

/** Entries that were sent otherwise than they came; left out ones by name. */
function differences(headers: HeaderList, sent: HeaderList): HeaderList {
  const has = (list: HeaderList, entry: HeaderEntry): boolean =>
    list.some((other) => other.name === entry.name && other.value === entry.value);
  const added = sent.filter((entry) => !has(headers, entry));
  const names = new Set(sent.map((entry) => entry.name.toLowerCase()));
  const dropped = headers.filter((entry) => !names.has(entry.name.toLowerCase()));
  return [...added, ...dropped.map((entry) => ({ name: entry.name, value: 'left out (hop by hop)' }))];
}

function Header({ entry }: { readonly entry: HeaderEntry }) {
  const { secret } = entry;
  if (!secret) {
    return (
      <p className={styles.header}>
        <span>{entry.name}</span>
        {entry.value}
      </p>
    );
  }
  return (
    <p className={styles.header} data-secret title="A fingerprint: the secret itself is never stored">
      <span>{entry.name}</span>
      {secret.scheme && `${secret.scheme} `}••••{secret.lastFour ?? ''} <b>#{secret.hash}</b>
    </p>
  );
}
