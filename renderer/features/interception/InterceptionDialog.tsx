/** Interception: the switch, which hosts are looked into, and the authority that speaks for them. */
import { useEffect } from 'react';
import type { InterceptionSettings } from '../../../shared/model/interception.ts';
import { showPanel } from '../../store/actions.ts';
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
        <AuthorityCard />
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
          For programs that use Wirelens as their proxy, from their next connection on. All other hosts pass unread.
          Programs that you start from here are always looked into.
        </p>
      </div>
      <Button icon="play" variant="solid" onClick={() => void watchProgram(null)}>
        Start a program…
      </Button>
    </div>
  );
}
