/** A request as a conversation: parameters, tools, then the messages with their roles. */

import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState } from 'react';
import { prettyValue } from '../../../shared/lib/pretty-json.ts';
import type { RequestMessage, RequestReading, RequestTool } from '../../../shared/model/request-reading.ts';
import { useStore } from '../../store/store.ts';
import { guessHeight } from '../../ui/guess-height.ts';
import { Section } from '../../ui/Section.tsx';
import { useGrowingCount } from '../../ui/use-growing-count.ts';
import { initialView, joinTools, type MessageView, markdownOfMessage } from './message-view.ts';
import { RequestMessageView } from './RequestMessageView.tsx';
import styles from './RequestTab.module.css';
import { toolSignature } from './tool-signature.ts';
import { useRequestFind, wordsOfPart } from './use-request-find.ts';
import { useSelectAll } from './use-select-all.ts';

/** Messages are virtualised: agents send thousands. How each is looked at is kept here, since a row goes out of sight. */
export function RequestConversation({ reading }: { readonly reading: RequestReading }) {
  const scroller = useRef<HTMLDivElement>(null);
  const [views, setViews] = useState<ReadonlyMap<number, MessageView>>(new Map());
  const joins = useMemo(() => joinTools(reading), [reading]);
  const virtualizer = useVirtualizer({
    count: reading.messages.length + 1,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => guessedHeight(reading.messages[index - 1]),
    overscan: 3,
  });
  useSelectAll(scroller, () => reading.messages.map(markdownOfMessage).join('\n'));
  const { unfolded } = useRequestFind(scroller, virtualizer, reading.messages);
  const sought = useStore((state) => state.soughtMessage);
  useEffect(() => {
    if (sought !== null) virtualizer.scrollToIndex(sought + 1, { align: 'center' });
  }, [sought, virtualizer]);
  const showMessage = (index: number): void => virtualizer.scrollToIndex(index + 1, { align: 'start' });
  return (
    <div ref={scroller} className={styles.scroller} data-scroller>
      <div className={styles.canvas} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const index = item.index - 1;
          const message = reading.messages[index];
          return (
            <div
              key={item.key}
              ref={virtualizer.measureElement}
              data-index={item.index}
              className={styles.place}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {item.index === 0 && <Preamble reading={reading} />}
              {message && (
                <RequestMessageView
                  message={message}
                  view={viewOf(views.get(index) ?? initialView(message), unfolded === index || sought === index)}
                  joins={joins}
                  onView={(view) => setViews((known) => new Map(known).set(index, view))}
                  onShowMessage={showMessage}
                />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

const headHeight = 46;
const preambleHeight = 90;
/** As many lines as a clamped text shows. */
const mostLines = 14;

/** Until a row has been laid out; near enough that hardly a row too many is made. */
function guessedHeight(message: RequestMessage | undefined): number {
  if (message === undefined) return preambleHeight;
  if (initialView(message).isFolded) return headHeight;
  const texts = message.parts.map((part) => guessHeight(wordsOfPart(part).slice(0, 1_800), 21));
  return texts.reduce((sum, height) => sum + Math.min(height, mostLines * 21) + 12, headHeight);
}

/** What is sought is in sight, whatever was folded. */
function viewOf(view: MessageView, isSought: boolean): MessageView {
  if (!isSought) return view;
  return { isFolded: false, isWhole: true, form: view.form === 'raw' ? 'markdown' : view.form };
}

function Preamble({ reading }: { readonly reading: RequestReading }) {
  return (
    <div className={styles.preamble}>
      <p className={styles.parameters}>
        <Parameter name="model" value={reading.model} />
        <Parameter name="stream" value={reading.isStreaming} />
        {reading.parameters.map((parameter) => (
          <Parameter key={parameter.name} {...parameter} />
        ))}
      </p>
      {reading.tools.length > 0 && (
        <Section title="Tools" count={reading.tools.length} isInitiallyOpen={false}>
          <Tools tools={reading.tools} />
        </Section>
      )}
    </div>
  );
}

/** What is longer is read as JSON. */
const longestTitle = 2_000;

function Parameter({ name, value }: { readonly name: string; readonly value: unknown }) {
  const text = useMemo(() => (typeof value === 'string' ? value : JSON.stringify(value)), [value]);
  return (
    <span className={styles.parameter} title={text.slice(0, longestTitle)}>
      <span className="faint">{name}</span> {text.length > 80 ? `${text.slice(0, 80)}…` : text}
    </span>
  );
}

const toolsAtOnce = 40;

function Tools({ tools }: { readonly tools: readonly RequestTool[] }) {
  const made = useGrowingCount(tools.length, toolsAtOnce);
  return tools.slice(0, made).map((tool) => <Tool key={tool.path} tool={tool} />);
}

/** As a signature; unfolded, its description and the schema as it was sent. */
function Tool({ tool }: { readonly tool: RequestTool }) {
  const [isOpen, setOpen] = useState(false);
  const signature = useMemo(() => toolSignature(tool), [tool]);
  return (
    <details className={styles.tool} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <code>{signature}</code>
        <span className="faint cut">{tool.description?.split('\n')[0]}</span>
      </summary>
      {isOpen && tool.description && <p>{tool.description}</p>}
      {isOpen && tool.schema !== null && <pre>{prettyValue(tool.schema)}</pre>}
    </details>
  );
}
