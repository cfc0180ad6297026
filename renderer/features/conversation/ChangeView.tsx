/** What was changed in a piece, at character level: the stretch that differs, before and now. */
import { useEffect, useState } from 'react';
import { type ChangedSpan, changedSpan } from '../../../shared/conversation/changed-span.ts';
import { loadPieceText } from '../../store/conversation-actions.ts';
import styles from './ConversationTab.module.css';

/** `before` and `after` name the pieces in the store. */
export function ChangeView({ before, after }: { readonly before: number; readonly after: number }) {
  const [span, setSpan] = useState<ChangedSpan | null>(null);
  useEffect(() => {
    let isGone = false;
    void Promise.all([loadPieceText(before), loadPieceText(after)]).then(([old, now]) => {
      if (!isGone) setSpan(changedSpan(old, now));
    });
    return () => {
      isGone = true;
    };
  }, [before, after]);
  if (span === null) return null;
  const rows = [
    { name: 'before', part: span.before, isOld: true },
    { name: 'now', part: span.after, isOld: false },
  ];
  return (
    <Excerpts rows={rows.map(({ name, part, isOld }) => ({ name, isOld, lead: span.lead, part, tail: span.tail }))} />
  );
}

export type ExcerptRow = {
  readonly name: string;
  readonly isOld: boolean;
  readonly lead: string;
  readonly part: string;
  readonly tail: string;
};

/** Two stretches of text under each other, what differs tinted. */
export function Excerpts({ rows }: { readonly rows: readonly ExcerptRow[] }) {
  return (
    <div className={styles.excerpts}>
      {rows.map(({ name, isOld, lead, part, tail }) => (
        <div key={name}>
          <span>{name}</span>
          <code>
            {shown(lead)}
            <mark data-old={isOld || undefined}>{shown(part)}</mark>
            {shown(tail)}
          </code>
        </div>
      ))}
    </div>
  );
}

/** On one line: line ends as they are written in JSON. */
function shown(text: string): string {
  return text.replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}
