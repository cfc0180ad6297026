/** A function call as deltas: whole in one part, or in pieces (Vertex AI's streamed arguments). */
import { asObjects, asText, isObject, type JsonObject, toJson } from '../json-reading.ts';
import { type CandidateTrack, closeOpen, nextBlock, type OpenCall, type Output } from './candidate-track.ts';
import { type ArgumentsText, noArguments, writePartialArg } from './partial-args.ts';

/** Adds one `functionCall`. @see https://ai.google.dev/api/caching#FunctionCall */
export function addFunctionCall(
  track: CandidateTrack,
  call: JsonObject,
  signature: string | null,
  output: Output,
): CandidateTrack {
  const name = asText(call.name);
  const id = asText(call.id);
  const known = track.call;
  // A piece has no name; a server that repeats name and id with each piece means the same call.
  const isPiece = known !== null && (name === null || (id !== null && id === known.id));
  const begun = isPiece ? { track, call: known } : startCall(track, name, id, output);
  const at = { choice: track.index, block: begun.call.block };
  const written = writeArguments(begun.call, call, at.choice, output);
  // Beside the call on the wire, and after it here, as with text.
  if (signature !== null) output.deltas.push({ type: 'block-patch', ...at, signature });
  output.notes.push({ type: 'functionCall', reading: readingOfCall(isPiece, name, written.text) });
  const next = { ...begun.track, call: written.call };
  // The last piece says nothing but that it is the last.
  return call.willContinue === true ? next : closeOpen(next, output.deltas, 'whole');
}

function readingOfCall(isPiece: boolean, name: string | null, text: string): string {
  if (isPiece) return text;
  return `${name ?? '?'}${text === '' ? '' : ` ${text}`}`;
}

type Begun = { readonly track: CandidateTrack; readonly call: OpenCall };

function startCall(track: CandidateTrack, name: string | null, id: string | null, output: Output): Begun {
  const closed = closeOpen(track, output.deltas, 'whole');
  const block = nextBlock(closed, 'tool-call');
  output.deltas.push({
    type: 'block-start',
    choice: track.index,
    block,
    kind: 'tool-call',
    ...(name === null ? {} : { name }),
    ...(id === null ? {} : { toolCallId: id }),
  });
  const call = { block, id, args: noArguments, isWhole: false };
  return { track: { ...closed, blockCount: closed.blockCount + 1, hasToolCall: true, call }, call };
}

type Written = { readonly call: OpenCall; readonly text: string };

function writeArguments(call: OpenCall, piece: JsonObject, choice: number, output: Output): Written {
  const isEmpty = call.args.levels.length === 0 && !call.isWhole;
  const text = isEmpty && isWholeArguments(piece) ? toJson(piece.args) : '';
  if (text !== '') {
    output.deltas.push({ type: 'tool-input-delta', choice, block: call.block, text });
    return { call: { ...call, isWhole: true }, text };
  }
  const added = writePieces(call.args, asObjects(piece.partialArgs), output);
  if (added.text !== '') output.deltas.push({ type: 'tool-input-delta', choice, block: call.block, text: added.text });
  return { call: { ...call, args: added.args }, text: added.text };
}

/** Empty `args` beside the first piece of a streamed call are not its arguments. */
function isWholeArguments(piece: JsonObject): boolean {
  const { args } = piece;
  if (args == null) return false;
  const isStreamed = piece.willContinue === true || Array.isArray(piece.partialArgs);
  return !(isStreamed && isObject(args) && Object.keys(args).length === 0);
}

type Pieces = { readonly args: ArgumentsText; readonly text: string };

function writePieces(before: ArgumentsText, items: readonly JsonObject[], output: Output): Pieces {
  let args = before;
  let text = '';
  for (const item of items) {
    const written = writePartialArg(args, item);
    args = written.state;
    text += written.text;
    if (written.problem !== null)
      output.problems.push({ kind: 'partial-args', message: `partialArgs: ${written.problem}` });
  }
  return { args, text };
}
