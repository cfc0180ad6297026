/**
 * One layer of content-encoding undone: looks at the first bytes before it believes the header, keeps what it decoded
 * when the stream turns out broken, and stops at the expansion cap. Never throws.
 */
import { createZlibStep, type DecompressStep } from './zlib-step.ts';
import { createZstdStep } from './zstd-step.ts';

export type ContentEncoding = 'gzip' | 'deflate' | 'br' | 'zstd';

/** Where decoding stops: a small body must not fill the memory (a decompression bomb). */
export type ExpansionLimits = {
  /** Decoded bytes in all. */
  readonly maxBytes: number;
  /** Decoded bytes per raw byte, once more than `freeBytes` were decoded. */
  readonly maxRatio: number;
  readonly freeBytes: number;
};

/** A body may grow to 1 GiB, and a thousandfold once it has 64 MiB. */
export const defaultExpansionLimits: ExpansionLimits = {
  maxBytes: 1024 * 1024 * 1024,
  maxRatio: 1000,
  freeBytes: 64 * 1024 * 1024,
};

export type LayerFault = 'mislabelled' | 'broken' | 'truncated' | 'too-large';

export type EncodingLayer = {
  readonly push: (bytes: Uint8Array) => readonly Uint8Array[];
  /** What was held back for a look at the first bytes; then nothing more comes. */
  readonly end: () => readonly Uint8Array[];
  readonly fault: () => LayerFault | null;
  readonly dispose: () => void;
};

/** Raw bytes go through in slices, so that one step stays small even when it expands a thousandfold. */
const sliceBytes: Record<ContentEncoding, number> = { gzip: 16384, deflate: 16384, br: 16384, zstd: 512 };
const maxStepBytes = 64 * 1024 * 1024;
/** brotli and raw deflate have no magic number: raw bytes are kept until the first output proves that it is one. */
const maxProofBytes = 64 * 1024;

type LayerState =
  /** Waiting for enough first bytes to recognise the format. */
  | { readonly kind: 'sniffing' }
  | { readonly kind: 'decoding'; readonly step: DecompressStep }
  /** The bytes are not what the header says: they pass as they are. */
  | { readonly kind: 'passing' }
  /** Broken or too large: nothing more is given. */
  | { readonly kind: 'stopped' };

/** A layer for `encoding`, before its first byte. */
export function createEncodingLayer(encoding: ContentEncoding, limits: ExpansionLimits): EncodingLayer {
  let state: LayerState = { kind: 'sniffing' };
  let fault: LayerFault | null = null;
  // Raw bytes so far: while sniffing, all of them; without a magic number until the first output. Empty afterwards.
  let head: Uint8Array = new Uint8Array(0);
  let rawBytes = 0;
  let decodedBytes = 0;

  const stop = (reason: LayerFault, next: LayerState): void => {
    if (state.kind === 'decoding') state.step.dispose();
    fault = reason;
    state = next;
  };
  const giveUp = (error: unknown): readonly Uint8Array[] => {
    if (isTooLarge(error)) {
      stop('too-large', { kind: 'stopped' });
      return [];
    }
    if (decodedBytes === 0 && head.length > 0) {
      const held = head;
      stop('mislabelled', { kind: 'passing' });
      head = new Uint8Array(0);
      return [held];
    }
    stop('broken', { kind: 'stopped' });
    return [];
  };
  const decode = (step: DecompressStep, bytes: Uint8Array): readonly Uint8Array[] => {
    const decoded: Uint8Array[] = [];
    for (let offset = 0; offset < bytes.length && state.kind === 'decoding'; offset += sliceBytes[encoding]) {
      try {
        const part = step.push(bytes.subarray(offset, offset + sliceBytes[encoding]));
        decodedBytes += part.length;
        if (part.length > 0) decoded.push(part);
      } catch (error) {
        decoded.push(...giveUp(error));
        break;
      }
      const isBeyondRatio = decodedBytes > limits.freeBytes && decodedBytes > rawBytes * limits.maxRatio;
      if (decodedBytes > limits.maxBytes || isBeyondRatio) stop('too-large', { kind: 'stopped' });
    }
    if (decodedBytes > 0 || head.length > maxProofBytes) head = new Uint8Array(0);
    return decoded;
  };
  const sniff = (): readonly Uint8Array[] => {
    const isMatch = matches(encoding, head);
    if (isMatch === null) return [];
    const held = head;
    if (encoding !== 'br' && encoding !== 'deflate') head = new Uint8Array(0);
    if (!isMatch) {
      stop('mislabelled', { kind: 'passing' });
      return [held];
    }
    const step = openStep(encoding, held);
    state = { kind: 'decoding', step };
    return decode(step, held);
  };
  return {
    push: (bytes) => {
      rawBytes += bytes.length;
      if (state.kind === 'passing') return [bytes];
      if (state.kind === 'stopped') return [];
      if (state.kind === 'sniffing') {
        head = concat(head, bytes);
        return sniff();
      }
      if (head.length > 0) head = concat(head, bytes);
      return decode(state.step, bytes);
    },
    end: () => {
      if (state.kind === 'sniffing' && head.length > 0) {
        // Too short to be what the header says.
        stop(matches(encoding, pad(head)) === true ? 'truncated' : 'mislabelled', { kind: 'stopped' });
        return fault === 'mislabelled' ? [head] : [];
      }
      if (state.kind !== 'decoding') return [];
      try {
        state.step.finish();
        state.step.dispose();
        state = { kind: 'stopped' };
      } catch {
        stop('truncated', { kind: 'stopped' });
      }
      return [];
    },
    fault: () => fault,
    dispose: () => {
      if (state.kind === 'decoding') state.step.dispose();
      state = { kind: 'stopped' };
      head = new Uint8Array(0);
    },
  };
}

