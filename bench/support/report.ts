/** Rows of figures, printed as they come and kept for docs/PERFORMANCE.md. */
import { formatNumber } from './statistics.ts';

export type Row = {
  readonly measured: string;
  readonly baseline: string;
  readonly wirelens: string;
  readonly ratio: number | null;
  readonly goal: string;
  readonly isMet: boolean | null;
};

export type Report = { readonly add: (row: Row) => void; readonly markdown: () => string };

export function createReport(print: (line: string) => void): Report {
  const rows: Row[] = [];
  const verdict = (row: Row): string => (row.isMet === null ? '' : row.isMet ? 'met' : '**not met**');
  const cells = (row: Row): string =>
    `| ${row.measured} | ${row.baseline} | ${row.wirelens} | ${row.ratio === null ? '' : formatNumber(row.ratio)} | ${row.goal} | ${verdict(row)} |`;
  return {
    add: (row) => {
      rows.push(row);
      print(cells(row));
    },
    markdown: () =>
      ['| measured | node-pipe | wirelens | ratio | goal | |', '|---|---|---|---|---|---|', ...rows.map(cells)].join(
        '\n',
      ),
  };
}
