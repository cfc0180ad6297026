/** Finished segments of a text gathered into stretches: what is made and forgotten as one. Pure. */
import type { MarkdownSegment } from './markdown-segments.ts';

/** Segments [first, end). */
export type SegmentRun = { readonly first: number; readonly end: number };

/** Parsing takes up to 7 ms per 1,000 characters on a slow machine: a stretch fits into a frame or two. */
const enoughCharacters = 1_600;
const enoughSegments = 48;

/**
 * Runs of `segments`, in order, given those of a shorter list that began the same. A run that is full never changes
 * again; the last one grows.
 */
export function extendRuns(
  before: readonly SegmentRun[],
  segments: readonly MarkdownSegment[],
  count: number,
): readonly SegmentRun[] {
  const runs = before.slice(0, -1);
  let first = before.at(-1)?.first ?? 0;
  for (let at = first; at < count; at += 1) {
    if (!isFull(segments, first, at + 1)) continue;
    runs.push({ first, end: at + 1 });
    first = at + 1;
  }
  if (first < count) runs.push({ first, end: count });
  return runs;
}

function isFull(segments: readonly MarkdownSegment[], first: number, end: number): boolean {
  const from = segments[first]?.start ?? 0;
  const to = segments[end - 1]?.end ?? 0;
  return end - first >= enoughSegments || to - from >= enoughCharacters;
}
