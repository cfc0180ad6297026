/** Two lists of items against each other: what stays, what goes, what comes, and what became something else. */
import { diffArrays } from 'diff';
import type { ComparedEntry } from '../model/comparison.ts';
import { textDifference } from './text-difference.ts';

/** Characters of a text that are compared and kept; two longer ones are compared by their beginnings. */
export const maxComparedText = 256 * 1024;
/** Kept of an item that both have: it is only named. */
const maxSameText = 200;
/** Lists that differ in more items than this have little in common: all of one goes, all of the other comes. */
const maxEdits = 2_000;

/** What is compared. Items of equal identity are the same. */
export type ComparedItem = {
  readonly name: string;
  readonly identity: string;
  readonly text: string;
  readonly path: string | null;
};

/** In order: messages and blocks. What goes and comes at one place, under one name, was changed. */
export function compareInOrder(
  before: readonly ComparedItem[],
  after: readonly ComparedItem[],
): readonly ComparedEntry[] {
  const runs = diffArrays(
    before.map(({ identity }) => identity),
    after.map(({ identity }) => identity),
    { maxEditLength: maxEdits },
  );
  if (runs === undefined) return paired(before, after);
  const entries: ComparedEntry[] = [];
  let [oldAt, newAt] = [0, 0];
  let removed: readonly ComparedItem[] = [];
  for (const run of runs) {
    if (run.removed) {
      removed = before.slice(oldAt, oldAt + run.count);
      oldAt += run.count;
      continue;
    }
    const items = after.slice(newAt, newAt + run.count);
    newAt += run.count;
    if (run.added) {
      entries.push(...paired(removed, items));
    } else {
      entries.push(...removed.map((item) => entryOf(item, null)), ...items.map(sameEntry));
      oldAt += run.count;
    }
    removed = [];
  }
  return [...entries, ...removed.map((item) => entryOf(item, null))];
}

/** By name, whatever the order: tools, parameters, headers. Of a name that stands several times, the nth is the nth. */
export function compareByName(
  before: readonly ComparedItem[],
  after: readonly ComparedItem[],
): readonly ComparedEntry[] {
  const earlier = new Map(numbered(before));
  const entries = numbered(after).map(([key, item]) => {
    const old = earlier.get(key);
    earlier.delete(key);
    return entryOf(old ?? null, item);
  });
  return [...entries, ...[...earlier.values()].map((item) => entryOf(item, null))];
}

/** The nth that went against the nth that came, as long as they are of one name. */
function paired(removed: readonly ComparedItem[], added: readonly ComparedItem[]): readonly ComparedEntry[] {
  const entries: ComparedEntry[] = [];
  for (let at = 0; at < Math.max(removed.length, added.length); at += 1) {
    const old = removed[at] ?? null;
    const now = added[at] ?? null;
    if (old !== null && now !== null && old.name !== now.name) entries.push(entryOf(old, null), entryOf(null, now));
    else entries.push(entryOf(old, now));
  }
  return entries;
}

function entryOf(before: ComparedItem | null, after: ComparedItem | null): ComparedEntry {
  const known = after ?? before;
  const [old, now] = [cut(before), cut(after)];
  const base = { name: known?.name ?? '', path: known?.path ?? null, before: old, after: now };
  if (before === null || after === null) {
    return { ...base, kind: before === null ? 'added' : 'removed', stretches: null };
  }
  if (before.identity === after.identity) return sameEntry(after);
  return { ...base, kind: 'changed', stretches: textDifference(old ?? '', now ?? '') };
}

function sameEntry({ name, path, text }: ComparedItem): ComparedEntry {
  const start = text.slice(0, maxSameText);
  return { kind: 'same', name, path, before: start, after: start, stretches: null };
}

function cut(item: ComparedItem | null): string | null {
  return item === null ? null : item.text.slice(0, maxComparedText);
}

function numbered(items: readonly ComparedItem[]): readonly (readonly [string, ComparedItem])[] {
  const seen = new Map<string, number>();
  return items.map((item) => {
    const name = item.name.toLowerCase();
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    return [`${name} ${count}`, item] as const;
  });
}
