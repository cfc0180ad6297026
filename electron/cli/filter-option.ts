/** `--filter <text>`: checked before anything is read, so that a slip is told with its place instead of hiding exchanges. */
import { InvalidArgumentError } from 'commander';
import { parseFilter } from '../../shared/filter/parse-filter.ts';

/** The text itself. Wrong usage for a filter with problems. */
export function parseFilterOption(text: string): string {
  const { problems } = parseFilter(text);
  const [first] = problems;
  if (first === undefined) return text;
  const underline = ' '.repeat(first.start) + '^'.repeat(Math.max(1, first.end - first.start));
  throw new InvalidArgumentError(`${first.message}\n  ${text.replaceAll('\n', ' ')}\n  ${underline}`);
}
