/** A comparison in words: titles of its parts, figures with their units, long unchanged stretches cut short. Pure. */
import type { ComparedFigure, ComparisonPart, TextStretch } from '../../../shared/model/comparison.ts';
import { formatBytes, formatRate, formatSeconds, withCommas } from '../../lib/format.ts';
import { dollars } from '../conversation/cost-text.ts';

export const partTitles: Readonly<Record<ComparisonPart, string>> = {
  facts: 'What it was',
  system: 'System prompt',
  messages: 'Messages',
  tools: 'Tools',
  parameters: 'Parameters',
  completion: 'Completion',
  'request-headers': 'Request headers',
  'response-headers': 'Response headers',
};

/** A figure with its unit; a dash where it is not known. */
export function figureText({ unit }: Pick<ComparedFigure, 'unit'>, value: number | null): string {
  if (value === null) return '–';
  switch (unit) {
    case 'ms':
      return value < 1_000 ? `${Number(value.toPrecision(3))} ms` : `${formatSeconds(value)} s`;
    case 'usd':
      return dollars(value);
    case 'bytes':
      return formatBytes(value);
    case 'per-second':
      return formatRate(value);
    case 'tokens':
      return withCommas(value);
  }
}

/** How the second stands to the first: `+12 %`, `−0.4 %`; empty where that says nothing. */
export function changeText({ before, after }: Pick<ComparedFigure, 'before' | 'after'>): string {
  if (before === null || after === null || before === 0 || before === after) return '';
  const percent = (100 * (after - before)) / before;
  const size = Math.abs(percent);
  const text = size >= 10 ? size.toFixed(0) : size.toFixed(1);
  if (size >= 1_000) return `× ${(after / before).toFixed(0)}`;
  return `${percent > 0 ? '+' : '−'}${text} %`;
}

/** Characters of unchanged text that stay around a change. */
const contextLength = 240;

/** What one side shows: its stretches, long unchanged ones with their middle left out. `side`: what stands only there. */
export function sideOf(stretches: readonly TextStretch[], side: 'removed' | 'added'): readonly TextStretch[] {
  return stretches.flatMap((stretch, at): readonly TextStretch[] => {
    if (stretch.kind === side) return [stretch];
    if (stretch.kind !== 'same') return [];
    // What the other side alone has is a change here, too.
    return [{ kind: 'same', text: shortened(stretch.text, at === 0, at === stretches.length - 1) }];
  });
}

/** Cut at the ends of lines where there are some near, so that both sides stay in step. */
function shortened(text: string, isFirst: boolean, isLast: boolean): string {
  const head = isFirst ? '' : text.slice(0, contextLength);
  const tail = isLast ? '' : text.slice(-contextLength);
  const left = text.length - head.length - tail.length;
  if (left < 200) return text;
  return [head, `… ${withCommas(left)} characters …`, tail].filter(Boolean).join('\n');
}