/** Do the bytes begin with this magic number? Answers true also for an unfinished gzip or zstd magic of a short body. */
export function startsLikeGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Null: too few bytes to say. */
function matches(encoding: ContentEncoding, head: Uint8Array): boolean | null {
  if (head.length === 0) return null;
  switch (encoding) {
    case 'gzip':
      return head.length < 2 ? null : startsLikeGzip(head);
    case 'zstd':
      return head.length < 4 ? null : isZstdMagic(head);
    // Raw deflate has no magic: any two bytes may be one; a text is told by the decoder's error.
    case 'deflate':
      return head.length < 2 ? null : true;
    case 'br':
      return true;
  }
}

/** A frame, or a skippable frame (RFC 8878 section 3.1). */
function isZstdMagic(head: Uint8Array): boolean {
  const isFrame = head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd;
  return isFrame || (((head[0] ?? 0) & 0xf0) === 0x50 && head[1] === 0x2a && head[2] === 0x4d && head[3] === 0x18);
}

function openStep(encoding: ContentEncoding, head: Uint8Array): DecompressStep {
  switch (encoding) {
    case 'gzip':
    case 'br':
      return createZlibStep(encoding, maxStepBytes);
    case 'deflate':
      return createZlibStep(isZlibHeader(head) ? 'deflate' : 'deflate-raw', maxStepBytes);
    case 'zstd':
      return createZstdStep(maxStepBytes);
  }
}

/** RFC 1950 section 2.2; "deflate" is sent without this header by some servers. */
function isZlibHeader(head: Uint8Array): boolean {
  const first = head[0] ?? 0;
  return (first & 0x0f) === 8 && ((first << 8) | (head[1] ?? 0)) % 31 === 0;
}

function isTooLarge(error: unknown): boolean {
  return error instanceof RangeError;
}

function concat(first: Uint8Array, second: Uint8Array): Uint8Array {
  const whole = new Uint8Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}

/** The rest of the magic numbers, to judge a body that ended inside one. */
function pad(head: Uint8Array): Uint8Array {
  const gzip = [0x1f, 0x8b, 8, 0];
  const zstd = [0x28, 0xb5, 0x2f, 0xfd];
  const magic = head[0] === gzip[0] ? gzip : zstd;
  return Uint8Array.from(magic.map((byte, index) => head[index] ?? byte));
}
