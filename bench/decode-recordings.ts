/** Decoding of real recordings (../shared/fixtures or WIRELENS_FIXTURES), as `decode` does of made-up streams: bytes to events and completion. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { WireFormat } from '../shared/model/wire-format.ts';
import { createResponseReader } from '../shared/reconstruct/response-reader.ts';
import { createSseDecoder } from '../shared/stream/sse-decoder.ts';
import { timePerEvent } from './decode.ts';
import { median } from './support/statistics.ts';

type Recording = { readonly format: WireFormat; readonly contentType: string | null; readonly body: Uint8Array };

const chunkBytes = 16 * 1024;

const folder = process.env.WIRELENS_FIXTURES ?? fileURLToPath(new URL('../../shared/fixtures', import.meta.url));

/** The recorded SSE streams; empty where there is no folder of recordings. */
export function sseRecordings(): readonly Recording[] {
  const streams = path.join(folder, 'streams');
  if (!existsSync(streams)) return [];
  const names = readdirSync(streams).flatMap((api) => readdirSync(path.join(streams, api)).map((name) => [api, name]));
  return names.flatMap(([api = '', name = '']) => {
    const place = path.join(streams, api, name);
    const meta = JSON.parse(readFileSync(path.join(place, 'meta.json'), 'utf8'));
    if (meta.framing !== 'sse' || meta.status !== 200 || meta.api === 'other') return [];
    return [{ format: meta.api, contentType: meta.contentType, body: readFileSync(path.join(place, 'response.body')) }];
  });
}

/** MB of body per second of processor time; medians of the rounds. */
export type RecordingFigures = {
  readonly ours: number;
  /** The first megabytes of a new process: most of it is V8 compiling what eight formats need. */
  readonly first: number;
  /** JSON.parse alone of the same events, already framed and decoded: whoever parses every event can't be faster. */
  readonly parse: number;
};

/** All recordings one after the other, ours and JSON.parse in turns. */
export function measureRecordings(
  recordings: readonly Recording[],
  rounds: number,
  megabytes: number,
): RecordingFigures {
  const together = recordings.reduce((sum, { body }) => sum + body.length, 0);
  const texts = recordings.flatMap(jsonTexts);
  const readAll = (): number => {
    for (const recording of recordings) readOne(recording);
    return together;
  };
  const parseAll = (): number => {
    for (const text of texts) JSON.parse(text);
    return together;
  };
  const share = (megabytes * 1e6) / rounds;
  const first = 1 / timePerEvent(megabytes * 1e6, readAll);
  // What a stream does once runs 30 times in 100 MB: too rarely to be compiled by then.
  timePerEvent(megabytes * 1e6, readAll);
  timePerEvent((megabytes * 1e6) / 5, parseAll);
  const perByte = Array.from({ length: rounds }, () => ({
    parse: timePerEvent(share, parseAll),
    ours: timePerEvent(share, readAll),
  }));
  const [ours, parse] = (['ours', 'parse'] as const).map((name) => 1 / median(perByte.map((times) => times[name])));
  return { ours: ours as number, first, parse: parse as number };
}

/** The events' data that is JSON; end markers and comments are not. */
function jsonTexts({ body }: Recording): readonly string[] {
  const decoder = createSseDecoder();
  const events = [...decoder.feed({ index: 0, receivedAt: 0, bytes: body }), ...decoder.end()];
  return events.map(({ data }) => data).filter((data) => data.startsWith('{'));
}

function readOne({ format, contentType, body }: Recording): void {
  const reader = createResponseReader({
    format,
    request: { body: null },
    response: { status: 200, mediaType: contentType?.split(';')[0] ?? null, header: () => null },
  });
  for (let at = 0, index = 0; at < body.length; at += chunkBytes, index += 1) {
    reader.feed({ index, receivedAt: index, bytes: body.subarray(at, at + chunkBytes) });
  }
  reader.end(false);
}
