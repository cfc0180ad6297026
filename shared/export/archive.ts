/**
 * The archive: everything of an exchange that was recorded, nothing derived, so that it can be read back bit for bit.
 * Lines of JSON, compressed as one gzip file by whoever writes it. Documented in docs/EXPORT.md.
 */
import type { BodyDirection } from '../ipc/bodies.ts';
import type { ExchangeDetail, ImportMark } from '../model/exchange.ts';
import { encodeBase64 } from './base64.ts';
import type { ExportFacts } from './export-writer.ts';
import type { ExportedBody, ExportedExchange, ExportWriter } from './exported-exchange.ts';
import { concatBytes } from './protobuf.ts';

/** Raised when a reader of the old shape would go wrong. */
const archiveVersion = 1;

/** The first line; no time in it, so that the same exchanges make the same file. */
export function archiveHead(version: string): string {
  return `${JSON.stringify({ format: 'wirelens-archive', version: archiveVersion, creator: { name: 'Wirelens', version } })}\n`;
}

/** An exchange's line. What came from an archive is as if it had been recorded here. */
export function archiveExchangeLine(detail: ExchangeDetail): string {
  const { summary, start, response, connection, endFacts, requestDigest, responseDigest } = detail;
  const facts = {
    summary: withoutArchiveMark(summary),
    start: withoutArchiveMark(start),
    ...{ response, connection, endFacts, requestDigest, responseDigest },
  };
  return `${JSON.stringify({ exchange: facts })}\n`;
}

/** One run of consecutive chunks: `chunks` holds [time, size, 1 where it could not be passed on]. */
export type ArchiveRun = {
  readonly direction: BodyDirection;
  readonly firstChunk: number;
  /** Within the body as received; holes before it are counted. */
  readonly byteOffset: number;
  readonly chunks: readonly (readonly [number, number] | readonly [number, number, 1])[];
  readonly bytes: Uint8Array;
};

/** A line of consecutive chunks of one body. */
export function archiveRunLine({ direction, firstChunk, byteOffset, chunks, bytes }: ArchiveRun): string {
  return `${JSON.stringify({ run: direction, firstChunk, byteOffset, chunks, base64: encodeBase64(bytes) })}\n`;
}

/** An exchange without this line behind it was cut off. */
export function archiveEndLine(id: string): string {
  return `${JSON.stringify({ end: id })}\n`;
}

/** For exchanges that were changed on their way out (redacted); untouched ones are streamed from the store. */
export function createArchiveWriter(facts: ExportFacts): ExportWriter {
  return {
    mediaType: 'application/vnd.wirelens+gzip',
    fileExtension: 'wirelens',
    begin: archiveHead(facts.version),
    separator: '',
    end: '',
    write: archiveLines,
  };
}

function* archiveLines({ detail, request, response, injected }: ExportedExchange): Generator<string> {
  yield archiveExchangeLine(detail);
  yield* bodyLines('request', request);
  yield* bodyLines('response', response);
  yield* bodyLines('injected', injected);
  yield archiveEndLine(detail.summary.id);
}

const runBytes = 1024 * 1024;

function* bodyLines(direction: BodyDirection, { chunks }: ExportedBody): Generator<string> {
  let first = 0;
  let byteOffset = 0;
  while (first < chunks.length) {
    let last = first;
    let size = 0;
    while (last < chunks.length && (last === first || size + (chunks[last]?.bytes.length ?? 0) <= runBytes)) {
      size += chunks[last]?.bytes.length ?? 0;
      last += 1;
    }
    const run = chunks.slice(first, last);
    yield archiveRunLine({
      direction,
      firstChunk: first,
      byteOffset,
      chunks: run.map(({ receivedAt, bytes }) => [receivedAt, bytes.length] as const),
      bytes: concatBytes(run.map(({ bytes }) => bytes)),
    });
    first = last;
    byteOffset += size;
  }
}

type Marked = { readonly imported?: ImportMark };

/** From which file it came here, and when, is nobody else's business; that it is foreign is. */
function withoutArchiveMark<Facts extends Marked>(facts: Facts): Facts {
  const { imported, ...rest } = facts;
  if (imported === undefined) return facts;
  if (imported.from === 'wirelens') return rest as Facts;
  return { ...facts, imported: { from: imported.from, creator: imported.creator } };
}
