/** Reads what an endpoint's TLS settings point at (texts, files, keys) into what a connection needs, or says what is wrong. */
import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ClientKeySource, Endpoint, EndpointTls } from '../../shared/model/upstream.ts';
import type { TlsMaterial } from './upstream-trust.ts';

/** Null: the endpoint has no TLS settings. `problem`: a sentence with what to do. */
export type EndpointTlsReading = TlsMaterial | { readonly problem: string } | null;

/** The PEM text of a client key that is kept elsewhere; null when it is not available. */
export type ReadClientKey = (upstream: string, endpoint: string, source: ClientKeySource) => string | null;

/** Keys named by their source: from the environment, or what `readStored` gives where a system keeps keys for us. */
export function clientKeyReader(
  environment: Readonly<Record<string, string | undefined>>,
  readStored: (upstream: string, endpoint: string) => string | null,
): ReadClientKey {
  return (upstream, endpoint, source) => {
    if (source.kind === 'env') return environment[source.variable] || null;
    return source.kind === 'stored' ? readStored(upstream, endpoint) : null;
  };
}

/** Files are looked at again after this, so that a renewed certificate counts without a restart. */
const freshMs = 5000;

/** Remembers what it read for a few seconds. @param now epoch ms */
export function createEndpointTls(
  readKey: ReadClientKey,
  now: () => number = Date.now,
): (upstream: string, endpoint: Pick<Endpoint, 'name' | 'tls'>) => EndpointTlsReading {
  const known = new WeakMap<EndpointTls, { readonly reading: EndpointTlsReading; readonly readAt: number }>();
  return (upstream, endpoint) => {
    const { name, tls } = endpoint;
    if (tls === undefined || isEmpty(tls)) return null;
    const before = known.get(tls);
    if (before !== undefined && now() - before.readAt < freshMs) return before.reading;
    const reading = readTls(tls, upstream, name, readKey);
    known.set(tls, { reading, readAt: now() });
    return reading;
  };
}

function isEmpty({ ca, clientCertificate, serverName }: EndpointTls): boolean {
  return ca === '' && clientCertificate === '' && serverName === '';
}

function readTls(tls: EndpointTls, upstream: string, endpoint: string, readKey: ReadClientKey): EndpointTlsReading {
  const where = `endpoint "${endpoint}" of "${upstream}"`;
  try {
    const ca = tls.ca === '' ? '' : certificatesIn(pemText(tls.ca, 'authority'), 'authority');
    const clientCertificate =
      tls.clientCertificate === '' ? null : readClientCertificate(tls, upstream, endpoint, readKey);
    const serverName = tls.serverName === '' ? null : tls.serverName;
    const id = createHash('sha256')
      .update(JSON.stringify([ca, clientCertificate, serverName]))
      .digest('hex');
    return { id, ca, clientCertificate, serverName };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { problem: `The TLS settings of ${where} cannot be used: ${reason}. Correct them in the upstreams panel.` };
  }
}

/** A text that is no PEM is the path of a file of it. */
function pemText(textOrPath: string, what: string): string {
  if (textOrPath.includes('-----BEGIN')) return textOrPath;
  try {
    return readFileSync(textOrPath.trim(), 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error;
    throw new Error(`the ${what} ${textOrPath} cannot be read (${code})`);
  }
}

const certificatePattern = /-----BEGIN (?:TRUSTED )?CERTIFICATE-----[^-]+-----END (?:TRUSTED )?CERTIFICATE-----/g;

/** The PEM certificates of a text, each of them readable. Throws when there are none. */
function certificatesIn(text: string, what: string): string {
  const blocks = text.match(certificatePattern) ?? [];
  if (blocks.length === 0) throw new Error(`the ${what} holds no PEM certificate`);
  for (const block of blocks) {
    try {
      new X509Certificate(block);
    } catch {
      throw new Error(`the ${what} holds a certificate that cannot be read`);
    }
  }
  return `${blocks.join('\n')}\n`;
}

function readClientCertificate(
  tls: EndpointTls,
  upstream: string,
  endpoint: string,
  readKey: ReadClientKey,
): { readonly cert: string; readonly key: string } {
  const text = pemText(tls.clientCertificate, 'client certificate');
  const cert = certificatesIn(text, 'client certificate');
  const key = clientKey(tls.clientKey, text, upstream, endpoint, readKey);
  if (!new X509Certificate(cert).checkPrivateKey(privateKey(key))) {
    throw new Error('the client key does not belong to the client certificate');
  }
  return { cert, key };
}

/** Without a key of its own, one may stand in the same file as the certificate. */
function clientKey(
  source: ClientKeySource | null,
  certificateText: string,
  upstream: string,
  endpoint: string,
  readKey: ReadClientKey,
): string {
  if (source === null) {
    if (certificateText.includes('PRIVATE KEY-----')) return certificateText;
    throw new Error('the client certificate has no key');
  }
  if (source.kind === 'file') return pemText(source.path, 'client key');
  const found = readKey(upstream, endpoint, source);
  if (found === null)
    throw new Error('the client key is not available: enter it again or set its environment variable');
  return pemText(found, 'client key');
}

function privateKey(pem: string) {
  try {
    return createPrivateKey(pem);
  } catch {
    throw new Error('the client key is no PEM key without a passphrase');
  }
}
