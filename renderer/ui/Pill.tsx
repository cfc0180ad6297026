/** A short fact on a tint of its own colour: a state, a badge. Colour never says it alone, the words do. */

import type { ReactNode } from 'react';
import { breatheTogether } from '../lib/breathe-together.ts';
import { Icon, type IconName } from './Icon.tsx';
import styles from './Pill.module.css';

export type PillTone = 'plain' | 'text' | 'reasoning' | 'tool' | 'user' | 'warning' | 'danger';

const toneClasses: Readonly<Record<PillTone, string>> = {
  plain: 'tone-plain',
  text: 'role-text',
  reasoning: 'role-reasoning',
  tool: 'role-tool',
  user: 'role-user',
  warning: 'tone-warning',
  danger: 'tone-danger',
};

type PillProps = {
  readonly tone?: PillTone;
  readonly icon?: IconName;
  /** A breathing dot before the words: it is happening now. */
  readonly isLive?: boolean;
  readonly title?: string;
  readonly children: ReactNode;
};

/** 20 px high, one line. */
export function Pill({ tone = 'plain', icon, isLive, title, children }: PillProps) {
  return (
    <span className={`${styles.pill} ${toneClasses[tone]}`} data-tone={tone} title={title}>
      {isLive && <i ref={breatheTogether} className={styles.live} />}
      {icon && <Icon name={icon} size={12} />}
      <span className="cut">{children}</span>
    </span>
  );
}
