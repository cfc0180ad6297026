/**
 * Lights stretches of the completion without touching React: CSS custom highlights over ranges found by `data-at`.
 * Names are `lit-<role>`, `soft-<role>` and `fresh-<role>`; their look is in lit-highlights.css.
 */
import './lit-highlights.css';
import type { Role } from './event-role.ts';
import type { BlockRange } from './provenance.ts';

export type LightLevel = 'lit' | 'soft' | 'fresh';

/** The id that a block's element carries in `data-block`. */
export function blockId(choice: number, key: string): string {
  return `${choice}:${key}`;
}

const lightRoles: readonly Role[] = ['text', 'reasoning', 'tool', 'user', 'system', 'frame'];

/** Lights `ranges` at this level and darkens what was lit at it before. Returns the DOM ranges, in order. */
export function light(
  root: HTMLElement,
  level: LightLevel,
  ranges: readonly (BlockRange & { readonly role: Role })[],
): readonly Range[] {
  const all: Range[] = [];
  const byRole = new Map<Role, Range[]>();
  for (const range of ranges) {
    const found = domRanges(root, range);
    all.push(...found);
    byRole.set(range.role, [...(byRole.get(range.role) ?? []), ...found]);
  }
  for (const role of lightRoles) {
    const found = byRole.get(role) ?? [];
    if (found.length > 0) CSS.highlights.set(`${level}-${role}`, new Highlight(...found));
    else CSS.highlights.delete(`${level}-${role}`);
  }
  return all;
}

/** Darkens everything. */
export function darken(): void {
  for (const level of ['lit', 'soft', 'fresh'])
    for (const role of lightRoles) CSS.highlights.delete(`${level}-${role}`);
}

/** The DOM ranges that show characters [start, end) of a block; none while it is folded. */
export function domRanges(root: HTMLElement, range: BlockRange): readonly Range[] {
  return rangesIn(leavesOf(root, range), range);
}

/** Those of many ranges: the leaves of a block are looked for once. */
export function manyDomRanges(root: HTMLElement, ranges: readonly BlockRange[]): readonly Range[] {
  const known = new Map<string, NodeListOf<HTMLElement> | null>();
  return ranges.flatMap((range) => {
    const id = blockId(range.choice, range.key);
    const leaves = known.has(id) ? (known.get(id) ?? null) : leavesOf(root, range);
    known.set(id, leaves);
    return rangesIn(leaves, range);
  });
}

function leavesOf(root: HTMLElement, { choice, key }: BlockRange): NodeListOf<HTMLElement> | null {
  const block = root.querySelector(`[data-block="${CSS.escape(blockId(choice, key))}"]`);
  return block === null ? null : block.querySelectorAll<HTMLElement>('[data-at]');
}

function rangesIn(leaves: NodeListOf<HTMLElement> | null, range: BlockRange): readonly Range[] {
  if (leaves === null) return [];
  const found: Range[] = [];
  for (let index = firstLeaf(leaves, range.start); index < leaves.length; index += 1) {
    const leaf = leaves[index] as HTMLElement;
    const at = Number(leaf.getAttribute('data-at'));
    if (at >= range.end) break;
    const text = leaf.firstChild;
    if (!(text instanceof Text)) continue;
    const from = Math.max(0, range.start - at);
    const to = Math.min(text.length, range.end - at);
    if (from >= to) continue;
    const made = document.createRange();
    made.setStart(text, from);
    made.setEnd(text, to);
    found.push(made);
  }
  return found;
}

/** Leaves stand in the order of the text: the last one that begins at or before `start`. */
function firstLeaf(leaves: NodeListOf<HTMLElement>, start: number): number {
  let low = 0;
  let high = leaves.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (Number(leaves[middle]?.getAttribute('data-at')) <= start) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

/** A place in the text of a block. */
export type TextPlace = { readonly block: string; readonly offset: number };

/** The place in the block's text of a DOM position; null outside of any leaf. */
export function placeOf(node: Node, offset: number): TextPlace | null {
  const element = node instanceof HTMLElement ? node : node.parentElement;
  const leaf = element?.closest<HTMLElement>('[data-at]');
  const block = leaf?.closest<HTMLElement>('[data-block]');
  if (!leaf || !block) return null;
  const inLeaf = node instanceof Text ? offset : 0;
  return { block: block.getAttribute('data-block') ?? '', offset: Number(leaf.getAttribute('data-at')) + inLeaf };
}

/** The place under a point of the window; null beside the text. */
export function placeAtPoint(x: number, y: number): TextPlace | null {
  const position = document.caretPositionFromPoint?.(x, y);
  if (!position) return null;
  const place = placeOf(position.offsetNode, position.offset);
  if (place === null) return null;
  // The caret snaps to the nearest text; only what is really under the pointer counts.
  const range = document.createRange();
  range.setStart(position.offsetNode, Math.max(0, position.offset - 1));
  range.setEnd(position.offsetNode, Math.min(position.offsetNode.textContent?.length ?? 0, position.offset + 1));
  const box = range.getBoundingClientRect();
  const isUnder = x >= box.left - 4 && x <= box.right + 4 && y >= box.top - 2 && y <= box.bottom + 2;
  return isUnder ? place : null;
}
