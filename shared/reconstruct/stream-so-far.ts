/** What a running stream has said, for a completion notice that must fit into it (DESIGN.md section 3). */
import type { Block, Completion } from '../model/completion.ts';
import type { StreamSoFar } from '../providers/adapter.ts';
import { asNumber, isObject } from '../providers/json-reading.ts';

/** Asked once, when an upstream dies; `native` may therefore join and parse. */
export function readStreamSoFar(completion: Completion, native: () => unknown): StreamSoFar {
  const blocks = completion.choices[0]?.blocks ?? [];
  const open = blocks.findLast((block) => block.isOpen) ?? null;
  const openIndex = open === null ? null : indexOf(open);
  const nativeSoFar = native();
  return {
    id: completion.id,
    model: completion.model,
    createdAt: createdAt(nativeSoFar),
    isStarted: completion.id !== null || completion.model !== null || blocks.length > 0,
    openBlock: open === null || openIndex === null ? null : { index: openIndex, kind: open.kind },
    nextBlockIndex: blocks.reduce((next, block) => Math.max(next, (indexOf(block) ?? -1) + 1), 0),
    native: nativeSoFar,
  };
}

/** Formats with block indexes use them as keys; other keys have none. */
function indexOf(block: Block): number | null {
  return /^\d{1,6}$/.test(block.key) ? Number(block.key) : null;
}

/** OpenAI's `created`, seconds since the epoch; other formats put no time that a later chunk would have to repeat. */
function createdAt(native: unknown): number | null {
  return isObject(native) ? asNumber(native.created) : null;
}
