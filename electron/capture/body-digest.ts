/**
 * SHA-256 of a body as received and as sent on. One hash serves both while they are equal; the first byte of difference
 * (ours injected, or one that could not be sent) forks it. A hole in the capture makes both unknown.
 */
import { createHash, type Hash, hash as hashOnce } from 'node:crypto';
import type { BodyDigest } from '../../shared/model/exchange.ts';
import { visitChunks } from '../storage/segment.ts';
import type { GatheredSegment } from './body-run.ts';

export type BodyDigester = {
  /** `bytes` may be kept until the end, and must not change. */
  readonly received: (bytes: Uint8Array, isSent: boolean) => void;
  /** Bytes of ours, written to the receiver. */
  readonly injected: (bytes: Uint8Array) => void;
  /** Bytes that passed on the wire but were not captured. */
  readonly lost: (sizeBytes: number) => void;
  /** Once, at the end. */
  readonly digest: () => BodyDigest;
};

/** A body of one piece up to here is hashed in one go at the end: a hash that stays open costs more than so few bytes. */
const oneGoBytes = 16 * 1024;

/** A digester for one direction of one exchange. */
export function createBodyDigester(): BodyDigester {
  // What was received so far, while that is one small piece; the hash, once it is more.
  let onlyPiece: Uint8Array | null = null;
  let openHash: Hash | null = null;
  let hasHole = false;
  // Set at the first difference; null while what was sent equals what was received.
  let sentHash: Hash | null = null;
  let receivedBytes = 0;
  let sentBytes = 0;
  let injectedBytes = 0;
  /** The hash of what was received; null once chunks were lost. */
  const received = (): Hash | null => {
    if (hasHole) return null;
    if (openHash !== null) return openHash;
    openHash = createHash('sha256');
    if (onlyPiece !== null) openHash.update(onlyPiece);
    onlyPiece = null;
    return openHash;
  };
  const fork = (): void => {
    if (sentHash === null) sentHash = received()?.copy() ?? null;
  };
  const receivedDigest = (): string | null => {
    if (hasHole) return null;
    return openHash === null ? hashOnce('sha256', onlyPiece ?? '', 'hex') : openHash.digest('hex');
  };
  return {
    received: (bytes, isSent) => {
      if (!isSent) fork();
      if (isSent && receivedBytes === 0 && bytes.length <= oneGoBytes && openHash === null) onlyPiece = bytes;
      else received()?.update(bytes);
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
      hasHole = true;
      onlyPiece = null;
      openHash = null;
      sentHash = null;
      receivedBytes += sizeBytes;
      sentBytes += sizeBytes;
    },
    digest: () => {
      const sentSha256 = sentHash?.digest('hex') ?? null;
      const receivedSha256 = receivedDigest();
      return { receivedBytes, sentBytes, injectedBytes, receivedSha256, sentSha256: sentSha256 ?? receivedSha256 };
    },
  };
}

/** Tells the digester a segment's bytes: at once where all of them left as they arrived. */
export function hashSegment(digester: BodyDigester, segment: GatheredSegment): void {
  if (segment.isAllSent) digester.received(segment.bytes, true);
  else visitChunks(segment, 0, ({ bytes, isSent }) => digester.received(bytes, isSent));
}
