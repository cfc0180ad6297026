/** The log's filter: a button that becomes a field. By wire name, words of the reading, a JSON path, `malformed`, `unknown`, or an index. */
import { useEffect, useRef } from 'react';
import { useStore } from '../../store/store.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import styles from './EventLog.module.css';
import { isLogFocused } from './use-find-bar.ts';

type LogFilterProps = { readonly query: string | null; readonly onQuery: (query: string | null) => void };

/** `query` null: the field is closed. */
export function LogFilter({ query, onQuery }: LogFilterProps) {
  const field = useRef<HTMLInputElement>(null);
  const findRequests = useStore((state) => state.findRequests);
  const seenRequests = useRef(findRequests);
  useEffect(() => {
    if (findRequests === seenRequests.current) return;
    seenRequests.current = findRequests;
    if (isLogFocused()) onQuery('');
  }, [findRequests, onQuery]);
  const isOpen = query !== null;
  useEffect(() => {
    if (isOpen) field.current?.focus();
  }, [isOpen]);
  if (!isOpen) return <IconButton icon="search" label="Filter events" size="small" onClick={() => onQuery('')} />;
  return (
    <div className={styles.filter}>
      <input
        ref={field}
        type="text"
        aria-label="Filter events"
        placeholder="type, text or a.json.path"
        value={query}
        spellCheck={false}
        onChange={(event) => onQuery(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onQuery(null);
        }}
      />
      <IconButton icon="close" label="Close the filter" size="small" onClick={() => onQuery(null)} />
    </div>
  );
}
