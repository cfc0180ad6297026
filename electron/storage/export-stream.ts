/**
 * An export as a stream of pieces: one exchange in memory at a time, given to the pure writers of shared/export. The raw
 * body is streamed a segment at a time, whatever its size.
 */

import { archiveEndLine, archiveExchangeLine, archiveRunLine } from '../../shared/export/archive.ts';
import type { ExportFormat } from '../../shared/export/export-formats.ts';
import { createExportWriter, type ExportFacts } from '../../shared/export/export-writer.ts';
import type { ExportedBody, ExportedExchange } from '../../shared/export/exported-exchange.ts';
import type { BodyDirection } from '../../shared/ipc/bodies.ts';
import { fail, type Result, succeed } from '../../shared/lib/result.ts';
import type { ExchangeId } from '../../shared/model/exchange.ts';
import type { SharingChoice, SharingScan } from '../../shared/model/sharing.ts';
import { createRedactor } from '../../shared/sharing/redactor.ts';
import { rulesOf } from '../../shared/sharing/rules.ts';
import { createScanner } from '../../shared/sharing/scan-exchange.ts';
import type { ExchangeReader, FoundExchange } from './exchange-reader.ts';
import { gzipPieces } from './gzip-pieces.ts';
import { redactExchange } from './redact-exchange.ts';
import { unpackFacts } from './segment.ts';
import { readAllMessages } from './socket-message.ts';
import type { StoreQuestions } from './store-questions.ts';
import { readDecodedChunks, readStoredChunks } from './stored-bodies.ts';

type TakePiece = (bytes: Uint8Array) => void | Promise<void>;

const listPage = 200;
/** Small pieces are joined up to this before they are given. */
const pieceBytes = 256 * 1024;

/** Exports to `take`, in order, never ahead of it. `not-found` when none of the ids exists. */
export async function exportExchanges(
  questions: StoreQuestions,
  ids: readonly ExchangeId[] | 'all',
  format: ExportFormat,
  facts: ExportFacts,
  take: TakePiece,
  sharing: SharingChoice | null = null,
): Promise<Result<{ readonly sizeBytes: number }, 'not-found'>> {
  const writer = createExportWriter(format, facts);
  const joiner = format === 'archive' ? gzipPieces(createPieceJoiner(take)) : createPieceJoiner(take);
  const redactor =
    sharing === null ? null : createRedactor({ rules: rulesOf(sharing.rules), keep: new Set(sharing.keep) });
  let count = 0;
  for (const id of ids === 'all' ? await allIds(questions) : ids) {
    const place = questions.find(id);
    if (place === null) continue;
    await joiner.add(count === 0 ? writer.begin : writer.separator);
    count += 1;
    if (redactor !== null) {
      const exchange = redactExchange(await gatherExchange(questions, place.reader, place.found), redactor);
      for (const piece of writer.write(exchange)) await joiner.add(piece);
    } else if (format === 'raw') await writeRaw(place.reader, place.found, joiner.add);
    else if (format === 'archive') await writeArchived(place.reader, place.found, joiner.add);
    else {
      const exchange = await gatherExchange(questions, place.reader, place.found);
      for (const piece of writer.write(exchange)) await joiner.add(piece);
    }
  }
  if (count === 0 && ids !== 'all') return fail('not-found', 'None of these exchanges is stored.');
  if (count === 0) await joiner.add(writer.begin);
  await joiner.add(writer.end);
  return succeed({ sizeBytes: await joiner.end() });
}

/** What of these exchanges should perhaps not be shared. Ids that are not stored are left out. */
export async function scanExchanges(
  questions: StoreQuestions,
  ids: readonly ExchangeId[] | 'all',
  rules: readonly string[],
): Promise<SharingScan> {
  const scanner = createScanner(rulesOf(rules));
  for (const id of ids === 'all' ? await allIds(questions) : ids) {
    const place = questions.find(id);
    if (place !== null) scanner.add(await gatherExchange(questions, place.reader, place.found));
  }
  return scanner.result();
}

