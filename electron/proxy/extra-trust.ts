/**
 * The certificates that we trust beside Node's own roots: those of the system, of NODE_EXTRA_CA_CERTS and of the company
 * (settings, `--upstream-ca`). A proxy in a company's network must accept what the company's own gateways show.
 */
import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import { certificatesOf } from './upstream-trust.ts';

export type ExtraTrustOptions = {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** PEM text, or the path of a file of it; empty: none. */
  readonly companyCa: () => string;
  /** Something that was named cannot be read: a sentence for the log. */
  readonly onProblem: (text: string) => void;
};

/** Where Linux distributions and BSDs keep what they trust. */
const systemBundles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

/**
 * For `ProxyOptions.extraCertificates`. Reads at the first connection that needs it, and again when the company's setting
 * changes. Node trusts NODE_EXTRA_CA_CERTS by itself only where we add nothing, and not at all in a packaged app.
 */
export function createExtraTrust(options: ExtraTrustOptions): () => readonly string[] {
  let list: readonly string[] | null = null;
  let readFor = '';
  return () => {
    const companyCa = options.companyCa();
    if (list === null || readFor !== companyCa) {
      list = gather(options, companyCa);
      readFor = companyCa;
    }
    return list;
  };
}

function gather({ environment, onProblem }: ExtraTrustOptions, companyCa: string): readonly string[] {
  const texts = [...systemCertificates(environment)];
  const named = { NODE_EXTRA_CA_CERTS: environment.NODE_EXTRA_CA_CERTS ?? '', 'the company authority': companyCa };
  for (const [name, value] of Object.entries(named)) {
    if (value === '') continue;
    const text = value.includes('-----BEGIN') ? value : read(value);
    if (text?.includes('-----BEGIN CERTIFICATE-----')) texts.push(text);
    else onProblem(`${name} (${value.slice(0, 200)}) holds no PEM certificate and is ignored`);
  }
  return withoutNodesOwn(texts);
}

function systemCertificates(environment: ExtraTrustOptions['environment']): readonly string[] {
  for (const file of [environment.SSL_CERT_FILE, ...systemBundles]) {
    const text = file ? read(file) : null;
    if (text?.includes('-----BEGIN CERTIFICATE-----')) return [text];
  }
  // macOS and Windows keep them elsewhere; before Node 22.15 nothing tells.
  return certificatesOf('system') ?? [];
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

/** Most of what a system trusts Node does too: only the rest is worth a context of its own. */
function withoutNodesOwn(texts: readonly string[]): readonly string[] {
  const known = new Set(rootCertificates.map(bodyOf));
  const rest: string[] = [];
  for (const block of texts.join('\n').match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []) {
    const body = bodyOf(block);
    if (known.has(body)) continue;
    known.add(body);
    rest.push(block);
  }
  return rest;
}

function bodyOf(pem: string): string {
  return pem.replaceAll(/-----[^-]+-----|\s/g, '');
}
