/** The completion as data: the provider's own final object, or ours; asked for when it is looked at. */
import { useEffect, useState } from 'react';
import { copyText } from '../../store/actions.ts';
import { loadNative } from '../../store/open-actions.ts';
import { useStore } from '../../store/store.ts';
import { CodeView } from '../../ui/CodeView.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import styles from './CompletionPane.module.css';

type Loaded = { readonly native: string; readonly completion: string } | { readonly problem: string } | null;
type Which = 'native' | 'completion';

const options: readonly { readonly value: Which; readonly title: string }[] = [
  { value: 'native', title: 'Native' },
  { value: 'completion', title: 'Completion' },
];

/** While the exchange runs it is asked for again every two seconds. */
export function CompletionJson() {
  const id = useStore((state) => state.openExchange?.id ?? null);
  const isEnded = useStore((state) => state.openExchange?.detail?.summary.phase === 'ended');
  const findRequests = useStore((state) => state.findRequests);
  const [loaded, setLoaded] = useState<Loaded>(null);
  const [which, setWhich] = useState<Which>('native');
  useEffect(() => {
    if (id === null) return;
    let isGone = false;
    const ask = async (): Promise<void> => {
      const result = await loadNative(id);
      if (!isGone) setLoaded(result.ok ? result.value : { problem: result.error.message });
    };
    void ask();
    const timer = isEnded ? null : setInterval(ask, 2000);
    return () => {
      isGone = true;
      if (timer !== null) clearInterval(timer);
    };
  }, [id, isEnded]);
  if (loaded === null) return <p className={styles.waiting}>Reading…</p>;
  if ('problem' in loaded) return <p className={styles.waiting}>{loaded.problem}</p>;
  return (
    <div className={styles.json}>
      <div className={styles.jsonHead}>
        <Segmented label="Which object" size="small" options={options} value={which} onChange={setWhich} />
      </div>
      <CodeView
        label={`${which} object`}
        language="json"
        text={loaded[which]}
        onCopy={copyText}
        searchRequests={findRequests}
      />
    </div>
  );
}
