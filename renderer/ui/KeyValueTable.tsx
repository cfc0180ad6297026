/** Two columns of facts: words at the left, figures in mono at the right. */
import type { ReactNode } from 'react';
import styles from './KeyValueTable.module.css';

export type KeyValueRow = {
  readonly label: string;
  readonly value: ReactNode;
  /** CSS colour of a small square before the label. */
  readonly swatch?: string | undefined;
  readonly title?: string | undefined;
  readonly tone?: 'warning' | 'faint' | undefined;
};

/** Rows in the order given; labels are unique within a table. */
export function KeyValueTable({ rows }: { readonly rows: readonly KeyValueRow[] }) {
  const hasSwatches = rows.some((row) => row.swatch !== undefined);
  return (
    <dl>
      {rows.map((row) => (
        <div key={row.label} className={styles.row} title={row.title}>
          <dt>
            {hasSwatches && (
              <span className={styles.swatch} style={{ background: row.swatch ?? 'transparent' }} aria-hidden />
            )}
            {row.label}
          </dt>
          <dd data-tone={row.tone}>{row.value}</dd>
        </div>
      ))}
    </dl>
  );
}
