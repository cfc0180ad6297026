/** A filter as a tree, and what was wrong with its text. */
import type { FilterFieldName } from './filter-fields.ts';

export type FilterOperator = '>' | '>=' | '<' | '<=' | '=' | '!=';

export type FilterNode =
  | { readonly kind: 'all'; readonly nodes: readonly FilterNode[] }
  | { readonly kind: 'any'; readonly nodes: readonly FilterNode[] }
  | { readonly kind: 'not'; readonly node: FilterNode }
  /** Words to be found anywhere in the exchange, in lower case. */
  | { readonly kind: 'text'; readonly text: string; readonly isPhrase: boolean }
  | {
      readonly kind: 'field';
      readonly field: FilterFieldName;
      /** Null: none was written. */
      readonly operator: FilterOperator | null;
      readonly value: string;
    };

/** What is wrong, in words, and where: characters of the filter text, end exclusive. */
export type FilterProblem = { readonly message: string; readonly start: number; readonly end: number };

export type ParsedFilter = {
  /** What of it can be understood; a term with a problem is left out and so hides nothing. Empty: `all` of nothing. */
  readonly node: FilterNode;
  readonly problems: readonly FilterProblem[];
};
