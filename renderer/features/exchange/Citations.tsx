/** What a block cites: its sources, their words, and the event that brought each. */
import { useState } from 'react';
import type { Block } from '../../../shared/model/completion.ts';
import type { EventRecord } from '../../../shared/model/event-record.ts';
import { copyText } from '../../store/actions.ts';
import { hoverEvent, selectEvent } from '../../store/open-actions.ts';
import { useStore } from '../../store/store.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { Icon } from '../../ui/Icon.tsx';
import styles from './BlockView.module.css';

/** Folded to a line. Links are told, never followed. */
export function Citations({ block }: { readonly block: Block }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <div className={styles.citations}>
      <button type="button" className={styles.fold} aria-expanded={isOpen} onClick={() => setOpen((was) => !was)}>
        <span className="faint">
          <Icon name={isOpen ? 'down' : 'right'} size={12} />
        </span>
        {block.citations.length === 1 ? '1 citation' : `${block.citations.length} citations`}
      </button>
      {isOpen && <CitationList block={block} />}
    </div>
  );
}

function CitationList({ block }: { readonly block: Block }) {
  const [events] = useState(() => citingEvents(block, useStore.getState().openExchange?.events.items ?? []));
  return (
    <ol>
      {block.citations.map(({ title, url, quote }, index) => {
        const event = events[index];
        const place = index;
        return (
          <li key={place}>
            <b>{title ?? url ?? 'source'}</b>
            {url && <code>{url}</code>}
            {url && <CopyButton label={`Copy ${url}`} size="tiny" onCopy={() => copyText(url)} />}
            {event !== undefined && (
              <button
                type="button"
                className={styles.cited}
                onClick={() => selectEvent(event)}
                onPointerEnter={() => hoverEvent(event)}
                onPointerLeave={() => hoverEvent(null)}
              >
                event {event}
              </button>
            )}
            {quote && <q className="subtle">{quote}</q>}
          </li>
        );
      })}
    </ol>
  );
}

/** The events that brought the block's citations, in their order. */
function citingEvents(block: Block, events: readonly EventRecord[]): readonly number[] {
  const found: number[] = [];
  for (let at = block.firstEvent; at <= block.lastEvent; at += 1) {
    for (const delta of events[at]?.deltas ?? []) {
      if (delta.type === 'citation' && delta.block === block.key && delta.choice === block.choice) found.push(at);
    }
  }
  return found;
}
