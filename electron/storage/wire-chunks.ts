/** The network chunks of a body beside what each of them holds once the content-encoding is undone: where the borders fall in what events count. */
import type { BodyDirection, WireChunk } from '../../shared/ipc/bodies.ts';
import type { ExchangeReader, FoundExchange } from './exchange-reader.ts';
import { readDecodedChunks } from './stored-bodies.ts';

/** In order. A chunk that an encoding held back decodes to nothing, and its bytes come with a later one. */
export function readWireChunks(
  reader: ExchangeReader,
  found: FoundExchange,
  direction: BodyDirection,
): readonly WireChunk[] {
  const decoded = decodedParts(reader, found, direction);
  let decodedOffset = 0;
  return reader.chunks(found.number, direction).map(({ index, receivedAt, offset, sizeBytes }) => {
    const part = decoded.get(index);
    const decodedBytes = part?.size ?? 0;
    const isInsideCharacter = part?.isInsideCharacter ?? false;
    const chunk = { index, receivedAt, offset, sizeBytes, decodedOffset, decodedBytes, isInsideCharacter };
    decodedOffset += decodedBytes;
    return chunk;
  });
}

type DecodedPart = { readonly size: number; readonly isInsideCharacter: boolean };

function decodedParts(reader: ExchangeReader, found: FoundExchange, direction: BodyDirection) {
  const parts = new Map<number, DecodedPart>();
  let before = 0;
  for (const { index, bytes } of readDecodedChunks(reader, found, direction)) {
    const known = parts.get(index);
    const isInsideCharacter = known?.isInsideCharacter ?? (isContinuation(bytes[0] ?? 0) && before >= 0x80);
    parts.set(index, { size: (known?.size ?? 0) + bytes.length, isInsideCharacter });
    before = bytes.at(-1) ?? before;
  }
  return parts;
}

/** A byte of UTF-8 that no character begins with: 10xxxxxx (RFC 3629 section 3). */
function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}
