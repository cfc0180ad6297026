/** The connect panel: how to point each SDK, curl and the agents here: by one base URL, as their proxy, or started from here. */
import { showConnect, showPanel, togglePanel } from '../../store/actions.ts';
import { watchProgram } from '../../store/program-actions.ts';
import { selectBaseUrl } from '../../store/selectors.ts';
import { useStore } from '../../store/store.ts';
import { Button } from '../../ui/Button.tsx';
import { Popover } from '../../ui/Popover.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import styles from './ConnectPanel.module.css';
import { ProxyWay } from './ProxyWay.tsx';
import { RecipeTabs } from './RecipeTabs.tsx';
import { recipesFor } from './recipes.ts';

/** The button in the title bar and its panel. */
export function ConnectPanel() {
  const isOpen = useStore((state) => state.panel === 'connect');
  return (
    <Popover
      label="Connect"
      width={640}
      isOpen={isOpen}
      onOpenChange={(next) => next !== isOpen && togglePanel('connect')}
      trigger={
        <Button icon="plug" isOn={isOpen} data-part="connect">
          Connect
        </Button>
      }
    >
      <Ways />
    </Popover>
  );
}

const ways = [
  { value: 'base-url', title: 'Base URL' },
  { value: 'proxy', title: 'Proxy' },
] as const;

const wayWords = {
  'base-url': 'change one base URL; your keys pass through',
  proxy: 'the program stays as it is',
} as const;

function Ways() {
  const base = useStore(selectBaseUrl);
  const way = useStore((state) => state.connectWay);
  return (
    <div className={styles.panel}>
      <header className={styles.head}>
        <strong>Connect</strong>
        <Segmented label="Way" size="small" options={ways} value={way} onChange={showConnect} />
        <span className="faint cut">{wayWords[way]}</span>
        <span className="spacer" />
        <Button icon="play" size="small" variant="solid" onClick={() => void watchProgram(null)}>
          Start a program…
        </Button>
      </header>
      {base === null ? <NoAddress /> : way === 'base-url' ? <RecipeTabs groups={recipesFor(base)} /> : <ProxyWay />}
    </div>
  );
}

/** Lines with an address that nobody answers at would only mislead. */
function NoAddress() {
  const problem = useStore((state) => state.proxy.problem);
  return (
    <div className={styles.off}>
      <p>Wirelens is not listening, so there is no address to point a program at. {problem}</p>
      <div>
        <Button variant="primary" onClick={() => showPanel('settings')}>
          Choose a port…
        </Button>
      </div>
    </div>
  );
}
