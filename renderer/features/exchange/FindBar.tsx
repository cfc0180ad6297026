/** Find in page (Mod+F): a field over the sheet's upper edge, with how often, previous and next. Enter goes on, Escape closes. */
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { withCommas } from '../../lib/format.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import styles from './FindBar.module.css';
import type { FindTarget } from './find-target.ts';

type FindBarProps = {
  readonly target: FindTarget | null;
  /** Grows with every Mod+F: the field takes the focus again. */
  readonly requests: number;
  readonly onClose: () => void;
};

const afterKeyMs = 120;

/** Floats: nothing moves. */
export function FindBar({ target, requests, onClose }: FindBarProps) {
  const [words, setWords] = useState('');
  const [count, setCount] = useState(0);
  const [current, setCurrent] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (requests > 0) field.current?.select();
  }, [requests]);
  useEffect(() => {
    const timer = setTimeout(() => {
      const found = words === '' || target === null ? 0 : target.count(words);
      setCount(found);
      setCurrent(0);
      if (found > 0) target?.show(words, 0);
      else target?.clear();
    }, afterKeyMs);
    return () => clearTimeout(timer);
  }, [words, target]);
  useEffect(() => () => target?.clear(), [target]);
  const go = (step: 1 | -1): void => {
    if (count === 0) return;
    const next = (current + step + count) % count;
    setCurrent(next);
    target?.show(words, next);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') onClose();
    else if (event.key === 'Enter') go(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <search className={styles.bar}>
      <input
        ref={field}
        type="text"
        aria-label="Find in this view"
        placeholder="Find"
        value={words}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setWords(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <span className={`numbers ${styles.count}`} role="status">
        {words === '' ? '' : count === 0 ? 'none' : `${withCommas(current + 1)} of ${withCommas(count)}`}
      </span>
      <IconButton icon="previous" label="Previous place" size="small" onClick={() => go(-1)} />
      <IconButton icon="next" label="Next place" size="small" onClick={() => go(1)} />
      <IconButton icon="close" label="Close find" size="small" onClick={onClose} />
    </search>
  );
}
