/** Where two JSON values differ. */
import { isDeepStrictEqual } from 'node:util';
import { isObject } from '../../../shared/providers/json-reading.ts';

/** Each place where two JSON values differ, with both. */
export function differences(ours: unknown, theirs: unknown, path: string): readonly string[] {
  if (isDeepStrictEqual(ours, theirs)) return [];
  const isInner = (isObject(ours) && isObject(theirs)) || (Array.isArray(ours) && Array.isArray(theirs));
  if (!isInner) return [`${path}: ours ${shown(ours)}, theirs ${shown(theirs)}`];
  const [left, right] = [ours, theirs] as [{ [name: string]: unknown }, { [name: string]: unknown }];
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  return names.flatMap((name) => differences(left[name], right[name], `${path}.${name}`));
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 200);
}
