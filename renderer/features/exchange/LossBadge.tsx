/** The badge of the events: opens to what became of them. */
import { useState } from 'react';
import type { ExchangeId } from '../../../shared/model/exchange.ts';
import { Pill } from '../../ui/Pill.tsx';
import { Popover } from '../../ui/Popover.tsx';
import type { Badge } from './head-words.ts';
import styles from './LossReportView.module.css';
import { LossReportView } from './LossReportView.tsx';

type LossBadgeProps = { readonly id: ExchangeId; readonly badge: Badge };

/** The report is asked for when it opens. */
export function LossBadge({ id, badge }: LossBadgeProps) {
  const [isOpen, setOpen] = useState(false);
  const trigger = (
    <button type="button" className={styles.badge} data-tone={badge.tone} aria-label={`${badge.text}: loss report`}>
      <Pill tone={badge.tone} title={badge.proof} {...(badge.icon ? { icon: badge.icon } : {})}>
        {badge.text}
      </Pill>
    </button>
  );
  return (
    <Popover label="Loss report" isOpen={isOpen} onOpenChange={setOpen} trigger={trigger} width={420}>
      <LossReportView id={id} onEvent={() => setOpen(false)} />
    </Popover>
  );
}
