/** The saved filters: used, renamed, deleted. */
import { useState } from 'react';
import type { SavedFilter } from '../../../shared/model/settings.ts';
import { renameSavedFilter, setFilterText, showPanel, toggleSavedFilter } from '../../store/actions.ts';
import { useStore } from '../../store/store.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { TextField } from '../../ui/TextField.tsx';
import styles from './SavedFiltersDialog.module.css';

const noFilters: readonly SavedFilter[] = [];

/** Open while the panel is `filters`. */
export function SavedFiltersDialog() {
  const isOpen = useStore((state) => state.panel === 'filters');
  const saved = useStore((state) => state.settings?.savedFilters ?? noFilters);
  if (!isOpen) return null;
  return (
    <Dialog title="Saved filters" width={560} onClose={() => showPanel(null)}>
      {saved.length === 0 && <p className={styles.none}>None yet: type a filter and save it by the pin beside it.</p>}
      <ul className={styles.list}>
        {saved.map((filter) => (
          <FilterRow key={filter.text} filter={filter} />
        ))}
      </ul>
    </Dialog>
  );
}

function FilterRow({ filter: { name, text } }: { readonly filter: SavedFilter }) {
  const [draft, setDraft] = useState(name);
  const [problem, setProblem] = useState<string | null>(null);
  const rename = async (): Promise<void> => {
    const next = draft.trim();
    if (next === '') setDraft(name);
    else if (next !== name) setProblem(await renameSavedFilter(text, next));
  };
  return (
    <li className={styles.row}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void rename();
        }}
      >
        <TextField
          label={`Name of ${text}`}
          isLabelHidden
          value={draft}
          maxLength={200}
          problem={problem}
          onChange={setDraft}
          onBlur={() => void rename()}
        />
      </form>
      <code className="cut" title={text}>
        {text}
      </code>
      <Button
        size="small"
        variant="solid"
        onClick={() => {
          showPanel(null);
          setFilterText(text);
        }}
      >
        Use
      </Button>
      <IconButton icon="trash" size="small" label={`Delete ${name}`} onClick={() => void toggleSavedFilter(text)} />
    </li>
  );
}
