/**
 * The calls around the conversation (embeddings, images, audio, moderation, lists of models, counts, batches): one entry of
 * the table per kind, whoever serves it. An entry reads bodies by their shape, since vendors share paths and not shapes.
 */
import type { Delta } from '../../model/delta.ts';
import type { WireFormat } from '../../model/wire-format.ts';
import type { Adapter, RequestFacts } from '../adapter.ts';
import type { JsonObject } from '../json-reading.ts';

/** What is known beside the body itself. */
export type SideContext = {
  /** The parsed request body, null where it is none. */
  readonly requestBody: unknown;
  /** Of the response. */
  readonly mediaType: string | null;
  /** Whether an earlier event of the same stream brought content. */
  readonly isStarted: boolean;
};

/** What a body or an event says. */
export type SideReading = {
  /** One line for the log. */
  readonly reading: string;
  readonly deltas: readonly Delta[];
  /** The event's name in the log, where the wire has a better one than its framing. */
  readonly type?: string;
  /** An event after which nothing comes. A whole body always ends. */
  readonly isEnd?: boolean;
};

export type SideCall = {
  readonly format: WireFormat;
  /** For people: `Embeddings`. */
  readonly title: string;
  readonly claims: (request: RequestFacts) => boolean;
  /** A whole JSON document; a bare list comes as `{ data: list }`. Null: of no shape that is known. */
  readonly readBody: (body: JsonObject, context: SideContext) => SideReading | null;
  /** One event of a stream. Left out: such calls do not stream. */
  readonly readEvent?: (body: JsonObject, context: SideContext) => SideReading | null;
  /** A body that is no text (audio): only its media type is known here, the window has its bytes. */
  readonly readFile?: (mediaType: string) => SideReading | null;
  /** Keeps every event of a stream for the final object; else the last one is it. */
  readonly isList?: boolean;
  readonly readRequest: Adapter['readRequest'];
  /** See Adapter: fields of events on the way that the last one does not repeat. */
  readonly consumedFields?: readonly string[];
};

/** A block that shows `native` under a line of words; the words are what the row says. */
export function shownBlock(block: string, words: string, native: unknown): readonly Delta[] {
  const at = { choice: 0, block } as const;
  return [
    { type: 'block-start', ...at, kind: 'other', name: words },
    { type: 'block-patch', ...at, native },
    { type: 'block-end', ...at },
  ];
}

/** A reading that is one shown block, with what else is told beside it. */
export function shown(words: string, native: unknown, beside: readonly Delta[] = []): SideReading {
  return { reading: words, deltas: [...beside, ...shownBlock('result', words, native)] };
}

/** `1 vector`, `3 vectors`, `1,536 models`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** With a comma between thousands, as the window writes numbers. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}
