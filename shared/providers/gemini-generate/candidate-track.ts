/** What the adapter remembers of one candidate between two chunks: the open run, the open call, and what was already told. */
import type { BlockKind, Delta } from '../../model/delta.ts';
import type { Problem } from '../../model/event-record.ts';
import { maxBlockCount } from '../json-reading.ts';
import { type ArgumentsText, closeArguments } from './partial-args.ts';

/** A function call whose pieces still come. */
export type OpenCall = {
  readonly block: string;
  readonly id: string | null;
  readonly args: ArgumentsText;
  /** Its arguments came whole: nothing is to be closed. */
  readonly isWhole: boolean;
};

export type CandidateTrack = {
  readonly index: number;
  /** The run that text is being added to; null at the start and after any other part. */
  readonly run: { readonly kind: 'text' | 'reasoning'; readonly block: string } | null;
  readonly call: OpenCall | null;
  /** Audio that the next part may go on with; null when its base64 ended in padding. */
  readonly audio: { readonly block: string; readonly mediaType: string } | null;
  /** How many blocks have begun: the numbers in their names. */
  readonly blockCount: number;
  /** Block of the last text run, for citations that come after it. */
  readonly lastText: string | null;
  /** Sources already told: chunks repeat them. */
  readonly cited: readonly string[];
  /** A call that the client must answer: Gemini finishes such an answer with STOP. */
  readonly hasToolCall: boolean;
  /** The last `finishReason`; old models repeat it in every chunk. */
  readonly finishReason: string | null;
};

/** What one chunk did, for the log: the wire's field and a short reading. */
export type Note = { readonly type: string; readonly reading: string };

/** What a chunk gives, in the order it happens. `hasUnknown`: a part of a kind that we have no word for. */
export type Output = {
  readonly deltas: Delta[];
  readonly notes: Note[];
  readonly problems: Omit<Problem, 'eventIndex'>[];
  hasUnknown: boolean;
};

/** A candidate that has not said anything yet. */
export function emptyTrack(index: number): CandidateTrack {
  return {
    index,
    run: null,
    call: null,
    audio: null,
    blockCount: 0,
    lastText: null,
    cited: [],
    hasToolCall: false,
    finishReason: null,
  };
}

/** The name of the next block; beyond the limit parts go on in the last one of their kind. */
export function nextBlock(track: CandidateTrack, kind: BlockKind): string {
  return track.blockCount < maxBlockCount ? `${kind}:${track.blockCount}` : `${kind}:rest`;
}

/** Ends what is open: a run of text, streamed audio, and (its arguments made whole) a call in pieces. */
export function closeOpen(track: CandidateTrack, deltas: Delta[], ending: 'whole' | 'cut'): CandidateTrack {
  const { run, call, audio } = track;
  if (run === null && call === null && audio === null) return track;
  const choice = track.index;
  if (run !== null) deltas.push({ type: 'block-end', choice, block: run.block });
  if (audio !== null) deltas.push({ type: 'block-end', choice, block: audio.block });
  if (call !== null) {
    const text = call.isWhole || ending === 'cut' ? '' : closeArguments(call.args);
    if (text !== '') deltas.push({ type: 'tool-input-delta', choice, block: call.block, text });
    deltas.push({ type: 'block-end', choice, block: call.block });
  }
  return { ...track, run: null, call: null, audio: null };
}
