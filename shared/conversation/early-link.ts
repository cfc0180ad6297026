/**
 * The place of an exchange that still runs, from its request alone. Only what its end cannot make untrue is told: those
 * before it may not be in the index yet, so that nothing found is no root, and a place further up is no place.
 */
import { type FoundLink, type LinkIndex, linkExchange } from './conversation-linker.ts';
import type { LinkKeys } from './link-keys.ts';

/** Null: not known yet. `keys` of a request whose answer is still empty. */
export function linkEarly(keys: LinkKeys, index: LinkIndex): FoundLink | null {
  const found = linkExchange(keys, index);
  switch (found.kind) {
    case 'root':
      return null;
    case 'retry':
      return found;
    case 'sub-agent':
      // With an answer in its history it is a later turn of that sub-agent, whose first one is not indexed yet.
      return keys.answered.length === 0 ? found : null;
    case 'turn':
      return isDirectlyBefore(keys, index, found) ? found : null;
  }
}

/** Chained by the id of a response, or its history ends with the very answer of the one found. */
function isDirectlyBefore(keys: LinkKeys, index: LinkIndex, { parent }: FoundLink): boolean {
  if (keys.previousResponse !== null) return true;
  const latest = keys.answered[0];
  return latest !== undefined && index.find(`answer:${latest.key}`)?.id === parent;
}
