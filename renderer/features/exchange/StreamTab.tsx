/** The Stream view: event log beside completion beside inspector. Layout only. */
import { type ComponentProps, useRef } from 'react';
import { useMediaQuery } from '../../lib/use-media-query.ts';
import type { PaneName } from '../../store/layout-preferences.ts';
import { useStore } from '../../store/store.ts';
import { usePaneSize } from '../../store/use-pane-size.ts';
import { SplitPane } from '../../ui/SplitPane.tsx';
import { CompletionPane } from './CompletionPane.tsx';
import { EventLog } from './EventLog.tsx';
import { Inspector } from './Inspector.tsx';
import styles from './StreamTab.module.css';
import { Thread } from './Thread.tsx';

/** Whether the sheet is too narrow for three panes: beside a list earlier than alone. */
function useIsNarrow(): boolean {
  const isBeside = useStore((state) => state.windowRole.kind === 'main' && state.layout.detail === 'right');
  return useMediaQuery(isBeside ? '(max-width: 1180px)' : '(max-width: 960px)');
}

function useChosen(name: PaneName): Pick<ComponentProps<typeof SplitPane>, 'chosen' | 'onChoose'> {
  const [chosen, onChoose] = usePaneSize(name);
  return { chosen, onChoose };
}

/** Where it is narrow the inspector slides over the completion when asked for; else it can be folded away. */
export function StreamTab({ isInspectorOver }: { readonly isInspectorOver: boolean }) {
  const isNarrow = useIsNarrow();
  const panes = useRef<HTMLDivElement>(null);
  const logSize = useChosen(isNarrow ? 'log-narrow' : 'log');
  const inspectorSize = useChosen('inspector');
  const log = <EventLog />;
  if (isNarrow) {
    return (
      <div ref={panes} className={styles.panes}>
        <SplitPane
          fixed="start"
          size={336}
          {...logSize}
          minimum={200}
          minimumRest={300}
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
      {...inspectorSize}
      minimum={220}
      minimumRest={300}
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
        {...logSize}
        minimum={260}
        minimumRest={560}
        label="Width of the event log"
        start={log}
        end={right}
      />
      <Thread frame={panes} />
    </div>
  );
}
