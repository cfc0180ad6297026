/** The head of the sheet: what it is, how it stands, the badges with their proof, views, export and copy. */
import { memo, useState } from 'react';
import type { ExportFormat } from '../../../shared/export/export-formats.ts';
import type { ExchangeDetail } from '../../../shared/model/exchange.ts';
import { importWords } from '../../lib/import-words.ts';
import { pickToCompare } from '../../store/compare-actions.ts';
import { exportExchanges, openExchange } from '../../store/open-actions.ts';
import { openExport } from '../../store/sharing-actions.ts';
import type { State } from '../../store/store.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu, type MenuEntry } from '../../ui/Menu.tsx';
import { Pill } from '../../ui/Pill.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import styles from './ExchangeHead.module.css';
import { badgesOf, stateOf } from './head-words.ts';
import { LossBadge } from './LossBadge.tsx';
import { useSlowly } from './use-track.ts';

export type ExchangeTab = 'stream' | 'request' | 'conversation' | 'wire';

const tabs: readonly { readonly value: ExchangeTab; readonly title: string }[] = [
  { value: 'stream', title: 'Stream' },
  { value: 'request', title: 'Request' },
  { value: 'conversation', title: 'Conversation' },
  { value: 'wire', title: 'Wire' },
];

const selectDetail = (state: State): ExchangeDetail | null => state.openExchange?.detail ?? null;
const selectRow = (state: State) => (state.openExchange ? state.rows.get(state.openExchange.id) : undefined);

type ExchangeHeadProps = {
  readonly tab: ExchangeTab;
  readonly onTab: (tab: ExchangeTab) => void;
  readonly isInspectorOpen: boolean;
  readonly onInspector: () => void;
};

/** 44 high, one line. */
export function ExchangeHead({ tab, onTab, isInspectorOpen, onInspector }: ExchangeHeadProps) {
  const detail = useSlowly(selectDetail);
  const row = useSlowly(selectRow);
  const summary = detail?.summary ?? row;
  if (!summary) return <header className={styles.head} />;
  const state = stateOf(summary);
  return (
    <header className={styles.head}>
      <h1 className={styles.model} title={summary.model ?? undefined}>
        {summary.model ?? summary.upstream ?? (summary.method === 'CONNECT' ? 'Tunnel' : 'unknown model')}
      </h1>
      <span className={`mono cut ${styles.path}`} title={summary.target}>
        {summary.method} {summary.path}
      </span>
      <span className={`cut faint ${styles.upstream}`} title={detail?.start.upstreamUrl ?? undefined}>
        {[summary.upstream, summary.endpoint].filter(Boolean).join(', ')}
      </span>
      {summary.turnOf && (
        <Button
          size="tiny"
          icon="socket"
          title="Open the connection that carried this turn"
          onClick={() => void openExchange(summary.turnOf?.connectionId ?? null)}
        >
          {`turn ${summary.turnOf.number}`}
        </Button>
      )}
      <span className={styles.pills}>
        <Pill
          tone={state.tone}
          isLive={state.isLive}
          {...(state.icon ? { icon: state.icon } : {})}
          title={state.title || state.text}
        >
          {state.text}
        </Pill>
        {summary.imported && <Pill title={importWords(summary.imported)}>imported</Pill>}
        {badgesOf(summary, detail).map((badge) =>
          badge.isReport ? (
            <LossBadge key={summary.id} id={summary.id} badge={badge} />
          ) : (
            <Pill key={badge.text} tone={badge.tone} title={badge.proof} {...(badge.icon ? { icon: badge.icon } : {})}>
              {badge.text}
            </Pill>
          ),
        )}
      </span>
      <span className="spacer" />
      <Actions id={summary.id} tab={tab} onTab={onTab} isInspectorOpen={isInspectorOpen} onInspector={onInspector} />
    </header>
  );
}

/** Apart, since the words beside them change four times a second, and these do not. */
const Actions = memo(function Actions(props: ExchangeHeadProps & { readonly id: string }) {
  const { id, tab, onTab, isInspectorOpen, onInspector } = props;
  return (
    <>
      <Segmented label="View" kind="tabs" options={tabs} value={tab} onChange={onTab} />
      <IconButton icon="compare" label="Compare with another exchange" onClick={() => pickToCompare(id)} />
      <ExportMenu id={id} />
      <IconButton
        icon="side"
        label="Inspector"
        shortcut="I"
        className={tab === 'stream' ? '' : (styles.elsewhere ?? '')}
        isOn={isInspectorOpen}
        onClick={onInspector}
      />
    </>
  );
});

const formats: readonly { readonly format: ExportFormat; readonly title: string }[] = [
  { format: 'markdown', title: 'Markdown transcript' },
  { format: 'json', title: 'JSON' },
  { format: 'har', title: 'HAR 1.2' },
  { format: 'curl', title: 'cURL' },
  { format: 'raw', title: 'Raw response body' },
];

function ExportMenu({ id }: { readonly id: string }) {
  const [problem, setProblem] = useState<string | null>(null);
  const run = async (format: ExportFormat, target: 'file' | 'clipboard'): Promise<void> => {
    const result = await exportExchanges({ ids: [id], format, target });
    setProblem(result.ok || result.error.kind === 'cancelled' ? null : result.error.message);
  };
  const entries: MenuEntry[] = [
    { kind: 'item', title: 'Share safely, all formats…', onSelect: () => void openExport([id]) },
    { kind: 'line', title: 'before files' },
    ...formats.map(
      ({ format, title }): MenuEntry => ({
        kind: 'item',
        title: `Save ${title}…`,
        onSelect: () => void run(format, 'file'),
      }),
    ),
    { kind: 'line', title: 'before copies' },
    ...formats.map(
      ({ format, title }): MenuEntry => ({
        kind: 'item',
        title: `Copy ${title}`,
        onSelect: () => void run(format, 'clipboard'),
      }),
    ),
  ];
  return (
    <>
      {problem && (
        <Pill tone="danger" title={problem}>
          not exported
        </Pill>
      )}
      <Menu label="Export" trigger={<IconButton icon="save" label="Export" />} entries={entries} />
    </>
  );
}
