/** A part of something long: made while it is near the view, else one plain text that keeps its room, can be found and lit. */
import { type ReactNode, useRef } from 'react';
import { useNearView } from './near-view.ts';
import styles from './Stretch.module.css';

type StretchProps = {
  /** What stands here while the part is far. */
  readonly text: string;
  /** Place of `text` in its source, as `data-at`; null: it has none. */
  readonly at: number | null;
  /** Height in px that is believed until the part has been laid out once. */
  readonly guessedHeight: number;
  /** Made from the start. */
  readonly isEager: boolean;
  readonly className?: string | undefined;
  readonly children: () => ReactNode;
};

/** Outside of the view neither is laid out. */
export function Stretch({ text, at, guessedHeight, isEager, className = '', children }: StretchProps) {
  const element = useRef<HTMLDivElement>(null);
  const isNear = useNearView(element, isEager);
  const place = at === null ? {} : { 'data-at': at };
  return (
    <div
      ref={element}
      className={`${styles.stretch} ${className}`}
      style={{ containIntrinsicBlockSize: `auto ${guessedHeight}px` }}
    >
      {isNear ? (
        children()
      ) : (
        <span className={styles.far} {...place}>
          {text}
        </span>
      )}
    </div>
  );
}
