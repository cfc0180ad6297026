/** The upstreams panel: every upstream with its switch, the one in hand unfolded to its endpoints. The next request obeys. */
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { EndpointTest } from '../../../shared/ipc/command-payloads.ts';
import type { Upstream } from '../../../shared/model/upstream.ts';
import { showPanel, togglePanel } from '../../store/actions.ts';
import { selectUpstreams, selectUpstreamTallies } from '../../store/selectors.ts';
import { useStore } from '../../store/store.ts';
import { setActiveEndpoint, setUpstreamEnabled, testEndpoint } from '../../store/upstream-actions.ts';
import { Button } from '../../ui/Button.tsx';
import { Kbd } from '../../ui/Kbd.tsx';
import { Popover } from '../../ui/Popover.tsx';
import { UpstreamDialog } from './UpstreamDialog.tsx';
import { UpstreamRow } from './UpstreamRow.tsx';
import styles from './UpstreamsPanel.module.css';
import { newUpstream } from './upstream-draft.ts';

/** What the edit dialog works on; `previousName` null: a new one. */
type Editing = { readonly upstream: Upstream; readonly previousName: string | null };

/** The button in the title bar and all that opens from it. */
export function UpstreamsPanel() {
  const isOpen = useStore((state) => state.panel === 'upstreams');
  const upstreams = useStore(selectUpstreams);
  const [editing, setEditing] = useState<Editing | null>(null);
  const enabled = upstreams.filter((upstream) => upstream.isEnabled).length;
  const edit = (upstream: Upstream, previousName: string | null) => {
    showPanel(null);
    setEditing({ upstream, previousName });
  };
  const close = () => {
    setEditing(null);
    showPanel('upstreams');
  };
  return (
    <>
      <Popover
        label="Upstreams"
        width={560}
        isOpen={isOpen}
        onOpenChange={(next) => next !== isOpen && togglePanel('upstreams')}
        trigger={
          <Button icon="upstreams" isOn={isOpen}>
            Upstreams
            <span className="faint numbers">
              {enabled} of {upstreams.length}
            </span>
          </Button>
        }
      >
        <Panel upstreams={upstreams} onEdit={edit} />
      </Popover>
      {editing && <UpstreamDialog {...editing} onClose={close} />}
    </>
  );
}

type PanelProps = {
  readonly upstreams: readonly Upstream[];
  readonly onEdit: (upstream: Upstream, previousName: string | null) => void;
};

type Tests = Readonly<Record<string, EndpointTest | 'running'>>;

function Panel({ upstreams, onEdit }: PanelProps) {
  const tallies = useStore(selectUpstreamTallies);
  const [tests, setTests] = useState<Tests>({});
  const [unfolded, setUnfolded] = useState<string | null>(null);
  const rows = useRef<HTMLDivElement>(null);
  useEffect(() => rows.current?.querySelector<HTMLElement>('[data-upstream]')?.focus(), []);
  const test = (upstream: Upstream, endpointName: string) => {
    const endpoint = upstream.endpoints.find((candidate) => candidate.name === endpointName);
    if (!endpoint) return;
    const key = `${upstream.name}/${endpointName}`;
    setTests((known) => ({ ...known, [key]: 'running' }));
    void testEndpoint(upstream.name, endpoint).then((result) => setTests((known) => ({ ...known, [key]: result })));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const focused = (event.target as HTMLElement).closest<HTMLElement>('[data-upstream]');
    const upstream = upstreams.find(({ name }) => name === focused?.dataset.upstream);
    if (!upstream || !focused || event.ctrlKey || event.metaKey || event.altKey) return;
    const endpoint = focused.dataset.endpoint;
    const makeActive = () => endpoint && void setActiveEndpoint(upstream.name, endpoint);
    const actions = new Map<string, () => void>([
      ['ArrowDown', () => moveFocus(rows.current, focused, 1)],
      ['ArrowUp', () => moveFocus(rows.current, focused, -1)],
      ['ArrowRight', () => setUnfolded(upstream.name)],
      ['ArrowLeft', () => setUnfolded(null)],
      [' ', () => (endpoint ? makeActive() : void setUpstreamEnabled(upstream.name, !upstream.isEnabled))],
      ['e', () => onEdit(upstream, upstream.name)],
      ['t', () => test(upstream, endpoint ?? upstream.activeEndpoint)],
    ]);
    // Enter on an upstream is its button's own: it unfolds.
    if (endpoint) actions.set('Enter', makeActive);
    const action = actions.get(event.key);
    if (!action) return;
    event.preventDefault();
    action();
  };
  return (
    <>
      <header className={styles.head}>
        <strong>Upstreams</strong>
        <span className="faint">the next request obeys; streams in flight stay</span>
        <span className="spacer" />
        <Button icon="plus" size="small" onClick={() => onEdit(newUpstream(upstreams), null)}>
          Add
        </Button>
      </header>
      <div ref={rows} className={styles.rows} {...{ onKeyDown }}>
        {upstreams.map((upstream) => (
          <UpstreamRow
            key={upstream.name}
            upstream={upstream}
            isUnfolded={unfolded === upstream.name}
            tallies={tallies}
            tests={tests}
            onToggle={() => setUnfolded((known) => (known === upstream.name ? null : upstream.name))}
            onEdit={() => onEdit(upstream, upstream.name)}
            onTest={(endpoint) => test(upstream, endpoint)}
          />
        ))}
      </div>
      <footer className={styles.foot}>
        <span>
          <Kbd>Space</Kbd> switch
        </span>
        <span>
          <Kbd>Right</Kbd> endpoints
        </span>
        <span>
          <Kbd>Enter</Kbd> make active
        </span>
        <span>
          <Kbd>E</Kbd> edit
        </span>
        <span>
          <Kbd>T</Kbd> test
        </span>
        <span className="spacer" />
        <Kbd>Esc</Kbd>
      </footer>
    </>
  );
}

function moveFocus(rows: HTMLElement | null, from: HTMLElement, step: number): void {
  const stops = [...(rows?.querySelectorAll<HTMLElement>('[data-upstream]') ?? [])];
  stops[stops.indexOf(from) + step]?.focus();
}
