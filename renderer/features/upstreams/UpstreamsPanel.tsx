/** The upstreams panel: every upstream with its switch, the one in hand unfolded to its endpoints. The next request obeys. */
import { useState } from 'react';
import type { EndpointTest } from '../../../shared/ipc/command-payloads.ts';
import type { Upstream } from '../../../shared/model/upstream.ts';
import { showPanel, togglePanel } from '../../store/actions.ts';
import { selectUpstreams, selectUpstreamTallies } from '../../store/selectors.ts';
import { useStore } from '../../store/store.ts';
import { setActiveEndpoint, setUpstreamEnabled, testEndpoint } from '../../store/upstream-actions.ts';
import { Button } from '../../ui/Button.tsx';
import { PanelHead, PanelKeys, PanelRows } from '../../ui/Panel.tsx';
import { Popover } from '../../ui/Popover.tsx';
import { UpstreamDialog } from './UpstreamDialog.tsx';
import { UpstreamRow } from './UpstreamRow.tsx';
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
  const test = (upstream: Upstream, endpointName: string) => {
    const endpoint = upstream.endpoints.find((candidate) => candidate.name === endpointName);
    if (!endpoint) return;
    const key = `${upstream.name}/${endpointName}`;
    setTests((known) => ({ ...known, [key]: 'running' }));
    void testEndpoint(upstream.name, endpoint).then((result) => setTests((known) => ({ ...known, [key]: result })));
  };
  const keysOf = (stop: HTMLElement): ReadonlyMap<string, () => void> => {
    const upstream = upstreams.find(({ name }) => name === stop.dataset.upstream);
    if (upstream === undefined) return new Map();
    const endpoint = stop.dataset.endpoint;
    const makeActive = () => endpoint && void setActiveEndpoint(upstream.name, endpoint);
    const actions = new Map<string, () => void>([
      ['ArrowRight', () => setUnfolded(upstream.name)],
      ['ArrowLeft', () => setUnfolded(null)],
      [' ', () => (endpoint ? makeActive() : void setUpstreamEnabled(upstream.name, !upstream.isEnabled))],
      ['e', () => onEdit(upstream, upstream.name)],
      ['t', () => test(upstream, endpoint ?? upstream.activeEndpoint)],
    ]);
    // Enter on an upstream is its button's own: it unfolds.
    if (endpoint) actions.set('Enter', makeActive);
    return actions;
  };
  return (
    <>
      <PanelHead title="Upstreams" note="the next request obeys; one that is off answers 503">
        <Button icon="plus" size="small" onClick={() => onEdit(newUpstream(upstreams), null)}>
          Add
        </Button>
      </PanelHead>
      <PanelRows stops="[data-upstream]" keysOf={keysOf}>
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
      </PanelRows>
      <PanelKeys keys={panelKeys} />
    </>
  );
}

const panelKeys = [
  ['Space', 'switch'],
  ['Right', 'endpoints'],
  ['Enter', 'make active'],
  ['E', 'edit'],
  ['T', 'test'],
] as const;
