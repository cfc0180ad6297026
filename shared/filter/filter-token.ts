/** The pieces that a filter text is cut into, each with its place, so that problems and colours can point at characters. */

export type FilterTokenKind =
  | 'open'
  | 'close'
  | 'or'
  | 'and'
  | 'not'
  /** `model:`, colon included; `text` is the name in lower case. */
  | 'field'
  /** `>`, `>=`, `<`, `<=`, `=`, `!=` right after a field. */
  | 'operator'
  /** What stands behind a field and its operator, quotes removed. */
  | 'value'
  /** A bare word. */
  | 'word'
  /** `"exact words"`, quotes removed. */
  | 'quoted';

export type FilterToken = {
  readonly kind: FilterTokenKind;
  readonly text: string;
  /** Characters of the filter text, end exclusive, quotes included. */
  readonly start: number;
  readonly end: number;
  /** False: a quote was opened and never closed; it reaches to the end. */
  readonly isClosed: boolean;
  /** The value or word stood in quotes. */
  readonly isQuoted: boolean;
};
