/** The stretch in which two texts differ, with a little of what both have around it. */

export type ChangedSpan = {
  /** Common to both, before the change; begins with `…` where it was cut. */
  readonly lead: string;
  /** What stood there before, and what stands there now. Either may be empty. */
  readonly before: string;
  readonly after: string;
  readonly tail: string;
  /** Index of the first character that differs. */
  readonly character: number;
};

/** Null when the texts are equal. `context` characters are kept each side, at most `limit` of either changed stretch. */
export function changedSpan(before: string, after: string, context = 40, limit = 160): ChangedSpan | null {
  if (before === after) return null;
  let start = 0;
  while (start < before.length && before[start] === after[start]) start += 1;
  let same = 0;
  const most = Math.min(before.length, after.length) - start;
  while (same < most && before[before.length - 1 - same] === after[after.length - 1 - same]) same += 1;
  const [beforeEnd, afterEnd] = [before.length - same, after.length - same];
  const from = Math.max(0, start - context);
  const to = Math.min(after.length, afterEnd + context);
  return {
    lead: (from > 0 ? '…' : '') + after.slice(from, start),
    before: cut(before.slice(start, beforeEnd), limit),
    after: cut(after.slice(start, afterEnd), limit),
    tail: after.slice(afterEnd, to) + (to < after.length ? '…' : ''),
    character: start,
  };
}

function cut(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit)}…`;
}
