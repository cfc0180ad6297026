/** `wirelens diff <a> <b>`: two exchanges compared, by their parts and then to the character. */
import type { ComparedEntry, ComparedFigure, ExchangeComparison, TextStretch } from '../../shared/model/comparison.ts';
import { CliError } from './cli-error.ts';
import { hasDataFolder } from './data-folder-words.ts';
import { exchangeLine } from './exchange-line.ts';
import { printable } from './safe-text.ts';
import { findExchange, withQueries } from './stored-exchanges.ts';
import type { Terminal } from './terminal.ts';

export type DiffOptions = { readonly data: string; readonly json?: boolean };

/** Characters of unchanged text that are shown around a change. */
const contextLength = 60;
/** Characters of a whole message that only one of the two has. */
const maxWhole = 2_000;

/** Ids, or their first characters. Fails with CliError where one of them is not to be found. */
export async function diffCommand(
  before: string,
  after: string,
  options: DiffOptions,
  terminal: Terminal,
): Promise<void> {
  if (!hasDataFolder(options.data)) throw new CliError(`There is no data folder ${options.data}.`);
  await withQueries(options.data, async (queries) => {
    const [old, now] = [await findExchange(queries, before), await findExchange(queries, after)];
    const comparison = await queries.compare(old, now);
    if (comparison === null) throw new CliError('One of the two exchanges was cleared meanwhile.');
    if (options.json) terminal.print(JSON.stringify(comparison));
    else for (const line of comparisonLines(comparison)) terminal.print(line);
  });
}

/** `[-` and `-]` stand around what only the first has, `{+` and `+}` around what only the second has. */
function* comparisonLines({ before, after, parts, timing, usage }: ExchangeComparison): Generator<string> {
  yield `--- ${before.id}  ${exchangeLine(before)}`;
  yield `+++ ${after.id}  ${exchangeLine(after)}`;
  for (const { part, entries, differenceCount } of parts) {
    const same = entries.length - differenceCount;
    yield '';
    yield differenceCount === 0 ? `${part}: ${same} the same` : `${part}: ${differenceCount} differ, ${same} the same`;
    for (const entry of entries) if (entry.kind !== 'same') yield* entryLines(entry);
  }
  yield* figureLines('timing', timing);
  yield* figureLines('usage', usage);
}

function* entryLines(entry: ComparedEntry): Generator<string> {
  const sign = { added: '+', removed: '-', changed: '~', same: ' ' }[entry.kind];
  const place = entry.path === null || entry.path === entry.name ? '' : `  ${entry.path}`;
  yield printable(`  ${sign} ${entry.name}${place}`);
  const text = entry.stretches === null ? whole(entry.after ?? entry.before ?? '') : wordDifference(entry.stretches);
  for (const line of text.split('\n')) yield printable(`      ${line}`).trimEnd();
}

function wordDifference(stretches: readonly TextStretch[]): string {
  return stretches
    .map(({ kind, text }, at) => {
      if (kind === 'removed') return `[-${text}-]`;
      if (kind === 'added') return `{+${text}+}`;
      return shortened(text, at === 0, at === stretches.length - 1);
    })
    .join('');
}

/** What did not change: only what stands next to a change. */
function shortened(text: string, isFirst: boolean, isLast: boolean): string {
  const kept = (isFirst ? 0 : contextLength) + (isLast ? 0 : contextLength);
  if (text.length <= kept + 3) return text;
  const [head, tail] = [isFirst ? '' : text.slice(0, contextLength), isLast ? '' : text.slice(-contextLength)];
  return `${head} … ${tail}`;
}

function whole(text: string): string {
  return text.length > maxWhole ? `${text.slice(0, maxWhole)} … (${text.length} characters)` : text;
}

function* figureLines(title: string, figures: readonly ComparedFigure[]): Generator<string> {
  if (figures.length === 0) return;
  yield '';
  yield title;
  for (const figure of figures) {
    const [old, now] = [figureText(figure, figure.before), figureText(figure, figure.after)];
    yield `    ${figure.name.padEnd(20)}${old.padStart(12)}  ${now.padStart(12)}`;
  }
}

function figureText({ unit }: ComparedFigure, value: number | null): string {
  if (value === null) return '-';
  if (unit === 'usd') return `$${Number(value.toPrecision(3))}`;
  if (unit === 'ms') return `${(value / 1000).toFixed(3)} s`;
  return unit === 'per-second' ? value.toFixed(1) : String(value);
}
