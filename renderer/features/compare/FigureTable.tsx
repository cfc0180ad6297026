/** Figures of both exchanges in columns, and how the second stands to the first. */
import type { ComparedFigure } from '../../../shared/model/comparison.ts';
import styles from './CompareView.module.css';
import { changeText, figureText } from './compare-words.ts';

type FigureTableProps = { readonly title: string; readonly figures: readonly ComparedFigure[] };

/** Nothing where neither has any. */
export function FigureTable({ title, figures }: FigureTableProps) {
  if (figures.length === 0) return null;
  return (
    <table className={styles.figures} aria-label={title}>
      <caption>{title}</caption>
      <tbody>
        {figures.map((figure) => (
          <tr key={figure.name} data-same={figure.before === figure.after || undefined}>
            <th scope="row">{figure.name}</th>
            <td>{figureText(figure, figure.before)}</td>
            <td>{figureText(figure, figure.after)}</td>
            <td>{changeText(figure)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
