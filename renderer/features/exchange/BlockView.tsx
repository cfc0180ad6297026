/** One block of the completion behind its role bar; a click on the bar picks its events. */

import { memo, type ReactNode } from 'react';
import { prettyValue } from '../../../shared/lib/pretty-json.ts';
import type { Block } from '../../../shared/model/completion.ts';
import { copyText } from '../../store/actions.ts';
import { selectRange } from '../../store/open-actions.ts';
import type { OpenExchange } from '../../store/open-exchange.ts';
import { useStore } from '../../store/store.ts';
import { Icon } from '../../ui/Icon.tsx';
import { LongText } from '../../ui/LongText.tsx';
import { Markdown } from '../../ui/Markdown.tsx';
import { BlockSignature } from './BlockSignature.tsx';
import styles from './BlockView.module.css';
import { Citations } from './Citations.tsx';
import { charactersPerToken, colorOfRole, roleOfBlock } from './event-role.ts';
import { countText, shortDurationText } from './figures.ts';
import { blockId } from './lit-highlights.ts';
import { MediaBlock } from './MediaBlock.tsx';
import { eventsOfBlock } from './provenance.ts';
import { toggleReasoning, useReasoningUnfolded } from './reasoning-fold.ts';
import { ToolCallCard } from './ToolCallCard.tsx';

type BlockViewProps = {
  readonly block: Block;
  readonly form: 'text' | 'plain';
  /** The caret stands at its end. */
  readonly isCaret: boolean;
  readonly isRunning: boolean;
};

const copyLink = (url: string): void => void copyText(url);

/** Blocks are values: the same block is never painted again. */
export const BlockView = memo(function BlockView({ block, form, isCaret, isRunning }: BlockViewProps) {
  return (
    <div
      className={styles.part}
      style={{ ['--c' as string]: colorOfRole(roleOfBlock(block.kind)) }}
      data-block={blockId(block.choice, block.key)}
    >
      <button
        type="button"
        className={styles.bar}
        aria-label={`Events of this ${block.kind} block`}
        onClick={() => selectRange({ ...eventsOfBlock(block), text: null })}
      />
      <BlockContent block={block} form={form} isRunning={isRunning} isCaret={isCaret} />
      {block.signature !== null && block.kind !== 'reasoning' && <BlockSignature signature={block.signature} />}
      {block.citations.length > 0 && <Citations block={block} />}
    </div>
  );
});

function BlockContent({ block, form, isCaret, isRunning }: BlockViewProps) {
  const caret = isCaret ? <i className={styles.caret} /> : null;
  switch (block.kind) {
    case 'text':
      return <div>{textOf(block, form, isCaret)}</div>;
    case 'refusal':
      return (
        <div className={styles.refusal}>
          <b>Refused</b>
          <Plain text={block.text} caret={caret} />
        </div>
      );
    case 'reasoning':
      return <Reasoning block={block} isCaret={isCaret} />;
    case 'tool-call':
      return <ToolCallCard block={block} isRunning={isRunning} isCaret={isCaret} />;
    case 'image':
    case 'audio':
      return <MediaBlock block={block} />;
    default:
      return <NativeBlock block={block} />;
  }
}

/** Nothing where it only carries a signature, which has a line of its own. */
function textOf(block: Block, form: BlockViewProps['form'], isCaret: boolean): ReactNode {
  if (block.text === '' && block.signature !== null && !isCaret) return null;
  if (form === 'plain' || block.text.trim() === '')
    return <Plain text={block.text} caret={isCaret && <i className={styles.caret} />} />;
  return <Markdown text={block.text} onCopyLink={copyLink} hasCaret={isCaret} />;
}

function Plain({ text, caret }: { readonly text: string; readonly caret: ReactNode }) {
  return (
    <p className={styles.plain}>
      <LongText text={text} at={0} />
      {caret}
    </p>
  );
}

/** Folded to one line: how much, how long, its first words. */
function Reasoning({ block, isCaret }: { readonly block: Block; readonly isCaret: boolean }) {
  const isUnfolded = useReasoningUnfolded();
  const durationMs = useStore((state) => {
    const events = state.openExchange?.events;
    const first = events?.items[block.firstEvent];
    const last = events?.items[block.lastEvent];
    return first && last ? last.receivedAt - first.receivedAt : 0;
  });
  const tokens =
    block.text === '' ? 'not shown by the provider' : `~${countText(block.text.length / charactersPerToken)} tokens`;
  const light = useStore((state) => foldLight(state.openExchange, block));
  return (
    <>
      <button
        type="button"
        className={styles.fold}
        aria-expanded={isUnfolded}
        data-light={isUnfolded ? undefined : light}
        onClick={toggleReasoning}
      >
        <span className="faint">
          <Icon name={isUnfolded ? 'down' : 'right'} size={12} />
        </span>
        <b>Reasoning</b>
        <span className="numbers">
          {tokens}, {shortDurationText(durationMs)}
        </span>
        {!isUnfolded && <span className="cut">{block.text.slice(0, 160)}</span>}
      </button>
      {isUnfolded && (
        <div className={styles.reasoning}>
          {(block.text !== '' || isCaret) && (
            <Plain text={block.text} caret={isCaret && <i className={styles.caret} />} />
          )}
          {block.signature !== null && <BlockSignature signature={block.signature} />}
        </div>
      )}
    </>
  );
}

/** A folded block cannot light its piece, so it lights as a whole. */
function foldLight(open: OpenExchange | null, block: Block): 'lit' | 'soft' | undefined {
  if (open === null) return undefined;
  const { selection, hoveredEvent } = open;
  const isIn = (index: number): boolean => index >= block.firstEvent && index <= block.lastEvent;
  if (selection.kind === 'event' && isIn(selection.index)) return 'lit';
  if (selection.kind === 'range' && selection.first <= block.lastEvent && selection.last >= block.firstEvent)
    return 'lit';
  return hoveredEvent !== null && isIn(hoveredEvent) ? 'soft' : undefined;
}

/** Tool results and blocks without a closer word: as they are on the wire. */
function NativeBlock({ block }: { readonly block: Block }) {
  const text = block.native === null ? block.text : prettyValue(block.native);
  return (
    <div className={styles.card}>
      <div className={styles.cardHead}>
        <b>{block.name ?? block.kind}</b>
        {block.toolCallId && <span className="mono faint cut">{block.toolCallId}</span>}
      </div>
      <pre className={styles.native}>{text.length > 20_000 ? `${text.slice(0, 20_000)}…` : text}</pre>
    </div>
  );
}
