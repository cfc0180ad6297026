/**
 * Bodies without what should not be shared. Decoded on the way; a value that a stream says in several events is found in
 * the rebuilt text and taken out of each event that has a part of it.
 */
import type { ExportedBody, ExportedChunk, ExportedExchange } from '../export/exported-exchange.ts';
import { decodeUtf8, encodeUtf8 } from '../lib/utf8.ts';
import type { Block } from '../model/completion.ts';
import { mapStringsIn } from './json-strings.ts';
import type { Redactor } from './redactor.ts';

/** A request or an answer of ours; bytes that are no text stay as they are. */
export function redactBody(body: ExportedBody, redactor: Redactor): ExportedBody {
  const { text, isValid } = decodeUtf8(body.decoded);
  if (!isValid || text === '') return body;
  const redacted = mapStringsIn(text, redactor.text);
  return redacted === text ? body : bodyOf([{ receivedAt: body.chunks.at(-1)?.receivedAt ?? 0, text: redacted }]);
}

/** The answer. Its new chunks are its events, each at the time it was complete. */
export function redactResponse(exchange: ExportedExchange, redactor: Redactor): ExportedBody {
  const { response, events } = exchange;
  const { isValid } = decodeUtf8(response.decoded);
  if (!isValid || response.decoded.length === 0) return response;
  const splits = splitValues(exchange, redactor);
  const parts: { readonly receivedAt: number; readonly text: string }[] = [];
  let at = 0;
  let hasChanged = false;
  const add = (end: number, receivedAt: number, edits: readonly Split[]): void => {
    if (end <= at) return;
    const { text } = decodeUtf8(response.decoded.subarray(at, end));
    const redacted = mapStringsIn(edits.reduce(applySplit, text), redactor.text);
    hasChanged ||= redacted !== text;
    parts.push({ receivedAt, text: redacted });
    at = end;
  };
  for (const { index, origin, byteStart, byteEnd, receivedAt } of events) {
    if (origin !== 'upstream' || byteStart < at) continue;
    add(byteEnd, receivedAt, splits.get(index) ?? []);
  }
  add(response.decoded.length, response.chunks.at(-1)?.receivedAt ?? 0, []);
  return hasChanged ? bodyOf(parts) : response;
}

/** A part of a block's text as one event says it, and as it shall. */
type Split = { readonly from: string; readonly to: string };

function splitValues({ completion }: ExportedExchange, redactor: Redactor): ReadonlyMap<number, readonly Split[]> {
  const splits = new Map<number, Split[]>();
  for (const { blocks } of completion.choices) {
    for (const block of blocks) {
      for (const [event, split] of splitsOf(block, redactor)) {
        const known = splits.get(event);
        if (known === undefined) splits.set(event, [split]);
        else known.push(split);
      }
    }
  }
  return splits;
}

/** The stand-in goes where the value begins; its other parts become empty. */
function splitsOf(block: Block, redactor: Redactor): readonly (readonly [number, Split])[] {
  const found = redactor.find(block.text);
  if (found.length === 0) return [];
  return block.pieces.items.slice(0, block.pieces.length).flatMap(({ event, start, end }) => {
    const from = block.text.slice(start, end);
    let to = '';
    let at = start;
    for (const finding of found) {
      if (finding.end <= start || finding.start >= end) continue;
      to += block.text.slice(at, Math.max(at, finding.start));
      if (finding.start >= start) to += redactor.standIn(finding);
      at = Math.min(end, finding.end);
    }
    to += block.text.slice(at, end);
    return from === to || from === '' ? [] : [[event, { from, to }] as const];
  });
}

/** The JSON string that says exactly this part, the first in its event. */
function applySplit(text: string, { from, to }: Split): string {
  let isDone = false;
  return mapStringsIn(text, (part) => {
    if (isDone || part !== from) return part;
    isDone = true;
    return to;
  });
}

function bodyOf(parts: readonly { readonly receivedAt: number; readonly text: string }[]): ExportedBody {
  const chunks: ExportedChunk[] = parts.map(({ receivedAt, text }) => ({ receivedAt, bytes: encodeUtf8(text) }));
  return { chunks, decoded: encodeUtf8(parts.map(({ text }) => text).join('')) };
}
