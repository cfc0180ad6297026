/** How wide a column's words are where they are in sight: asked by a double click, never while painting. */
import { clampWidth, type ListColumn } from '../../store/list-columns.ts';

/** Px that hold every cell in sight, and the head. */
export function fittingWidth(list: Element, column: ListColumn): number {
  const cells = [...list.querySelectorAll(`[data-cell="${column}"], [data-column="${column}"]`)];
  return clampWidth(cells.reduce((widest, cell) => Math.max(widest, wordsWidth(cell)), 0) + 2);
}

/** Of all the words, cut or not. */
function wordsWidth(cell: Element): number {
  const range = document.createRange();
  range.selectNodeContents(cell);
  return Math.ceil(range.getBoundingClientRect().width);
}
