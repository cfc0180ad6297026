/**
 * Whom our own TLS connections trust, and what they show of themselves: Node's roots and, beside them, those of the
 * system, of NODE_EXTRA_CA_CERTS, of the company (settings), and an endpoint's own; client certificates.
 */
import tls, { type SecureContext } from 'node:tls';

/** What one endpoint brings along. PEM texts. */
export type TlsMaterial = {
  /** Equal for equal material: connections are pooled by it. Never the key itself. */
  readonly id: string;
  /** Trusted beside the usual roots; empty: none. */
  readonly ca: string;
  readonly clientCertificate: { readonly cert: string; readonly key: string } | null;
  /** The name to ask for and to verify; null: the address's own. */
  readonly serverName: string | null;
};

export type TrustSource = {
  /** For a connection; null: Node's own context will do. Throws when certificate and key do not fit together. */
  readonly contextFor: (verifyTls: boolean, material: TlsMaterial | null) => SecureContext | null;
};

const contextLimit = 64;

/** @param extraCertificates PEM texts trusted beside Node's own roots; read again when another list is returned */
export function createTrustSource(extraCertificates: () => readonly string[]): TrustSource {
  let extras: readonly string[] = [];
  const contexts = new Map<string, SecureContext>();
  return {
    contextFor: (verifyTls, material) => {
      const current = extraCertificates();
      if (current !== extras) {
        extras = current;
        contexts.clear();
      }
      const extra = verifyTls ? extras : [];
      if (extra.length === 0 && material === null) return null;
      const name = `${verifyTls} ${material?.id}`;
      const known = contexts.get(name);
      if (known !== undefined) return known;
      // One context for all connections: to read two hundred roots takes longer than a handshake.
      const context = createContext(extra, verifyTls, material);
      if (contexts.size >= contextLimit) contexts.clear();
      contexts.set(name, context);
      return context;
    },
  };
}

function createContext(extra: readonly string[], verifyTls: boolean, material: TlsMaterial | null): SecureContext {
  const own = verifyTls && material !== null && material.ca !== '' ? [material.ca] : [];
  const added = [...extra, ...own];
  return tls.createSecureContext({
    ...(added.length === 0 ? {} : { ca: [...defaultRoots(), ...added] }),
    ...(material?.clientCertificate ?? {}),
  });
}

function defaultRoots(): readonly string[] {
  return certificatesOf('default') ?? tls.rootCertificates;
}

/** From Node 22.15; null before. `default`: also those of NODE_EXTRA_CA_CERTS and of the system, where chosen. */
export function certificatesOf(kind: 'default' | 'system'): readonly string[] | null {
  const modern: object = tls;
  const get = 'getCACertificates' in modern ? modern.getCACertificates : null;
  return typeof get === 'function' ? (get(kind) as readonly string[]) : null;
}
