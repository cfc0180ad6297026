/**
 * A markdown table of thousands of cells: read from its lines, made in slices near the view, all of one width. Every cell
 * carries its place in the source, as in any other table.
 */
import { type CSSProperties, memo, type ReactNode, useMemo } from 'react';
import { isCostlyMarkdown } from './costly-markdown.ts';
import { GrowingText } from './GrowingText.tsx';
import styles from './Markdown.module.css';
import { renderNodes } from './markdown-nodes.tsx';
import { parsedMarkdown } from './parsed-markdown.ts';
import { Stretch } from './Stretch.tsx';
import { cellsOf, columnWidths, type LongTableLines, type TableRow } from './table-lines.ts';
import { useGrowingCount } from './use-growing-count.ts';

type LongTableProps = {
  readonly table: LongTableLines;
  readonly source: string;
  /** Place of `source` in the whole text. */
  readonly base: number;
  readonly onCopyLink: ((url: string) => void) | undefined;
};

/** Made and laid out in one go, 0.2 ms each. */
const cellsOfSlice = 120;
const slicesAtOnce = 100;
const rowHeight = 26;

/** The head stands above its first rows only. */
export function LongTable({ table, source, base, onCopyLink }: LongTableProps) {
  const { rows, sides } = table;
  const widths = columnWidths(source, table).join(' ');
  const size = Math.max(1, Math.floor(cellsOfSlice / sides.length));
  const slices = useMemo(
    () => Array.from({ length: Math.ceil(rows.length / size) }, (_, at) => rows.slice(at * size, (at + 1) * size)),
    [rows, size],
  );
  const shown = useGrowingCount(slices.length, slicesAtOnce);
  return (
    <div className={styles.tableFrame}>
      <div className={styles.longTable} style={frameStyle(widths)}>
        {slices.slice(0, shown).map((own, index) => {
          const start = own[0]?.start ?? 0;
          return (
            <Slice
              key={start}
              text={source.slice(start, own.at(-1)?.end)}
              rows={own}
              start={start}
              base={base}
              widths={widths}
              sides={sides.map((side) => side ?? '').join(' ')}
              isFirst={index === 0}
              onCopyLink={onCopyLink}
            />
          );
        })}
      </div>
    </div>
  );
}

/** As wide as its columns want, as narrow as the pane is, until words would stand one below the other. */
function frameStyle(widths: string): CSSProperties {
  const columns = widths.split(' ').map(Number);
  const total = columns.reduce((sum, width) => sum + width, 0);
  return { maxWidth: `calc(${total}ch + ${columns.length * 16}px)`, minWidth: `${columns.length * 64}px` };
}

type SliceProps = {
  readonly text: string;
  readonly rows: readonly TableRow[];
  readonly start: number;
  readonly base: number;
  readonly widths: string;
  readonly sides: string;
  readonly isFirst: boolean;
  readonly onCopyLink: ((url: string) => void) | undefined;
};

/** The same lines at the same place are never painted again. */
const Slice = memo(
  function Slice(props: SliceProps) {
    const { text, rows, start, base, isFirst } = props;
    return (
      <Stretch text={text} at={base + start} guessedHeight={rows.length * rowHeight} isEager={isFirst}>
        {() => <SliceRows {...props} />}
      </Stretch>
    );
  },
  (before, after) =>
    before.text === after.text &&
    before.start === after.start &&
    before.base === after.base &&
    before.widths === after.widths &&
    before.sides === after.sides &&
    before.onCopyLink === after.onCopyLink,
);

function SliceRows({ text, rows, start, base, widths, sides, isFirst, onCopyLink }: SliceProps) {
  const columns = widths.split(' ').map((width, column) => ({ name: `column ${column}`, width: Number(width) }));
  const total = columns.reduce((sum, { width }) => sum + width, 0);
  const sideOf = sides.split(' ');
  const lineOf = (row: TableRow, Cell: 'td' | 'th'): ReactNode => {
    const cells = cellsOf(text, { start: row.start - start, end: row.end - start });
    return columns.map(({ name }, column) => {
      const cell = cells[column];
      return (
        <Cell key={name} data-side={sideOf[column] || undefined}>
          {cell && contentOf(text.slice(cell.start, cell.end), base + start + cell.start, onCopyLink)}
        </Cell>
      );
    });
  };
  const body = isFirst ? rows.slice(1) : rows;
  return (
    <table>
      <colgroup>
        {columns.map(({ name, width }) => (
          <col key={name} style={{ width: `${(width / total) * 100}%` }} />
        ))}
      </colgroup>
      {isFirst && rows[0] && (
        <thead>
          <tr>{lineOf(rows[0], 'th')}</tr>
        </thead>
      )}
      <tbody>
        {body.map((row) => (
          <tr key={row.start}>{lineOf(row, 'td')}</tr>
        ))}
      </tbody>
    </table>
  );
}

/** Signs that may mean something within a line. */
const signs = /[*_`[\]<>~\\&@:]|www\./i;

/** Most cells are mere words and figures, for which no parser is asked. */
function contentOf(words: string, at: number, onCopyLink: SliceProps['onCopyLink']): ReactNode {
  if (words === '') return null;
  if (signs.test(words) && !isCostlyMarkdown(words)) {
    const [paragraph, ...more] = parsedMarkdown(words);
    // What would begin a list or a heading elsewhere does not in a cell.
    if (paragraph?.type === 'paragraph' && more.length === 0)
      return renderNodes(paragraph.children, { source: words, base: at, onCopyLink });
  }
  return <GrowingText text={words} at={at} />;
}
