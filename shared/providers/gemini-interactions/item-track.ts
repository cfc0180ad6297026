/** What the adapter remembers of one open step or content between two events. */
import type { BlockKind, Delta } from '../../model/delta.ts';
import { asText, type JsonObject } from '../json-reading.ts';

export type ItemTrack = {
  readonly index: number;
  readonly type: string;
  /** The block that deltas go on in; null before the first, and between two contents of one step. */
  readonly block: { readonly name: string; readonly kind: BlockKind } | null;
  /** How many blocks this item has begun. */
  readonly blockCount: number;
  /** A call: its arguments as they began, told at its end unless deltas told them. */
  readonly startInput: unknown;
  readonly hasInput: boolean;
  /** A result, or a kind that we have no word for: all that is known of it. */
  readonly native: JsonObject | null;
};

/** What one event did, for the log. */
export type Note = { readonly type: string; readonly reading: string };

export type Output = { readonly deltas: Delta[]; readonly notes: Note[] };

/** No item has more blocks than this; what comes after goes on in the last one. */
const maxItemBlocks = 64;

/** An item of which only index and type are known. */
export function emptyTrack(index: number, type: string): ItemTrack {
  return { index, type, block: null, blockCount: 0, startInput: null, hasInput: false, native: null };
}

/** The item's index; a second content of the same step gets a number behind it. */
export function blockName(track: ItemTrack): string {
  const count = Math.min(track.blockCount, maxItemBlocks);
  return count === 0 ? String(track.index) : `${track.index}.${count}`;
}

export type BlockFacts = {
  readonly name?: string | null;
  readonly toolCallId?: string | null;
  readonly isProviderExecuted?: boolean;
};

type OpenTrack = ItemTrack & { readonly block: NonNullable<ItemTrack['block']> };

function isOpenAs(track: ItemTrack, kind: BlockKind): track is OpenTrack {
  return track.block?.kind === kind;
}

/** Goes on with the open block of this kind, or ends the other and begins the next. */
export function openBlock(track: ItemTrack, kind: BlockKind, output: Output, facts: BlockFacts = {}): OpenTrack {
  if (isOpenAs(track, kind)) return track;
  const closed = closeBlock(track, output);
  const name = blockName(closed);
  output.deltas.push({
    type: 'block-start',
    choice: 0,
    block: name,
    kind,
    ...(facts.name == null ? {} : { name: facts.name }),
    ...(facts.toolCallId == null ? {} : { toolCallId: facts.toolCallId }),
    ...(facts.isProviderExecuted === true ? { isProviderExecuted: true } : {}),
  });
  return { ...closed, block: { name, kind }, blockCount: closed.blockCount + 1 };
}

/** Ends the open block, if any. */
export function closeBlock(track: ItemTrack, output: Output): ItemTrack {
  if (track.block === null) return track;
  output.deltas.push({ type: 'block-end', choice: 0, block: track.block.name });
  return { ...track, block: null };
}

/** Puts a signature on the open block. Google opens calls with an empty one: that is none. */
export function addSignature(track: ItemTrack, item: JsonObject, output: Output): void {
  const signature = asText(item.signature);
  if (signature === null || track.block === null) return;
  output.deltas.push({ type: 'block-patch', choice: 0, block: track.block.name, signature });
}
