/** What the user can do about what is kept on disk. */
import type { RetentionPreview, RetentionRules } from '../../shared/model/retention.ts';
import { bridge } from '../bridge.ts';
import { countOf, formatBytes } from '../lib/format.ts';
import { updateSettings } from './actions.ts';

/** What rules would delete; nothing is changed. */
export function previewRules(rules: RetentionRules): Promise<RetentionPreview> {
  return bridge().invoke('store.preview', { rules });
}

/** Sets the limits and deletes at once what they do not keep. Resolves to what was done, or why not, in words. */
export async function keepWithin(rules: RetentionRules): Promise<string> {
  const refusal = await updateSettings({ retention: rules });
  if (refusal !== null) return refusal;
  const pruned = await bridge().invoke('store.prune', { rules });
  if (!pruned.ok) return pruned.error.message;
  const { count, freedBytes } = pruned.value;
  return count === 0
    ? 'The limits hold; nothing was deleted.'
    : `Deleted ${countOf(count, 'exchange')}, ${formatBytes(freedBytes)}.`;
}

/** Gives free room back to the disk. Resolves to the bytes, or why not, in words. */
export async function compactStore(): Promise<number | string> {
  const compacted = await bridge().invoke('store.compact', null);
  return compacted.ok ? compacted.value.freedBytes : compacted.error.message;
}
