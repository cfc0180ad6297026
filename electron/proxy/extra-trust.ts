/**
 * The certificates that we trust beside Node's own roots: those of the system, of NODE_EXTRA_CA_CERTS and of the company
 * (settings, `--upstream-ca`). A proxy in a company's network must accept what the company's own gateways show.
 */
import { rootCertificates } from 'node:tls';
import { readSystemRoots, readTextIfThere } from './system-roots.ts';
import { certificatesOf } from './upstream-trust.ts';

export type ExtraTrustOptions = {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** PEM text, or the path of a file of it; empty: none. */
  readonly companyCa: () => string;
  /** Something that was named cannot be read: a sentence for the log. */
  readonly onProblem: (text: string) => void;
};

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
    const text = value.includes('-----BEGIN') ? value : readTextIfThere(value);
    if (text?.includes('-----BEGIN CERTIFICATE-----')) texts.push(text);
    else onProblem(`${name} (${value.slice(0, 200)}) holds no PEM certificate and is ignored`);
  }
  return withoutNodesOwn(texts);
}

function systemCertificates(environment: ExtraTrustOptions['environment']): readonly string[] {
  const text = readSystemRoots(environment);
  // macOS and Windows keep them elsewhere; before Node 22.15 nothing tells.
  return text === null ? (certificatesOf('system') ?? []) : [text];
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
