/** Below the filter while it has the focus: saved filters, what can be typed next, and what is wrong, said calmly. */
import type { FilterSuggestion } from '../../../shared/filter/complete-filter.ts';
import { countOf } from '../../lib/format.ts';
import { showPanel } from '../../store/actions.ts';
import { useStore } from '../../store/store.ts';
import { Icon } from '../../ui/Icon.tsx';
import styles from './FilterField.module.css';

/** What the language can do, for who has not typed yet. */
const examples = [
  { term: 'status:>=400', text: 'by status, also status:4xx' },
  { term: 'is:error', text: 'live, streaming, error, aborted, truncated, socket' },
  { term: 'model:claude*', text: 'upstream: tool: program: path: format:' },
  { term: 'ttft:>2s', text: 'duration: tokens: cost: size: age:' },
  { term: '"exact words"', text: 'in prompts, answers, headers and errors' },
  { term: '-is:complete', text: 'not; also OR and parentheses' },
] as const;

type FilterPopupProps = {
  readonly id: string;
  readonly isEmpty: boolean;
  readonly suggestions: readonly FilterSuggestion[];
  readonly active: number;
  readonly problem: string | null;
  readonly onTake: (suggestion: FilterSuggestion) => void;
  readonly onWrite: (filter: string) => void;
};

/** Nothing to say: nothing shown. */
export function FilterPopup({ id, isEmpty, suggestions, active, problem, onTake, onWrite }: FilterPopupProps) {
  const unindexed = useStore((state) => state.unindexedCount);
  const shown = isEmpty && active < 0 ? [] : suggestions;
  if (!isEmpty && shown.length === 0 && problem === null && unindexed === 0) return null;
  return (
    <div className={styles.popup}>
      {isEmpty && active < 0 && <Beginnings onWrite={onWrite} />}
      <div id={id} role="listbox" aria-label="Suggestions">
        {shown.map((suggestion, index) => (
          <div
            key={suggestion.insert}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            className={styles.suggestion}
            // Before the field loses its focus and takes the list away.
            onPointerDown={(event) => {
              event.preventDefault();
              onTake(suggestion);
            }}
          >
            <code className="cut">{suggestion.insert}</code>
            <span className="cut">{suggestion.detail}</span>
          </div>
        ))}
      </div>
      {problem && (
        <p className={styles.problem} role="status">
          <Icon name="info" size={13} />
          {problem}
        </p>
      )}
      {unindexed > 0 && <p className={styles.problem}>{countOf(unindexed, 'exchange')} not searchable yet</p>}
    </div>
  );
}

function Beginnings({ onWrite }: { readonly onWrite: (filter: string) => void }) {
  const saved = useStore((state) => state.settings?.savedFilters ?? noFilters);
  const entries = [
    ...saved.map(({ name, text }) => ({ term: text, text: name === text ? 'saved' : name })),
    ...examples.filter(({ term }) => !saved.some(({ text }) => text === term)),
  ];
  return (
    <div>
      {entries.map(({ term, text }) => (
        <button
          key={term}
          type="button"
          tabIndex={-1}
          className={styles.suggestion}
          onPointerDown={(event) => {
            event.preventDefault();
            onWrite(term);
          }}
        >
          <code className="cut">{term}</code>
          <span className="cut">{text}</span>
        </button>
      ))}
      {saved.length > 0 && (
        <button
          type="button"
          tabIndex={-1}
          className={styles.manage}
          onPointerDown={(event) => {
            event.preventDefault();
            showPanel('filters');
          }}
        >
          Rename or delete saved filters…
        </button>
      )}
    </div>
  );
}
const noFilters: readonly { readonly name: string; readonly text: string }[] = [];
