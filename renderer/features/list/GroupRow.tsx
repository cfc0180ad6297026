/** The head of one client program's rows: name, pid, how it stands, how many calls. A click folds them. */
import { memo } from 'react';
import { formatTokens, withCommas } from '../../lib/format.ts';
import { toggleGroup } from '../../store/actions.ts';
import type { GroupItem } from '../../store/list-items.ts';
import { watchProgram } from '../../store/program-actions.ts';
import { Icon } from '../../ui/Icon.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { isOpen, isTroubled, programState } from '../program/program-words.ts';
import styles from './ListRow.module.css';

type GroupRowProps = {
  readonly group: GroupItem;
  /** The keyboard stands on it. */
  readonly isActive: boolean;
};

/** Id of the head's element, for `aria-activedescendant`. */
export function groupElementId(key: string): string {
  return `group-${key.replaceAll(/\s/g, '_')}`;
}

/** 30 px high. */
export const GroupRow = memo(function GroupRow({ group, isActive }: GroupRowProps) {
  const { started } = group;
  return (
    <div
      id={groupElementId(group.key)}
      role="treeitem"
      tabIndex={-1}
      aria-level={1}
      aria-expanded={!group.isFolded}
      aria-label={`${group.program}, ${countWords(group)}`}
      data-active={isActive || undefined}
      className={styles.groupLine}
    >
      <button
        type="button"
        tabIndex={-1}
        className={styles.group}
        title={started?.command ?? group.program}
        onClick={() => toggleGroup(group.key)}
      >
        <Icon name={group.isFolded ? 'right' : 'down'} size={12} />
        {started !== null && <i className={isOpen(started) ? styles.started : styles.over} />}
        <strong className="cut">{group.program}</strong>
        {started !== null && (
          <small className={isTroubled(started) ? `tone-danger ${styles.exception}` : ''}>
            {programState(started)}
          </small>
        )}
        {group.pid !== null && started === null && <small className="mono">pid {group.pid}</small>}
        <span className="spacer" />
        <small className="numbers">{countWords(group)}</small>
      </button>
      {started !== null && (
        <IconButton
          icon="terminal"
          size="tiny"
          tabIndex={-1}
          label={`Output of ${group.program}`}
          onClick={() => void watchProgram(started.id)}
        />
      )}
    </div>
  );
});

function countWords({ count, inputTokens, tunnels }: GroupItem): string {
  const words = [
    count > 0 ? withCommas(count) : null,
    inputTokens > 0 ? `${formatTokens(inputTokens)} in` : null,
    tunnels > 0 ? `${withCommas(tunnels)} unread` : null,
  ].filter((word) => word !== null);
  return words.length === 0 ? 'nothing seen' : words.join(' · ');
}
