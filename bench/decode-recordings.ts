/** Real recordings to decode: those of ../shared/fixtures, or of the folder that WIRELENS_FIXTURES names. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { WireFormat } from '../shared/model/wire-format.ts';
import { createSseDecoder } from '../shared/stream/sse-decoder.ts';

export type Recording = { readonly format: WireFormat; readonly contentType: string | null; readonly body: Uint8Array };

/** The recorded SSE streams; empty where there is no folder of recordings. From the folder that the bench is run in. */
export function sseRecordings(): readonly Recording[] {
  const streams = path.resolve(process.env.WIRELENS_FIXTURES ?? '../shared/fixtures', 'streams');
  if (!existsSync(streams)) return [];
  const names = readdirSync(streams).flatMap((api) => readdirSync(path.join(streams, api)).map((name) => [api, name]));
  return names.flatMap(([api = '', name = '']) => {
    const place = path.join(streams, api, name);
    const meta = JSON.parse(readFileSync(path.join(place, 'meta.json'), 'utf8'));
    if (meta.framing !== 'sse' || meta.status !== 200 || meta.api === 'other') return [];
    // Capture keeps bytes in plain arrays; parts of a Buffer cost three times as much.
    const body = new Uint8Array(readFileSync(path.join(place, 'response.body')));
    return [{ format: meta.api, contentType: meta.contentType, body }];
  });
}

/** The data of all their events that is JSON; end markers and comments are not. */
export function recordedTexts(): readonly string[] {
  return sseRecordings().flatMap(({ body }) => {
    const decoder = createSseDecoder();
    const events = [...decoder.feed({ index: 0, receivedAt: 0, bytes: body }), ...decoder.end()];
    return events.map(({ data }) => data).filter((data) => data.startsWith('{'));
  });
}
