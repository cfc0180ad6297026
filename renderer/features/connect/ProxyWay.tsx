/** The proxy way of the connect panel: what a program needs, by runtime and shell; before that, the switch. */
import { useEffect, useState } from 'react';
import type { ProxySetup } from '../../../shared/ipc/command-payloads.ts';
import type { Shell } from '../../../shared/programs/shell-exports.ts';
import { showPanel } from '../../store/actions.ts';
import { loadProxySetup, setIntercepting } from '../../store/interception-actions.ts';
import { watchProgram } from '../../store/program-actions.ts';
import { useStore } from '../../store/store.ts';
import { Button } from '../../ui/Button.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import styles from './ConnectPanel.module.css';
import { proxyRecipes } from './proxy-recipes.ts';
import { RecipeTabs } from './RecipeTabs.tsx';

const shells = [
  { value: 'posix', title: 'bash, zsh' },
  { value: 'fish', title: 'fish' },
  { value: 'powershell', title: 'PowerShell' },
] as const satisfies readonly { value: Shell; title: string }[];

/** What it needs, once interception is on. */
export function ProxyWay() {
  const isEnabled = useStore((state) => state.settings?.interception.isEnabled ?? false);
  const url = useStore((state) => state.proxy.url);
  const authority = useStore((state) => state.authority?.fingerprint ?? null);
  // Address and authority are what the texts are made of: asked anew when either changes.
  return isEnabled ? <Setup key={`${url} ${authority}`} /> : <Off />;
}

function Off() {
  return (
    <div className={styles.off}>
      <p>
        Programs without a base-URL setting, with OAuth log-ins or signed requests use Wirelens as their proxy, and see
        the vendor’s own address. For that the LLM hosts are decrypted, with certificates of an authority that is made
        on this machine and can sign for nothing else.
      </p>
      <div>
        <Button variant="primary" onClick={() => void setIntercepting(true)}>
          Switch interception on
        </Button>
        <Button variant="solid" icon="play" onClick={() => void watchProgram(null)}>
          Only start a program from here…
        </Button>
      </div>
    </div>
  );
}

function Setup() {
  const platform = useStore((state) => state.platform);
  const [shell, setShell] = useState<(typeof shells)[number]['value']>(platform === 'win32' ? 'powershell' : 'posix');
  const [setup, setSetup] = useState<ProxySetup | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  useEffect(() => {
    let isGone = false;
    void loadProxySetup().then((result) => {
      if (isGone) return;
      setSetup(result.ok ? result.value : null);
      setRefusal(result.ok ? null : result.error.message);
    });
    return () => {
      isGone = true;
    };
  }, []);
  if (setup === null) return <p className={styles.off}>{refusal}</p>;
  return (
    <>
      <RecipeTabs
        groups={proxyRecipes(setup, shell)}
        aside={<Segmented label="Shell" size="small" options={shells} value={shell} onChange={setShell} />}
      />
      <p className={styles.foot}>
        Certificate: <span className="mono">{setup.certificateFile}</span>
        <Button size="small" onClick={() => showPanel('interception')}>
          Hosts and certificate…
        </Button>
      </p>
    </>
  );
}
