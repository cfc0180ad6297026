/** A tool call as a card: its name, its id, and its arguments forming live. Ghost marks close what the wire has not. */
import { memo, useMemo, useState } from 'react';
import type { Block } from '../../../shared/model/completion.ts';
import { Icon } from '../../ui/Icon.tsx';
import { LongText } from '../../ui/LongText.tsx';
import styles from './BlockView.module.css';
import { countText, shortId } from './figures.ts';
import { type FormingLine, formingLines } from './json-forming.ts';

/** Longer arguments are shown as they came: laying them out again with every piece would cost too much. */
const longestLaidOut = 60_000;

type ToolCallCardProps = { readonly block: Block; readonly isRunning: boolean; readonly isCaret: boolean };

/** On sheet colour. */
export function ToolCallCard({ block, isRunning, isCaret }: ToolCallCardProps) {
  const [isOpen, setOpen] = useState(true);
  const isForming = block.isOpen && isRunning;
  const state = isForming ? 'forming, ' : block.isOpen ? 'never finished, ' : '';
  return (
    <div className={styles.card}>
      <button type="button" className={styles.cardHead} aria-expanded={isOpen} onClick={() => setOpen((was) => !was)}>
        <span className="faint">
          <Icon name={isOpen ? 'down' : 'right'} size={12} />
        </span>
        <b>{block.name ?? 'tool call'}</b>
        {block.toolCallId && (
          <span className="mono faint cut" title={block.toolCallId}>
            {shortId(block.toolCallId)}
          </span>
        )}
        {block.isProviderExecuted && <span className="faint cut">run by the provider</span>}
        <span className="spacer" />
        <span className="faint numbers">
          {state}
          {countText(block.text.length)} chars
        </span>
      </button>
      {isOpen && block.text !== '' && <Arguments text={block.text} isCaret={isCaret} />}
    </div>
  );
}

function Arguments({ text, isCaret }: { readonly text: string; readonly isCaret: boolean }) {
  const lines = useMemo(() => (text.length > longestLaidOut ? null : formingLines(text)), [text]);
  if (lines === null) {
    return (
      <pre className={styles.native}>
        <LongText text={text} at={0} />
      </pre>
    );
  }
  const caretLine = isCaret ? lines.findLastIndex((line) => line.parts.some((part) => part.at !== null)) : -1;
  return (
    <div className={styles.forming}>
      {lines.map((line, index) => {
        const place = line.parts[0]?.at ?? -1 - index;
        return <Line key={place} line={line} hasCaret={index === caretLine} />;
      })}
    </div>
  );
}

const Line = memo(
  function Line({ line, hasCaret }: { readonly line: FormingLine; readonly hasCaret: boolean }) {
    const ghostFrom = line.parts.findIndex((part) => part.kind === 'ghost');
    const caretAt = ghostFrom === -1 ? line.parts.length : ghostFrom;
    return (
      <div className={styles.line} style={{ ['--depth' as string]: line.depth }}>
        {line.parts.map((part, index) => {
          const place = part.at ?? -1 - index;
          const isBeforeCaret = hasCaret && index === caretAt;
          return (
            <span key={place}>
              {isBeforeCaret && <i className={styles.caret} />}
              <span data-kind={part.kind} {...(part.at === null ? {} : { 'data-at': part.at })}>
                {part.text}
              </span>
            </span>
          );
        })}
        {hasCaret && caretAt === line.parts.length && <i className={styles.caret} />}
      </div>
    );
  },
  (before, after) =>
    before.hasCaret === after.hasCaret &&
    before.line.depth === after.line.depth &&
    before.line.parts.length === after.line.parts.length &&
    before.line.parts.every((part, index) => {
      const other = after.line.parts[index];
      return other !== undefined && other.text === part.text && other.at === part.at && other.kind === part.kind;
    }),
);
