/** A request as a conversation: parameters, tools, then the messages with their roles. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import type { RequestReading, RequestTool } from '../../../shared/model/request-reading.ts';
import { Section } from '../../ui/Section.tsx';
import { RequestMessageView } from './RequestMessageView.tsx';
import styles from './RequestTab.module.css';
import { toolSignature } from './tool-signature.ts';

/** Messages are virtualised: agents send thousands. */
export function RequestConversation({ reading }: { readonly reading: RequestReading }) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: reading.messages.length + 1,
    getScrollElement: () => scroller.current,
    estimateSize: () => 120,
    overscan: 6,
  });
  return (
    <div ref={scroller} className={styles.scroller}>
      <div className={styles.canvas} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const message = reading.messages[item.index - 1];
          return (
            <div
              key={item.key}
              ref={virtualizer.measureElement}
              data-index={item.index}
              className={styles.place}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {item.index === 0 && <Preamble reading={reading} />}
              {message && <RequestMessageView message={message} />}
            </div>
          );
        })}
      </div>
    </div>
  );
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
          {reading.tools.map((tool) => (
            <Tool key={tool.path} tool={tool} />
          ))}
        </Section>
      )}
    </div>
  );
}

function Parameter({ name, value }: { readonly name: string; readonly value: unknown }) {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return (
    <span className={styles.parameter} title={text}>
      <span className="faint">{name}</span> {text.length > 80 ? `${text.slice(0, 80)}…` : text}
    </span>
  );
}

function Tool({ tool }: { readonly tool: RequestTool }) {
  return (
    <details className={styles.tool}>
      <summary>
        <code>{toolSignature(tool)}</code>
        <span className="faint cut">{tool.description?.split('\n')[0]}</span>
      </summary>
      {tool.description && <p>{tool.description}</p>}
      {tool.schema !== null && <pre>{JSON.stringify(tool.schema, null, 2)}</pre>}
    </details>
  );
}
