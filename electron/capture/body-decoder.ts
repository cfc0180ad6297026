/**
 * Undoes the content-encoding on our copy of a body (step 3 of the walk), chunk by chunk: what comes out carries the
 * index and time of the network chunk that completed it. Bad bodies are data: every trouble is a problem, never an error.
 */
import type { Problem } from '../../shared/model/event-record.ts';
import type { ProblemKind } from '../../shared/model/finding.ts';
import type { DecodedChunk } from '../../shared/model/stream-event.ts';
import {
  type ContentEncoding,
  createEncodingLayer,
  defaultExpansionLimits,
  type EncodingLayer,
  type ExpansionLimits,
  type LayerFault,
  startsLikeGzip,
} from './encoding-layer.ts';

export type BodyDecoderOptions = {
  /** Value of `content-encoding` (several headers joined by a comma), null when absent. */
  readonly contentEncoding: string | null;
  /** Value of `content-type`, with or without parameters. */
  readonly contentType: string | null;
  readonly limits?: ExpansionLimits;
};

export type BodyDecoder = {
  /** Decoded bytes that this chunk completed; often one piece, none when the encoding holds them back. */
  readonly push: (chunk: DecodedChunk) => readonly DecodedChunk[];
  /** Chunks were lost before the next one: a compressed body cannot be followed beyond a hole. */
  readonly skip: () => void;
  /** The body is over. `isCut`: the connection ended before it. */
  readonly end: (isCut: boolean) => readonly DecodedChunk[];
  readonly problems: () => readonly Problem[];
  readonly dispose: () => void;
};

const encodingNames: Readonly<Record<string, ContentEncoding>> = {
  gzip: 'gzip',
  'x-gzip': 'gzip',
  deflate: 'deflate',
  br: 'br',
  zstd: 'zstd',
};

/** True when bytes pass as they are, whatever they hold: offsets of the raw and the decoded body are the same. */
export function isPlainEncoding(contentEncoding: string | null): boolean {
  return encodingTokens(contentEncoding).length === 0;
}

/** A decoder for one body, before its first byte. */
export function createBodyDecoder(options: BodyDecoderOptions): BodyDecoder {
  const limits = options.limits ?? defaultExpansionLimits;
  const problems: Problem[] = [];
  const report = (kind: ProblemKind, message: string): void => {
    problems.push({ kind, message, eventIndex: null });
  };
  let layers = openLayers(options.contentEncoding, limits, report);
  let isFirst = true;
  let isStopped = false;
  let last: DecodedChunk | null = null;

  const noticeUndeclared = (bytes: Uint8Array): void => {
    isFirst = false;
    const isEventStream = options.contentType?.toLowerCase().startsWith('text/event-stream') ?? false;
    if (layers.length > 0 || !isEventStream || !startsLikeGzip(bytes)) return;
    layers = [{ name: 'gzip', layer: createEncodingLayer('gzip', limits), isTold: false }];
    report('encoding-undeclared', 'The body is gzip although no content-encoding says so; it was decoded.');
  };
  const tellFaults = (): void => {
    for (const entry of layers) {
      const fault = entry.layer.fault();
      if (fault === null || entry.isTold) continue;
      entry.isTold = true;
      report(`encoding-${fault}`, faultMessage(entry.name, fault));
    }
  };
  const through = (first: readonly Uint8Array[], from: number): readonly Uint8Array[] => {
    let pieces = first;
    for (const { layer } of layers.slice(from)) pieces = pieces.flatMap((piece) => layer.push(piece));
    return pieces;
  };
  const asChunks = (pieces: readonly Uint8Array[], chunk: DecodedChunk): readonly DecodedChunk[] =>
    pieces
      .filter((piece) => piece.length > 0)
      .map((bytes) => ({ index: chunk.index, receivedAt: chunk.receivedAt, bytes }));

  return {
    push: (chunk) => {
      if (isStopped) return [];
      if (isFirst && chunk.bytes.length > 0) noticeUndeclared(chunk.bytes);
      if (layers.length === 0) return chunk.bytes.length > 0 ? [chunk] : [];
      last = { ...chunk, bytes: new Uint8Array(0) };
      const pieces = through([chunk.bytes], 0);
      tellFaults();
      return asChunks(pieces, chunk);
    },
    skip: () => {
      if (layers.length === 0) return;
      isStopped = true;
      report('encoding-broken', 'Capture lost part of this compressed body; what follows the hole cannot be decoded.');
    },
    end: (isCut) => {
      if (isStopped || last === null) return [];
      const pieces: Uint8Array[] = [];
      layers.forEach(({ layer }, index) => {
        pieces.push(...through(layer.end(), index + 1));
      });
      const isOnlyCut = (fault: LayerFault | null): boolean => fault === 'truncated' && isCut;
      // A cut body is told by the exchange's own end; its encoding being cut too is no news.
      for (const entry of layers) if (isOnlyCut(entry.layer.fault())) entry.isTold = true;
      tellFaults();
      return asChunks(pieces, last);
    },
    problems: () => problems,
    dispose: () => {
      for (const { layer } of layers) layer.dispose();
    },
  };
}

type NamedLayer = { readonly name: string; readonly layer: EncodingLayer; isTold: boolean };

/** Layers in the order of undoing: the header lists them in the order of applying (RFC 9110 section 8.4). */
function openLayers(
  contentEncoding: string | null,
  limits: ExpansionLimits,
  report: (kind: ProblemKind, message: string) => void,
): NamedLayer[] {
  const names = encodingTokens(contentEncoding).reverse();
  const unknown = names.find((name) => encodingNames[name] === undefined);
  if (unknown !== undefined) {
    report('encoding-unknown', `The content-encoding "${unknown}" is unknown; the body is shown as it came.`);
    return [];
  }
  return names.flatMap((name) => {
    const encoding = encodingNames[name];
    return encoding === undefined ? [] : [{ name, layer: createEncodingLayer(encoding, limits), isTold: false }];
  });
}

/** Lower case, without `identity`; at most 8, more is an attack. */
function encodingTokens(contentEncoding: string | null): string[] {
  return (contentEncoding ?? '')
    .split(',')
    .map((token) => token.trim().toLowerCase())
    .filter((token) => token !== '' && token !== 'identity')
    .slice(0, 8);
}

function faultMessage(name: string, fault: LayerFault): string {
  switch (fault) {
    case 'mislabelled':
      return `The header says ${name}, but the bytes are not; they are shown as they came.`;
    case 'broken':
      return `The ${name} stream is damaged; everything before the damage was decoded.`;
    case 'truncated':
      return `The ${name} stream ends before its own end; what came was decoded.`;
    case 'too-large':
      return `The ${name} body expands beyond the limit; decoding stopped, the raw bytes are kept.`;
  }
}
