/** A foldable section with a title, a quiet word at the right and room for a small action. Remembers nothing itself. */
import { type ReactNode, useId, useState } from 'react';
import { Icon } from './Icon.tsx';
import styles from './Section.module.css';

type SectionProps = {
  readonly title: string;
  /** A count beside the title. */
  readonly count?: ReactNode;
  /** A quiet word at the right end. */
  readonly aside?: ReactNode;
  /** A `?` beside the title, for a term that needs words. */
  readonly hint?: ReactNode;
  readonly isInitiallyOpen?: boolean;
  readonly children: ReactNode;
};

/** The content is not mounted while folded. */
export function Section({ title, count, aside, hint, isInitiallyOpen = true, children }: SectionProps) {
  const [isOpen, setOpen] = useState(isInitiallyOpen);
  const id = useId();
  return (
    <section className={styles.section} aria-labelledby={id}>
      <div className={styles.head}>
        <button
          type="button"
          className={styles.toggle}
          aria-expanded={isOpen}
          id={id}
          onClick={() => setOpen((was) => !was)}
        >
          <span className={styles.chevron}>
            <Icon name={isOpen ? 'down' : 'right'} size={12} />
          </span>
          <strong>{title}</strong>
          {count !== undefined && <span className={styles.count}>{count}</span>}
        </button>
        {hint}
        {aside !== undefined && <span className={styles.aside}>{aside}</span>}
      </div>
      {isOpen && <div className={styles.body}>{children}</div>}
    </section>
  );
}
