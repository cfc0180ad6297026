/** The loss report in words: what became of the events, what the rebuilt object lacks, how it stands against the last word. Pure. */
import type { LossReport, TerminalDifference } from '../../../shared/model/loss-report.ts';
import { countText } from './figures.ts';

export type TallyRow = { readonly label: string; readonly value: string; readonly tone: 'warning' | undefined };

/** What became of the events; what never happened is left out. */
export function tallyRows({ events }: LossReport): readonly TallyRow[] {
  const { used, ignored, unknown, malformed } = events;
  const row = (label: string, count: number, tone?: 'warning'): TallyRow[] =>
    count === 0 ? [] : [{ label, value: countText(count), tone }];
  return [
    ...row('used', used),
    ...row('ignored on purpose', ignored),
    ...row('unknown, kept as they are', unknown, 'warning'),
    ...row('malformed, kept as they are', malformed, 'warning'),
  ];
}

/** One sentence about the fields. */
export function droppedWords({ dropped }: LossReport): string {
  if (dropped.length === 0) return 'The rebuilt object holds every field that was on the wire.';
  const count = dropped.length === 1 ? 'One field' : `${dropped.length} fields`;
  return `${count} of the wire ${dropped.length === 1 ? 'is' : 'are'} not in the rebuilt object:`;
}

/** One sentence about the stream's own last word. */
export function terminalWords({ terminal }: LossReport): string {
  if (terminal === null) return 'The stream has no last word that repeats the answer.';
  const { against, differences } = terminal;
  if (differences.length === 0) return `Equal to ${against}, which repeats the answer.`;
  const count = differences.length === 1 ? 'one place' : `${differences.length} places`;
  return `Differs from ${against} in ${count}:`;
}

/** `"a" here, nothing there`. */
export function differenceWords({ rebuilt, terminal }: TerminalDifference): string {
  return `rebuilt ${rebuilt ?? 'nothing'}, told ${terminal ?? 'nothing'}`;
}
