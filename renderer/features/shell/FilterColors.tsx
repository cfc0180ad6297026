/** The filter's text in the colours of its terms, exactly under the transparent text of the field. */
import { type RefObject, useEffect, useRef } from 'react';
import type { FilterProblem } from '../../../shared/filter/filter-node.ts';
import { highlightFilter } from '../../../shared/filter/highlight-filter.ts';
import styles from './FilterField.module.css';

type FilterColorsProps = {
  readonly text: string;
  readonly problems: readonly FilterProblem[];
  /** Scrolls sideways when the text is longer than the field. */
  readonly input: RefObject<HTMLInputElement | null>;
};

/** Not read aloud: the field itself is. */
export function FilterColors({ text, problems, input }: FilterColorsProps) {
  const layer = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const field = input.current;
    if (field === null) return;
    const follow = () => {
      if (layer.current) layer.current.style.transform = `translateX(${-field.scrollLeft}px)`;
    };
    // The field scrolls after it has painted a key; neither event alone tells of all cases.
    const soon = () => requestAnimationFrame(follow);
    soon();
    field.addEventListener('scroll', follow);
    field.addEventListener('input', soon);
    field.addEventListener('keydown', soon);
    return () => {
      field.removeEventListener('scroll', follow);
      field.removeEventListener('input', soon);
      field.removeEventListener('keydown', soon);
    };
  }, [input]);
  return (
    <span className={styles.colors} aria-hidden="true">
      <span ref={layer} className={styles.layer}>
        {highlightFilter(text, problems).map((span) => (
          <span key={span.start} data-class={span.class} data-problem={span.isProblem || undefined}>
            {span.text}
          </span>
        ))}
      </span>
    </span>
  );
}