/** Oldest first, as the list shows them. */
async function allIds(questions: StoreQuestions): Promise<readonly ExchangeId[]> {
  const pages: ExchangeId[][] = [];
  let before: ExchangeId | null = null;
  for (;;) {
    const page: ExchangeId[] = (await questions.list(before, listPage)).map(({ id }) => id);
    if (page.length === 0) return pages.reverse().flat();
    pages.push(page);
    before = page[0] ?? null;
  }
}

async function writeRaw(
  reader: ExchangeReader,
  found: FoundExchange,
  add: (piece: Uint8Array) => Promise<void>,
): Promise<void> {
  for (const direction of ['response', 'injected'] as const) {
    for (const { bytes } of readDecodedChunks(reader, found, direction)) await add(bytes);
  }
}

/** Segments as they are stored, gaps and unsent chunks included: a body of any size passes a megabyte at a time. */
async function writeArchived(
  reader: ExchangeReader,
  { number, detail }: FoundExchange,
  add: (piece: string) => Promise<void>,
): Promise<void> {
  await add(archiveExchangeLine(detail));
  for (const direction of ['request', 'response', 'injected'] as const) {
    let next = 0;
    for (;;) {
      const segment = reader.nextSegment(number, direction, next);
      if (segment === null) break;
      const { firstChunk, byteOffset, bytes } = segment;
      const chunks = unpackFacts(segment).map(({ receivedAt, sizeBytes, isSent }) =>
        isSent ? ([receivedAt, sizeBytes] as const) : ([receivedAt, sizeBytes, 1] as const),
      );
      await add(archiveRunLine({ direction, firstChunk, byteOffset, chunks, bytes }));
      next = firstChunk + segment.chunkCount;
    }
  }
  await add(archiveEndLine(detail.summary.id));
}

async function gatherExchange(
  questions: StoreQuestions,
  reader: ExchangeReader,
  found: FoundExchange,
): Promise<ExportedExchange> {
  const { id } = found.detail.summary;
  const replay = await questions.replay(id);
  const request = await questions.request(id);
  if (replay === null) throw new Error('the exchange was deleted during the export');
  const messages = readAllMessages(reader, found);
  const body = (direction: BodyDirection): ExportedBody => gatherBody(reader, found, direction, messages !== null);
  return {
    ...replay,
    reading: request.ok ? request.value.reading : null,
    request: body('request'),
    response: body('response'),
    injected: body('injected'),
    ...(messages === null ? {} : { messages }),
  };
}

/** `isFrames`: the bytes are those of a WebSocket, whose messages stand elsewhere. */
function gatherBody(
  reader: ExchangeReader,
  found: FoundExchange,
  direction: BodyDirection,
  isFrames: boolean,
): ExportedBody {
  const chunks = [...readStoredChunks(reader, found.number, direction)].map(({ chunk }) => chunk);
  if (isFrames) return { chunks, decoded: new Uint8Array(0) };
  const decoded = [...readDecodedChunks(reader, found, direction)].map(({ bytes }) => bytes);
  return { chunks, decoded: Buffer.concat(decoded) };
}

export type PieceJoiner = {
  readonly add: (piece: string | Uint8Array) => Promise<void>;
  /** Gives what is left; the size of everything given. */
  readonly end: () => Promise<number>;
};

function createPieceJoiner(take: TakePiece): PieceJoiner {
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  let givenBytes = 0;
  const give = async (): Promise<void> => {
    if (waitingBytes === 0) return;
    const joined = new Uint8Array(Buffer.concat(waiting));
    waiting = [];
    waitingBytes = 0;
    givenBytes += joined.length;
    await take(joined);
  };
  return {
    add: async (piece) => {
      const bytes = typeof piece === 'string' ? Buffer.from(piece, 'utf8') : piece;
      waiting.push(bytes);
      waitingBytes += bytes.length;
      if (waitingBytes >= pieceBytes) await give();
    },
    end: async () => {
      await give();
      return givenBytes;
    },
  };
}
