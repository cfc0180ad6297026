/** The head of one client program's rows: name, pid, how many calls, how much they read. A click folds them. */
import { memo } from 'react';
import { formatTokens, withCommas } from '../../lib/format.ts';
import { toggleGroup } from '../../store/actions.ts';
import type { GroupItem } from '../../store/list-items.ts';
import { Icon } from '../../ui/Icon.tsx';
import styles from './ListRow.module.css';

/** 30 px high. */
export const GroupRow = memo(function GroupRow({ group }: { readonly group: GroupItem }) {
  return (
    <button
      type="button"
      tabIndex={-1}
      className={styles.group}
      aria-expanded={!group.isFolded}
      onClick={() => toggleGroup(group.key)}
    >
      <Icon name={group.isFolded ? 'right' : 'down'} size={12} />
      <strong className="cut">{group.program}</strong>
      {group.pid !== null && <small className="mono">pid {group.pid}</small>}
      <span className="spacer" />
      <small className="numbers">
        {withCommas(group.count)}
        {group.inputTokens > 0 && ` · ${formatTokens(group.inputTokens)} in`}
      </small>
    </button>
  );
});
