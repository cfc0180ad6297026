/** Bytes received and sent, ours among them, and the hashes that prove it. */
import type { BodyDigest } from '../../../shared/model/exchange.ts';
import { type KeyValueRow, KeyValueTable } from '../../ui/KeyValueTable.tsx';
import { Section } from '../../ui/Section.tsx';
import { countText, shortHash } from './figures.ts';

/** Of the response body, as on the wire. */
export function BytesSection({ digest, endpoint }: { readonly digest: BodyDigest; readonly endpoint: string | null }) {
  const hashRow = (label: string, hash: string | null): KeyValueRow => ({
    label,
    value: hash === null ? 'not known' : shortHash(hash),
    title: hash ?? undefined,
    tone: hash === null ? 'faint' : undefined,
  });
  const ours: KeyValueRow[] =
    digest.injectedBytes > 0 ? [{ label: 'ours', value: countText(digest.injectedBytes), tone: 'warning' }] : [];
  const rows: KeyValueRow[] = [
    { label: 'received', value: countText(digest.receivedBytes) },
    { label: 'sent', value: countText(digest.sentBytes) },
    ...ours,
    hashRow('sha-256, received', digest.receivedSha256),
    hashRow('sha-256, sent', digest.sentSha256),
    ...(endpoint === null ? [] : [{ label: 'endpoint', value: endpoint }]),
  ];
  return (
    <Section title="Bytes">
      <KeyValueTable rows={rows} />
    </Section>
  );
}
