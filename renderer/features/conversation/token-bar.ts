/** The tokens of a turn as segments of a bar: what was read from the cache first, then what was read anew. Pure. */
import type { Turn } from '../../../shared/model/conversation.ts';

export type BarSegment = {
  readonly role: 'system' | 'tools' | 'history' | 'new' | 'missed' | 'reasoning' | 'output';
  readonly tokens: number;
  readonly isCached: boolean;
};

/** `missedTokens`: were in the cache and read anew all the same; they are part of what stands before the new words. */
export function barSegments({ tokens, summary }: Turn, missedTokens: number): readonly BarSegment[] {
  let cached = summary.usage.cacheReadTokens ?? 0;
  const segments: BarSegment[] = [];
  const add = (role: BarSegment['role'], count: number, isCached: boolean): void => {
    if (count > 0) segments.push({ role, tokens: count, isCached });
  };
  for (const role of ['system', 'tools', 'history'] as const) {
    const fromCache = Math.min(tokens[role], cached);
    cached -= fromCache;
    add(role, fromCache, true);
    add(role, tokens[role] - fromCache, false);
  }
  const withMisses = markMissed(segments, missedTokens);
  const fromCache = Math.min(tokens.new, cached);
  const rest: BarSegment[] = [
    { role: 'new', tokens: tokens.new - fromCache, isCached: false },
    { role: 'reasoning', tokens: tokens.reasoning, isCached: false },
    { role: 'output', tokens: tokens.output, isCached: false },
  ];
  return merged([...withMisses, { role: 'new', tokens: fromCache, isCached: true }, ...rest]);
}

/** Each role once per state, empty ones left out: what was missed of tools and of history is one stretch. */
function merged(segments: readonly BarSegment[]): readonly BarSegment[] {
  const kept: BarSegment[] = [];
  for (const segment of segments) {
    const last = kept.at(-1);
    if (last?.role === segment.role && last.isCached === segment.isCached) {
      kept[kept.length - 1] = { ...last, tokens: last.tokens + segment.tokens };
    } else if (segment.tokens > 0) kept.push(segment);
  }
  return kept;
}

/** The first tokens behind what was read are the ones that were missed. */
function markMissed(segments: readonly BarSegment[], missedTokens: number): readonly BarSegment[] {
  let left = missedTokens;
  return segments.flatMap((segment): readonly BarSegment[] => {
    if (segment.isCached || left <= 0) return [segment];
    const missed = Math.min(left, segment.tokens);
    left -= missed;
    const rest = segment.tokens - missed;
    return [{ role: 'missed', tokens: missed, isCached: false }, ...(rest > 0 ? [{ ...segment, tokens: rest }] : [])];
  });
}

/** All tokens of a turn: the bars of a conversation share the scale of the largest. */
export function tokenTotal({ tokens }: Turn): number {
  return tokens.system + tokens.tools + tokens.history + tokens.new + tokens.reasoning + tokens.output;
}
