/** Who called: the process where the system told, else what the connection and its user agent say. */
import { memo } from 'react';
import type { ClientInfo } from '../../../shared/model/exchange.ts';
import { KeyValueTable } from '../../ui/KeyValueTable.tsx';
import { Section } from '../../ui/Section.tsx';
import styles from './Inspector.module.css';

/** Folded at first: its head names the program. */
export const ClientSection = memo(function ClientSection({ client }: { readonly client: ClientInfo }) {
  const { process, program, userAgent } = client;
  const rows = [
    { label: 'Process', value: process?.name },
    { label: 'Pid', value: process?.pid ?? client.pid },
    { label: 'Started by', value: process?.agent === program ? null : process?.agent },
    { label: 'Address', value: addressWords(client) },
  ];
  const known = rows.flatMap(({ label, value }) => (value ? [{ label, value: String(value) }] : []));
  return (
    <Section
      title="Client"
      isInitiallyOpen={false}
      aside={<span className={styles.clientName}>{program ?? 'unnamed program'}</span>}
    >
      {process && (
        <p className={styles.header} title="Keys and long texts are left out">
          <span>command</span>
          {process.command}
        </p>
      )}
      {userAgent !== null && (
        <p className={styles.header}>
          <span>user agent</span>
          {userAgent}
        </p>
      )}
      <KeyValueTable rows={known} />
    </Section>
  );
});

function addressWords({ address, port }: ClientInfo): string | null {
  if (address === '') return null;
  const plain = address.replace(/^::ffff:/i, '');
  return plain.includes(':') ? `[${plain}]:${port}` : `${plain}:${port}`;
}
