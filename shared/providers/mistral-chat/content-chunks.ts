/** Streamed pieces of list-shaped content joined to the chunks that the same answer has in one piece. */
import { asObjects, asString, type JsonObject } from '../json-reading.ts';

/**
 * Neighbours of the same kind become one: text after text, thinking after thinking (recorded 2026-08: a stream sends
 * `[{"type":"thinking","thinking":[{"type":"text",…}]}]` per event, the whole answer has one of each). Each is joined
 * once at the end, so a long stream costs no more than its length.
 */
export function joinChunks(pieces: readonly JsonObject[]): readonly JsonObject[] {
  const runs: JsonObject[][] = [];
  for (const piece of pieces) {
    const run = runs.at(-1);
    if (run !== undefined && isJoinable(piece) && run[0]?.type === piece.type) run.push(piece);
    else runs.push([piece]);
  }
  return runs.map(joinRun);
}

function isJoinable(piece: JsonObject): boolean {
  if (piece.type === 'text') return typeof piece.text === 'string';
  return piece.type === 'thinking' && Array.isArray(piece.thinking);
}

/** Fields beside the text (`closed`, `signature`): the last value of each. */
function joinRun(run: readonly JsonObject[]): JsonObject {
  const last: JsonObject = Object.assign({}, ...run);
  if (!isJoinable(last)) return last;
  if (last.type === 'text') return { ...last, text: run.map((piece) => asString(piece.text) ?? '').join('') };
  return { ...last, thinking: joinChunks(run.flatMap((piece) => asObjects(piece.thinking))) };
}
