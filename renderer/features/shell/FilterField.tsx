/** The filter of the list, centred on the window. `/` brings the focus here; Esc clears it, then leaves. */
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { setFilterText } from '../../store/actions.ts';
import { useStore } from '../../store/store.ts';
import { Icon } from '../../ui/Icon.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Kbd } from '../../ui/Kbd.tsx';
import styles from './TitleBar.module.css';

const hints = [
  { term: 'status:4xx', text: 'by status, also status:>=400' },
  { term: 'is:error', text: 'live, streaming, error, aborted, truncated, socket' },
  { term: 'model:', text: 'part of the model’s name' },
  { term: 'upstream:', text: 'also endpoint: client: path:' },
  { term: 'tool:', text: 'calls of a tool' },
  { term: 'ttft:>2s', text: 'time to first token, also total:' },
  { term: 'tokens:>10k', text: 'also in: out: rate:' },
] as const;

/** 28 px high. */
export function FilterField() {
  const text = useStore((state) => state.filterText);
  const focusRequests = useStore((state) => state.filterFocusRequests);
  const input = useRef<HTMLInputElement>(null);
  const [isFocused, setFocused] = useState(false);
  useEffect(() => {
    if (focusRequests === 0) return;
    input.current?.focus();
    input.current?.select();
  }, [focusRequests]);
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      if (text === '') input.current?.blur();
      else setFilterText('');
    } else if (event.key === 'Enter' || event.key === 'ArrowDown') {
      event.preventDefault();
      document.querySelector<HTMLElement>('[role="listbox"][aria-label="Exchanges"]')?.focus();
    }
  };
  return (
    <search className={styles.filter}>
      <div className={styles.field}>
        <Icon name="search" />
        <input
          ref={input}
          type="text"
          value={text}
          aria-label="Filter exchanges"
          placeholder="Filter: model, status, tool, text, ttft:>2s"
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setFilterText(event.target.value)}
          onKeyDown={onKeyDown}
          onFocus={() => setFocused(true)}
          onBlur={() => setFocused(false)}
        />
        {text === '' ? (
          <Kbd>/</Kbd>
        ) : (
          <IconButton icon="close" label="Clear the filter" size="tiny" onClick={() => setFilterText('')} />
        )}
      </div>
      {isFocused && text === '' && <Hints />}
    </search>
  );
}

function Hints() {
  return (
    <div className={styles.hints}>
      {hints.map(({ term, text }) => (
        <button
          key={term}
          type="button"
          tabIndex={-1}
          // Before the field loses its focus and takes the hints away.
          onPointerDown={(event) => {
            event.preventDefault();
            setFilterText(term);
          }}
        >
          <code>{term}</code>
          <span className="cut">{text}</span>
        </button>
      ))}
    </div>
  );
}
