/** Which framing a response body has: by its media type, and by its first bytes where that is missing or wrong. */
import { decodeUtf8Prefix } from '../lib/utf8.ts';
import type { Framing, WireFormat } from '../model/wire-format.ts';
import { createAwsEventStreamDecoder } from './aws-event-stream-decoder.ts';
import { mayBeginFrame, preludeBytes } from './aws-event-stream-frame.ts';
import { createJsonArrayDecoder } from './json-array-decoder.ts';
import { createJsonDecoder } from './json-decoder.ts';
import { createMessageDecoder } from './message-decoder.ts';
import { createNdjsonDecoder } from './ndjson-decoder.ts';
import { createSseDecoder } from './sse-decoder.ts';
import { type DecoderLimits, defaultDecoderLimits, type StreamDecoder } from './stream-decoder.ts';

/** As much of the body's beginning as is ever looked at. */
export const sniffedBytes = 1024;

const openBrace = 0x7b;

/** The part of ResponseFacts that says how a body is framed. */
export type FramingFacts = { readonly status: number; readonly mediaType: string | null };

/** The framing that a media type promises; null when it promises none (text, missing, unknown). */
export function framingOfMediaType(mediaType: string | null): Framing | null {
  if (mediaType === null) return null;
  if (mediaType === 'text/event-stream') return 'sse';
  if (mediaType === 'application/vnd.amazon.eventstream') return 'aws-eventstream';
  if (/^(application|text)\/(x-)?(nd-?json|jsonl|jsonlines|json-lines|json-seq)$/.test(mediaType)) return 'ndjson';
  if (mediaType === 'application/stream+json') return 'ndjson';
  if (/^(application|text)\/(json|[a-z0-9.-]+\+json)$/.test(mediaType)) return 'json';
  return /^(image|audio|video|font)\//.test(mediaType) ? 'none' : null;
}

/**
 * The framing of a body that begins with `firstBytes`; null while more bytes are needed to tell. With `isWhole` (the body
 * ended) or from `sniffedBytes` on there is always an answer, and it does not depend on how the network cut the body.
 */
export function pickFraming(
  facts: FramingFacts,
  firstBytes: Uint8Array,
  format: WireFormat,
  isWhole = false,
): Framing | null {
  const promised = framingOfMediaType(facts.mediaType);
  if (promised === 'none' || (promised === 'aws-eventstream' && firstBytes[0] !== openBrace)) return promised;
  // No text begins with a zero or a one; the length of an event-stream message does.
  if ((firstBytes[0] ?? openBrace) <= 1 && !(isWhole && firstBytes.length < preludeBytes)) {
    if (firstBytes.length < preludeBytes) return null;
    if (mayBeginFrame(firstBytes, 0)) return 'aws-eventstream';
  }
  if (isKept(promised, firstBytes)) return promised;
  const isEnough = isWhole || firstBytes.length >= sniffedBytes;
  const seen = sniff(firstBytes.subarray(0, sniffedBytes), isEnough);
  if (seen === 'undecided') return null;
  // What is seen beats what is told: Gemini answers an error to a stream with a plain document labelled as one.
  if (seen === 'json' && isElementStream(firstBytes, format)) return 'json-array';
  if (seen !== 'other') return seen;
  if (promised !== null) return promised;
  // An error told in plain words is still the whole answer.
  return facts.status >= 400 && isText(facts.mediaType, firstBytes) && format !== 'unknown' ? 'json' : 'none';
}

/** Does the first character keep the promise? Then nothing waits: a live stream's first event shows when it comes. */
function isKept(promised: Framing | null, firstBytes: Uint8Array): boolean {
  const first = firstCharacter(firstBytes);
  if (promised === 'ndjson') return first === '{';
  return promised === 'sse' && first !== '' && first !== '{' && first !== '[';
}

/** A fresh decoder for a framing; null where there is nothing to cut (opaque bodies, framings not read yet). */
export function createDecoder(framing: Framing, limits: DecoderLimits = defaultDecoderLimits): StreamDecoder | null {
  if (framing === 'sse') return createSseDecoder(limits);
  if (framing === 'ndjson') return createNdjsonDecoder(limits);
  if (framing === 'json-array') return createJsonArrayDecoder(limits);
  if (framing === 'websocket') return createMessageDecoder(limits);
  if (framing === 'aws-eventstream') return createAwsEventStreamDecoder(limits);
  return framing === 'json' ? createJsonDecoder(limits) : null;
}

/** Gemini streams one array, an element at a time, unless asked for `alt=sse`; elsewhere an array is a whole document. */
function isElementStream(firstBytes: Uint8Array, format: WireFormat): boolean {
  return format === 'gemini-generate' && firstCharacter(firstBytes) === '[';
}

const sseField = /^(?:(?:data|event|id|retry)(?::|[\r\n]|$)|:)/;
const sseFieldNames = ['data', 'event', 'id', 'retry'];

function sniff(bytes: Uint8Array, isEnough: boolean): 'sse' | 'ndjson' | 'json' | 'other' | 'undecided' {
  const text = withoutLead(bytes);
  if (text === '') return isEnough ? 'other' : 'undecided';
  if (text.startsWith('{')) return sniffObject(text, isEnough);
  if (text.startsWith('[')) return 'json';
  if (!isEnough && sseFieldNames.some((name) => name.startsWith(text))) return 'undecided';
  return sseField.test(text) ? 'sse' : 'other';
}

/** Without BOM and leading white space (to `trimStart` a BOM is white space). */
function withoutLead(bytes: Uint8Array): string {
  return decodeUtf8Prefix(bytes).text.trimStart();
}

function firstCharacter(bytes: Uint8Array): string {
  return withoutLead(bytes.subarray(0, sniffedBytes)).slice(0, 1);
}

/** One document or a line of several: NDJSON's first line ends in the brace that closes it and is followed by another. */
function sniffObject(text: string, isEnough: boolean): 'ndjson' | 'json' | 'undecided' {
  const lineEnd = text.indexOf('\n');
  if (lineEnd === -1) return isEnough ? 'json' : 'undecided';
  if (!text.slice(0, lineEnd).trimEnd().endsWith('}')) return 'json';
  const next = text.slice(lineEnd).trimStart();
  if (next === '') return isEnough ? 'json' : 'undecided';
  return next.startsWith('{') ? 'ndjson' : 'json';
}

function isText(mediaType: string | null, bytes: Uint8Array): boolean {
  if (mediaType?.startsWith('text/') === true) return true;
  return mediaType === null && decodeUtf8Prefix(bytes).isValid;
}
