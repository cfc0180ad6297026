/** The connect panel: how to point each SDK, curl and the agents at the real listening address. */
import { useState } from 'react';
import { copyText, togglePanel } from '../../store/actions.ts';
import { selectBaseUrl } from '../../store/selectors.ts';
import { useStore } from '../../store/store.ts';
import { Button } from '../../ui/Button.tsx';
import { Popover } from '../../ui/Popover.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { Snippet } from '../../ui/Snippet.tsx';
import styles from './ConnectPanel.module.css';
import { recipesFor } from './recipes.ts';

/** The button in the title bar and its panel. */
export function ConnectPanel() {
  const isOpen = useStore((state) => state.panel === 'connect');
  return (
    <Popover
      label="Connect"
      width={640}
      isOpen={isOpen}
      onOpenChange={(next) => next !== isOpen && togglePanel('connect')}
      trigger={
        <Button icon="plug" isOn={isOpen}>
          Connect
        </Button>
      }
    >
      <Recipes />
    </Popover>
  );
}

function Recipes() {
  const base = useStore(selectBaseUrl);
  const [chosen, setChosen] = useState('openai');
  const groups = recipesFor(base);
  const group = groups.find(({ id }) => id === chosen) ?? groups[0];
  return (
    <div className={styles.panel}>
      <header className={styles.head}>
        <strong>Connect</strong>
        <span className="faint">change one base URL; your keys pass through</span>
      </header>
      <Segmented
        label="Program"
        kind="tabs"
        size="small"
        options={groups.map(({ id, title }) => ({ value: id, title }))}
        value={chosen}
        onChange={setChosen}
      />
      <div className={styles.recipes} role="tabpanel" aria-label={group?.title}>
        {group?.recipes.map(({ title, code, note }) => (
          <section key={title}>
            <h3>{title}</h3>
            <Snippet code={code} label={`${group.title}, ${title}`} onCopy={copyText} />
            {note && <p>{note}</p>}
          </section>
        ))}
      </div>
    </div>
  );
}
