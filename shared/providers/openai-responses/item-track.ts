/** What the adapter remembers of one output item and its parts between two events. Values: a step makes the next one. */
import type { Mutable } from '../../lib/mutable.ts';
import type { BlockKind, Delta } from '../../model/delta.ts';
import type { Problem } from '../../model/event-record.ts';
import type { AppendList } from '../append-list.ts';
import { asText, type JsonObject, maxBlockCount } from '../json-reading.ts';
import type { PartList } from './wire.ts';

export type PartTrack = {
  readonly list: PartList;
  /** `content_index` or `summary_index`. */
  readonly index: number;
  /** The part as it last came whole; its text and annotations are older than those below. */
  readonly fields: JsonObject;
  readonly kind: BlockKind;
  readonly text: string;
  readonly annotations: AppendList<unknown> | null;
  /** Of the text's pieces; null where they had none. */
  readonly logprobs: AppendList<unknown> | null;
  /** How many annotations were told as citations. */
  readonly citationCount: number;
  readonly block: string;
  readonly isClosed: boolean;
};

/** Input of a tool as far as its own events told it. */
export type InputTrack = {
  /** The wire's text, of the command `commandIndex` for a shell. */
  readonly raw: string;
  readonly commandIndex: number;
  /** Commands of a shell that are complete. */
  readonly commands: readonly string[];
  /** What closes the JSON around the text; empty where the text is the input itself. */
  readonly suffix: string;
};

export type ItemTrack = {
  /** Names its blocks: the position in the output, after a letter for a second response in one stream. */
  readonly key: string;
  readonly outputIndex: number;
  readonly id: string | null;
  readonly type: string;
  /** The item as it last came whole: when it was added, when it was done. */
  readonly item: JsonObject;
  readonly isDone: boolean;
  /** `item` is the finished one, not that of the beginning. */
  readonly isItemFinal: boolean;
  /** The status of the last progress event, where it came after `item`. */
  readonly status: string | null;
  readonly parts: readonly PartTrack[];
  readonly input: InputTrack | null;
  /** The block of the item itself (a tool call, a result); null where only its parts are blocks. */
  readonly block: string | null;
  readonly hasSignature: boolean;
  readonly blockCount: number;
  /** Results and images are told once, however often the item comes whole. */
  readonly hasResult: boolean;
  /** What a shell printed as far as its own events told it, command by command; null before the first. */
  readonly printed: readonly JsonObject[] | null;
};

/** What one event adds; `blockCount` counts the blocks of the whole stream. */
export type Output = {
  readonly deltas: Delta[];
  readonly problems: Omit<Problem, 'eventIndex'>[];
  blockCount: number;
};

/** An item that nothing is known of but its first event. */
export function createTrack(key: string, outputIndex: number, item: JsonObject): ItemTrack {
  return {
    key,
    outputIndex,
    id: asText(item.id),
    type: asText(item.type) ?? 'unknown',
    item,
    isDone: false,
    isItemFinal: false,
    status: null,
    parts: [],
    input: null,
    block: null,
    hasSignature: false,
    blockCount: 0,
    hasResult: false,
    printed: null,
  };
}

/** The name of a track's next block: the first is the item's key itself. Beyond the limit all of a kind go on in one. */
export function nameBlock(track: ItemTrack, suffix: string, kind: BlockKind, output: Output): string {
  output.blockCount += 1;
  if (output.blockCount > maxBlockCount) return `rest:${kind}`;
  return track.blockCount === 0 ? track.key : `${track.key}:${suffix}`;
}

/** The track with one part put in or changed. */
export function withPart(track: ItemTrack, part: PartTrack): ItemTrack {
  const position = track.parts.findLastIndex((other) => other.list === part.list && other.index === part.index);
  const next = copyOfTrack(track);
  next.parts = position < 0 ? [...track.parts, part] : track.parts.with(position, part);
  if (position < 0) next.blockCount += 1;
  return next;
}

/** The track with its input grown. */
export function withInput(track: ItemTrack, input: InputTrack): ItemTrack {
  const next = copyOfTrack(track);
  next.input = input;
  return next;
}

/** A copy to be changed. Written out: an object spread with an override costs half a microsecond, thirty times as much. */
export function copyOfTrack(track: ItemTrack): Mutable<ItemTrack> {
  return {
    key: track.key,
    outputIndex: track.outputIndex,
    id: track.id,
    type: track.type,
    item: track.item,
    isDone: track.isDone,
    isItemFinal: track.isItemFinal,
    status: track.status,
    parts: track.parts,
    input: track.input,
    block: track.block,
    hasSignature: track.hasSignature,
    blockCount: track.blockCount,
    hasResult: track.hasResult,
    printed: track.printed,
  };
}

/** Likewise of a part. */
export function copyOfPart(part: PartTrack): Mutable<PartTrack> {
  return {
    list: part.list,
    index: part.index,
    fields: part.fields,
    kind: part.kind,
    text: part.text,
    annotations: part.annotations,
    logprobs: part.logprobs,
    citationCount: part.citationCount,
    block: part.block,
    isClosed: part.isClosed,
  };
}

/** What of the whole text was not told yet; a text that is not its continuation is a problem, and nothing can be told. */
export function missingText(told: string, whole: string, where: string, output: Output): string {
  if (whole === told) return '';
  if (whole.length > told.length && whole.startsWith(told)) return whole.slice(told.length);
  output.problems.push({
    kind: 'text-mismatch',
    message: `${where}: the whole text (${whole.length} characters) is not what its pieces made (${told.length} characters).`,
  });
  return '';
}
