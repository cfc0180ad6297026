/** One JSON value per line (step 4 of the walk). Blank lines are no events; a line that cannot be JSON is one, flagged. */
import { decodeUtf8, decodeUtf8Prefix } from '../lib/utf8.ts';
import type { DecodedChunk, EventFlag, StreamEvent } from '../model/stream-event.ts';
import { createLineSplitter, type Line } from './line-splitter.ts';
import { type DecoderLimits, defaultDecoderLimits, keptOversizedBytes, type StreamDecoder } from './stream-decoder.ts';

const lineFeed = 10;

/**
 * A decoder for one body; lines end in LF or CRLF.
 * @see https://github.com/ndjson/ndjson-spec
 */
export function createNdjsonDecoder(limits: DecoderLimits = defaultDecoderLimits): StreamDecoder {
  let events: StreamEvent[] = [];
  let nextIndex = 0;
  const splitter = createLineSplitter({
    lineEnds: 'lf',
    maxLineBytes: () => limits.maxEventBytes,
    keptLineBytes: keptOversizedBytes,
  });

  const onLine = (line: Line): void => {
    const event = readLine(line, nextIndex, limits);
    if (event === null) return;
    nextIndex += 1;
    events.push(event);
  };

  function takeEvents(): readonly StreamEvent[] {
    const taken = events;
    events = [];
    return taken;
  }
  return {
    framing: 'ndjson',
    feed: (chunk: DecodedChunk) => {
      splitter.feed(chunk, onLine);
      return takeEvents();
    },
    end: () => {
      splitter.end(onLine);
      return takeEvents();
    },
    turns: {
      isBetweenEvents: splitter.isBetweenLines,
      skip: (chunk, sizeBytes, count) => {
        splitter.skip(chunk, sizeBytes);
        nextIndex += count;
      },
      firstEnd: (bytes, from) => bytes.indexOf(lineFeed, from) + 1 || bytes.length,
    },
  };
}

function readLine(line: Line, index: number, limits: DecoderLimits): StreamEvent | null {
  const isOversized = line.sizeBytes > limits.maxEventBytes;
  const { text, isValid } = isOversized ? decodeUtf8Prefix(line.bytes) : decodeUtf8(line.bytes);
  const data = text.trim();
  if (data === '') return null;
  const flags: EventFlag[] = [];
  if (!isOversized && !looksLikeJson(data)) flags.push('malformed');
  if (!line.isTerminated) flags.push('unterminated');
  if (isOversized) flags.push('oversized');
  if (!isValid) flags.push('invalid-utf8');
  return {
    index,
    framing: 'ndjson',
    name: null,
    data,
    lastEventId: null,
    retryMs: null,
    byteStart: line.start.offset,
    byteEnd: line.end.offset,
    chunkStart: line.start.chunk,
    chunkEnd: line.end.chunk,
    startedAt: line.start.at,
    receivedAt: line.end.at,
    flags,
  };
}

/** By its first and last character: parsing it here would parse every line twice. The adapter finds the rest. */
function looksLikeJson(data: string): boolean {
  const last = data.at(-1);
  if (data.startsWith('{')) return last === '}';
  if (data.startsWith('[')) return last === ']';
  return /^["\-0-9tfn]/.test(data);
}
