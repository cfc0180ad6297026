/**
 * SHA-256 of a body as received and as sent on. One hash serves both while they are equal; the first byte of difference
 * (ours injected, or one that could not be sent) forks it. A hole in the capture makes both unknown.
 */
import { createHash, type Hash } from 'node:crypto';
import type { BodyDigest } from '../../shared/model/exchange.ts';

export type BodyDigester = {
  readonly received: (bytes: Uint8Array, isSent: boolean) => void;
  /** Bytes of ours, written to the receiver. */
  readonly injected: (bytes: Uint8Array) => void;
  /** Bytes that passed on the wire but were not captured. */
  readonly lost: (sizeBytes: number) => void;
  /** Once, at the end. */
  readonly digest: () => BodyDigest;
};

/** A digester for one direction of one exchange. */
export function createBodyDigester(): BodyDigester {
  // Null once chunks were lost.
  let hash: Hash | null = createHash('sha256');
  // Set at the first difference; null while what was sent equals what was received.
  let sentHash: Hash | null = null;
  let receivedBytes = 0;
  let sentBytes = 0;
  let injectedBytes = 0;
  const fork = (): void => {
    if (hash !== null && sentHash === null) sentHash = hash.copy();
  };
  return {
    received: (bytes, isSent) => {
      if (!isSent) fork();
      hash?.update(bytes);
      receivedBytes += bytes.length;
      if (!isSent) return;
      sentHash?.update(bytes);
      sentBytes += bytes.length;
    },
    injected: (bytes) => {
      fork();
      sentHash?.update(bytes);
      sentBytes += bytes.length;
      injectedBytes += bytes.length;
    },
    lost: (sizeBytes) => {
      hash = null;
      sentHash = null;
      receivedBytes += sizeBytes;
      sentBytes += sizeBytes;
    },
    digest: () => {
      const sentSha256 = sentHash?.digest('hex') ?? null;
      const receivedSha256 = hash?.digest('hex') ?? null;
      return { receivedBytes, sentBytes, injectedBytes, receivedSha256, sentSha256: sentSha256 ?? receivedSha256 };
    },
  };
}
