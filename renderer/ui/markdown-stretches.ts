/** Finished segments of a text gathered into stretches, what is made and forgotten as one, and those into bundles. Pure. */
import { ownText } from '../lib/own-text.ts';
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

/** Stretches that are far from the view as one text. */
export type Bundle = {
  readonly runs: readonly SegmentRun[];
  /** Of its first character in the whole text. */
  readonly start: number;
  /** Its own characters: it keeps no version of a growing text. */
  readonly source: string;
};

/** The bundles of a list of segments, and what they were made of. */
export type Bundles = {
  readonly segments: readonly MarkdownSegment[];
  readonly runs: readonly SegmentRun[];
  readonly bundles: readonly Bundle[];
};

export const noBundles: Bundles = { segments: [], runs: [], bundles: [] };

/** 20,000 characters: jumped to, they are laid out as one text first, which takes 15 ms. */
const stretchesOfBundle = 12;

/** The first `count` of `segments` in bundles; those of a shorter version of the same array that are full are kept as values. */
export function extendBundles(
  before: Bundles,
  segments: readonly MarkdownSegment[],
  count: number,
  text: string,
): Bundles {
  const known = before.segments === segments ? before : noBundles;
  const runs = extendRuns(known.runs, segments, count);
  // The last run of before may have grown, so that its bundle is made again.
  const full = Math.floor(Math.max(0, known.runs.length - 1) / stretchesOfBundle);
  const bundles = known.bundles.slice(0, full);
  for (let at = full * stretchesOfBundle; at < runs.length; at += stretchesOfBundle) {
    const own = runs.slice(at, at + stretchesOfBundle);
    const start = segments[own[0]?.first ?? 0]?.start ?? 0;
    const end = segments[(own.at(-1)?.end ?? 1) - 1]?.end;
    bundles.push({ runs: own, start, source: ownText(text.slice(start, end)) });
  }
  return { segments, runs, bundles };
}
