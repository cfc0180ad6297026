/** The TLS settings of an endpoint as they are typed. Pure. */
import type { ClientKeySource, EndpointTls } from '../../../shared/model/upstream.ts';

export const noTls: EndpointTls = { ca: '', clientCertificate: '', clientKey: null, serverName: '' };

/** Where a key comes from by what was typed: `typed` for the key itself; null for nothing. */
export function sourceOfText(text: string): ClientKeySource | 'typed' | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  if (trimmed.includes('-----BEGIN')) return 'typed';
  const variable = /^env:([A-Za-z_][A-Za-z0-9_]*)$/.exec(trimmed)?.[1];
  return variable === undefined ? { kind: 'file', path: trimmed } : { kind: 'env', variable };
}

/** What stands in the field for a key that comes from elsewhere; one that is kept never comes back. */
export function clientKeyText(source: ClientKeySource | null): string {
  if (source?.kind === 'env') return `env:${source.variable}`;
  return source?.kind === 'file' ? source.path : '';
}

/** What is set, in a few words. */
export function tlsSummary({ ca, clientCertificate, serverName }: EndpointTls): string {
  const set = [
    ...(ca === '' ? [] : ['own authority']),
    ...(clientCertificate === '' ? [] : ['client certificate']),
    ...(serverName === '' ? [] : [`as ${serverName}`]),
  ];
  return set.length === 0 ? 'the system’s authorities, no client certificate' : set.join(', ');
}

/** What is stored: nothing for nothing, no blanks around paths. */
export function tidyTls(tls: EndpointTls | undefined): { readonly tls?: EndpointTls } {
  if (tls === undefined) return {};
  const tidy = {
    ca: tls.ca.trim(),
    clientCertificate: tls.clientCertificate.trim(),
    clientKey: tls.clientCertificate.trim() === '' ? null : tls.clientKey,
    serverName: tls.serverName.trim(),
  };
  return tidy.ca === '' && tidy.clientCertificate === '' && tidy.serverName === '' ? {} : { tls: tidy };
}
