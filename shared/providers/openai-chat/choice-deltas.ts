/** One choice of a chunk as deltas: what the model wrote, in the order reasoning, text, refusal, tools, media, end. */
import type { Delta } from '../../model/delta.ts';
import { asObject, asObjects, asText, type JsonObject } from '../json-reading.ts';
import { type ChoiceTrack, closeChoice, closeRun, copyOfTrack, openRun, type RunKind } from './choice-track.ts';
import { addContentParts } from './content-parts.ts';
import { contentPieces, readReasoning } from './content-pieces.ts';
import { mapFinishReason } from './finish-reason.ts';
import { addAudio, addCitations, addImages } from './media-deltas.ts';
import { addFunctionCall, addToolCall } from './tool-deltas.ts';

/** What one chunk did, for the log: the wire's field and a short reading. */
export type Note = { readonly type: string; readonly reading: string };

export type Output = { readonly deltas: Delta[]; readonly notes: Note[] };

/** Adds one item of `choices` to `output` and returns the choice's next track. */
export function stepChoice(track: ChoiceTrack, item: JsonObject, output: Output): ChoiceTrack {
  const delta = asObject(item.delta);
  // A `message` beside or after deltas repeats all of it (Perplexity); alone it is the whole answer.
  const message = delta === null && !track.hasOutput ? asObject(item.message) : null;
  const change = delta ?? message;
  const next = change === null ? track : addChange(track, change, output);
  return finishChoice(next, asText(item.finish_reason), output);
}

function addChange(track: ChoiceTrack, change: JsonObject, output: Output): ChoiceTrack {
  let next = track;
  const reasoning = readReasoning(change);
  if (reasoning !== null && reasoning.text !== '') {
    next = addText(next, 'reasoning', reasoning.text, output);
    output.notes.push({ type: `delta.${reasoning.field}`, reading: reasoning.text });
  }
  if (reasoning !== null) next = addSignature(next, reasoning.signature, output);
  for (const piece of contentPieces(change.content)) {
    next = addText(next, piece.kind, piece.text, output);
    output.notes.push({ type: 'delta.content', reading: piece.text });
  }
  if (Array.isArray(change.content)) next = addContentParts(next, asObjects(change.content), output);
  const refusal = asText(change.refusal);
  if (refusal !== null) {
    next = addText(next, 'refusal', refusal, output);
    output.notes.push({ type: 'delta.refusal', reading: refusal });
  }
  for (const item of asObjects(change.tool_calls)) next = addToolCall(next, item, output);
  const call = asObject(change.function_call);
  if (call !== null) next = addFunctionCall(next, call, output);
  const audio = asObject(change.audio);
  if (audio !== null) next = addAudio(next, audio, output);
  next = addImages(next, asObjects(change.images), output);
  next = addCitations(next, asObjects(change.annotations), output);
  return next;
}

const deltaTypes = { text: 'text-delta', reasoning: 'reasoning-delta', refusal: 'refusal-delta' } as const;

function addText(track: ChoiceTrack, kind: RunKind, text: string, output: Output): ChoiceTrack {
  const next = openRun(track, kind, output.deltas);
  output.deltas.push({ type: deltaTypes[kind], choice: track.index, block: next.run.block, text });
  return next;
}

/** The proof of a reasoning run (OpenRouter's `signature`, or the data of encrypted reasoning), sent back in the next turn. */
function addSignature(track: ChoiceTrack, signature: string | null, output: Output): ChoiceTrack {
  if (signature === null) return track;
  const next = openRun(track, 'reasoning', output.deltas);
  output.deltas.push({ type: 'block-patch', choice: track.index, block: next.run.block, signature });
  output.notes.push({ type: 'delta.reasoning_details', reading: 'signature' });
  return next;
}

function finishChoice(track: ChoiceTrack, word: string | null, output: Output): ChoiceTrack {
  if (word === null) return track;
  output.notes.push({ type: 'finish_reason', reading: `finish ${word}` });
  if (track.finishReason === word) return track;
  const closed = closeChoice(closeRun(track, output.deltas), output.deltas);
  output.deltas.push({
    type: 'choice-end',
    choice: track.index,
    finishReason: mapFinishReason(word),
    rawFinishReason: word,
  });
  const next = copyOfTrack(closed);
  next.finishReason = word;
  return next;
}
