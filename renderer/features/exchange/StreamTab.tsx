/** The Stream view: event log beside completion beside inspector. Layout only. */
import { useRef, useSyncExternalStore } from 'react';
import { SplitPane } from '../../ui/SplitPane.tsx';
import { CompletionPane } from './CompletionPane.tsx';
import { EventLog } from './EventLog.tsx';
import { Inspector } from './Inspector.tsx';
import styles from './StreamTab.module.css';
import { Thread } from './Thread.tsx';

const narrow = '(max-width: 1180px)';

function subscribe(listener: () => void): () => void {
  const query = matchMedia(narrow);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

/** Below 1180 the inspector slides over the completion when asked for; above it can be folded away. */
export function StreamTab({ isInspectorOver }: { readonly isInspectorOver: boolean }) {
  const isNarrow = useSyncExternalStore(subscribe, () => matchMedia(narrow).matches);
  const panes = useRef<HTMLDivElement>(null);
  const log = <EventLog />;
  if (isNarrow) {
    return (
      <div ref={panes} className={styles.panes}>
        <SplitPane
          fixed="start"
          size={336}
          minimum={240}
          minimumRest={300}
          gap={0}
          label="Width of the event log"
          start={log}
          end={<CompletionPane />}
        />
        <Thread frame={panes} />
        {isInspectorOver && (
          <div className={styles.over}>
            <Inspector />
          </div>
        )}
      </div>
    );
  }
  const right = isInspectorOver ? (
    <CompletionPane />
  ) : (
    <SplitPane
      fixed="end"
      size={260}
      minimum={220}
      minimumRest={300}
      gap={0}
      label="Width of the inspector"
      start={<CompletionPane />}
      end={<Inspector />}
    />
  );
  return (
    <div ref={panes} className={styles.panes}>
      <SplitPane
        fixed="start"
        size={384}
        minimum={260}
        minimumRest={560}
        gap={0}
        label="Width of the event log"
        start={log}
        end={right}
      />
      <Thread frame={panes} />
    </div>
  );
}
