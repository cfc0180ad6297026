/**
 * Certificates for intercepted hosts: made at the first connection, kept while they are good. One key serves all of them for as long as the process runs; it is never stored.
 */
import { normalizedHost } from '../../../shared/upstreams/host-rules.ts';
import type { Issuer, KeyPair } from './certificates.ts';

const hourMs = 3_600_000;
const leafLifeMs = 7 * 24 * hourMs;
/** A leaf that ends within this is made anew. */
const leafRenewalMs = 24 * hourMs;
const usualLimit = 1000;

/** PEM texts. */
export type Leaf = { readonly key: string; readonly cert: string };

export type LeafCache = {
  /** What speaks for `host`: the same object until it is renewed. Rejects when the authority itself has run out. */
  readonly leafFor: (host: string) => Promise<Leaf>;
};

export type LeafCacheOptions = {
  /** How many hosts' leaves are kept. Absent: 1000. */
  readonly limit?: number;
  readonly issuer: Issuer;
  /** Epoch ms at which the issuer's certificate ends: no leaf lives longer. */
  readonly issuerEnd: number;
  readonly now: () => number;
};

type KeptLeaf = { readonly leaf: Promise<Leaf>; readonly renewAt: number };

/** Leaves are made when first asked for, all with one key pair; beyond `limit` the oldest goes. */
export function createLeafCache({ issuer, issuerEnd, limit = usualLimit, now }: LeafCacheOptions): LeafCache {
  const leaves = new Map<string, KeptLeaf>();
  let keys: Promise<KeyPair> | null = null;
  const make = async (host: string, notAfter: number): Promise<Leaf> => {
    const { createKeyPair, createLeafCertificate } = await import('./certificates.ts');
    keys ??= createKeyPair();
    const { privateKey, publicKey } = await keys;
    const notBefore = now() - hourMs;
    const certificate = await createLeafCertificate(issuer, host, publicKey, { notBefore, notAfter });
    // Without the authority's own certificate: whoever trusts it has it, and its long list would go over every handshake.
    return { key: privateKey, cert: certificate };
  };
  return {
    leafFor: (wanted) => {
      const host = normalizedHost(wanted);
      const known = leaves.get(host);
      if (known !== undefined && known.renewAt > now()) return known.leaf;
      const notAfter = Math.min(now() + leafLifeMs, issuerEnd);
      if (notAfter <= now()) return Promise.reject(new Error('the certificate authority has expired'));
      if (leaves.size >= limit) leaves.delete(leaves.keys().next().value as string);
      const leaf = make(host, notAfter);
      // Near the authority's end its leaves are short too: they are used to half their life instead of made each time.
      const renewAt = Math.max(notAfter - leafRenewalMs, now() + (notAfter - now()) / 2);
      leaves.set(host, { leaf, renewAt });
      leaf.catch(() => leaves.delete(host));
      return leaf;
    },
  };
}
