/** Interception: the switch, which hosts are looked into, and the authority that speaks for them. */
import { useEffect } from 'react';
import type { InterceptionSettings } from '../../../shared/model/interception.ts';
import { showConnect, showPanel } from '../../store/actions.ts';
import { loadAuthority, setIntercepting } from '../../store/interception-actions.ts';
import { watchProgram } from '../../store/program-actions.ts';
import { useStore } from '../../store/store.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { AuthorityCard } from './AuthorityCard.tsx';
import { ConnectionOptions } from './ConnectionOptions.tsx';
import { HostList } from './HostList.tsx';
import styles from './InterceptionDialog.module.css';

/** Open while the panel is `interception`. */
export function InterceptionDialog() {
  const isOpen = useStore((state) => state.panel === 'interception');
  const interception = useStore((state) => state.settings?.interception ?? null);
  return isOpen && interception !== null ? <OpenDialog interception={interception} /> : null;
}

function OpenDialog({ interception }: { readonly interception: InterceptionSettings }) {
  useEffect(() => void loadAuthority(), []);
  return (
    <Dialog title="Interception" width={880} onClose={() => showPanel(null)}>
      <SwitchRow isEnabled={interception.isEnabled} />
      <div className={styles.columns}>
        <HostList rules={interception.rules} isEnabled={interception.isEnabled} />
        <div className={styles.side}>
          <WaysHere />
          <AuthorityCard />
        </div>
      </div>
      <ConnectionOptions />
    </Dialog>
  );
}

function SwitchRow({ isEnabled }: { readonly isEnabled: boolean }) {
  return (
    <div className={styles.switchRow}>
      <Switch isOn={isEnabled} label="Intercept listed hosts" onChange={(next) => void setIntercepting(next)} />
      <div>
        <strong>{isEnabled ? 'Listed hosts are decrypted' : 'Nothing is decrypted'}</strong>
        <p>
          {isEnabled
            ? 'In the traffic of programs that have Wirelens as their proxy, from their next connection on. All other hosts pass unread.'
            : 'What comes to Wirelens as a proxy passes unread. Switched on, the hosts below are read, and no others.'}
        </p>
      </div>
    </div>
  );
}

/** How a program comes to be read: the switch alone does nothing to one that does not know of us. */
function WaysHere() {
  const isNew = useStore((state) => state.authority === null);
  return (
    <section className={styles.card} aria-label="How a program gets here">
      <h3>How a program gets here</h3>
      {isNew && (
        <p className={styles.explain}>
          Start it from here: proxy and trust are set for it, and it is read whatever the switch says. Or set both
          yourself.
        </p>
      )}
      <div className={styles.doing}>
        <Button icon="play" size="small" variant="solid" onClick={() => void watchProgram(null)}>
          Start a program…
        </Button>
        <Button icon="plug" size="small" variant="solid" onClick={() => showConnect('proxy')}>
          Lines to copy
        </Button>
      </div>
    </section>
  );
}
