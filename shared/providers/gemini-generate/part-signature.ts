/** The thought signature of a part: proof of what the model thought, to be sent back with that part in the next turn. */
import type { Delta } from '../../model/delta.ts';
import { asText, type JsonObject } from '../json-reading.ts';

/** Null where the part has none. @see https://ai.google.dev/gemini-api/docs/thought-signatures */
export function signatureOf(part: JsonObject): string | null {
  return asText(part.thoughtSignature) ?? asText(part.thought_signature);
}

/** Puts the part's signature, if it has one, on the block that the part made. */
export function pushSignature(
  at: { readonly choice: number; readonly block: string },
  part: JsonObject,
  deltas: Delta[],
): void {
  const signature = signatureOf(part);
  if (signature === null) return;
  deltas.push({ type: 'block-patch', choice: at.choice, block: at.block, signature });
}
