/** Settings of connections that few need: HTTP/2 towards programs, and the company's own authority towards upstreams. */
import { useState } from 'react';
import { updateSettings } from '../../store/actions.ts';
import { setOffersHttp2 } from '../../store/interception-actions.ts';
import { useStore } from '../../store/store.ts';
import { Switch } from '../../ui/Switch.tsx';
import { TextField } from '../../ui/TextField.tsx';
import styles from './InterceptionDialog.module.css';

/** Below the hosts, one row. */
export function ConnectionOptions() {
  const offersHttp2 = useStore((state) => state.settings?.interception.offersHttp2 ?? false);
  const companyCa = useStore((state) => state.settings?.companyCa ?? '');
  return (
    <div className={styles.options}>
      <Switch isOn={offersHttp2} label="Offer HTTP/2" onChange={(next) => void setOffersHttp2(next)} />
      <div>
        <strong>Offer HTTP/2</strong>
        <p>Also to programs that could do without it; those that speak nothing else get it anyway.</p>
      </div>
      <CompanyCa key={companyCa} stored={companyCa} />
    </div>
  );
}

/** Saved when it is left, or with Enter. */
function CompanyCa({ stored }: { readonly stored: string }) {
  const [text, setText] = useState(stored);
  const [refusal, setRefusal] = useState<string | null>(null);
  const save = async (): Promise<void> => {
    if (text.trim() !== stored) setRefusal(await updateSettings({ companyCa: text.trim() }));
  };
  return (
    <TextField
      label="Authority of your company"
      isMono
      placeholder="/path/to/company-ca.pem"
      hint="Trusted in connections to upstreams and proxies"
      value={text}
      problem={refusal}
      onChange={(next) => {
        setText(next);
        setRefusal(null);
      }}
      onBlur={() => void save()}
      onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
    />
  );
}
