/** A message as it stands in the request's body: asked for when it is looked at. */
import { useEffect, useState } from 'react';
import { loadBodyText } from '../../store/open-actions.ts';
import { useStore } from '../../store/store.ts';
import { LongText } from '../../ui/LongText.tsx';
import styles from './RequestTab.module.css';

/** `path`: of the message in the body, as the reading names it. */
export function MessageRaw({ path }: { readonly path: string }) {
  const id = useStore((state) => state.openExchange?.id ?? null);
  const [text, setText] = useState<string | null>(null);
  useEffect(() => {
    if (id === null) return;
    let isGone = false;
    void loadBodyText({ id, direction: 'request', path }).then((result) => {
      if (!isGone) setText(result.ok ? result.value.text || 'not in the body' : result.error.message);
    });
    return () => {
      isGone = true;
    };
  }, [id, path]);
  if (text === null) return <p className="faint">Reading…</p>;
  return (
    <p className={styles.codeText}>
      <LongText text={text} at={0} />
    </p>
  );
}
