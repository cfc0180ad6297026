/** Recipes by program: tabs, and below them what to copy. */
import { type ReactNode, useState } from 'react';
import { copyText } from '../../store/actions.ts';
import { Segmented } from '../../ui/Segmented.tsx';
import { Snippet } from '../../ui/Snippet.tsx';
import styles from './ConnectPanel.module.css';
import type { RecipeGroup } from './recipes.ts';

type RecipeTabsProps = {
  readonly groups: readonly RecipeGroup[];
  /** Stands at the end of the tabs. */
  readonly aside?: ReactNode;
};

/** The first group is open. */
export function RecipeTabs({ groups, aside }: RecipeTabsProps) {
  const [chosen, setChosen] = useState<string | null>(null);
  const group = groups.find(({ id }) => id === chosen) ?? groups[0];
  return (
    <>
      <div className={styles.tabs}>
        <Segmented
          label="Program"
          kind="tabs"
          size="small"
          options={groups.map(({ id, title }) => ({ value: id, title }))}
          value={group?.id ?? ''}
          onChange={setChosen}
        />
        {aside}
      </div>
      <div className={styles.recipes} role="tabpanel" aria-label={group?.title}>
        {group?.recipes.map(({ title, code, note }) => (
          <section key={title}>
            <h3>{title}</h3>
            <Snippet code={code} label={`${group.title}, ${title}`} onCopy={copyText} />
            {note && <p>{note}</p>}
          </section>
        ))}
      </div>
    </>
  );
}
