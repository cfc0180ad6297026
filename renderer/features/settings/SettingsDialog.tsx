/** Settings that need more than a menu line: the port, token prices, beside theme and order. */
import { useState } from 'react';
import { keepEverything } from '../../../shared/model/retention.ts';
import type { Settings, ThemeChoice } from '../../../shared/model/settings.ts';
import { noTelemetry } from '../../../shared/model/telemetry.ts';
import type { PriceEntry } from '../../../shared/prices/price-table.ts';
import { showPanel, updateSettings } from '../../store/actions.ts';
import { useStore } from '../../store/store.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { KeepingSection } from './KeepingSection.tsx';
import { PricesSection } from './PricesSection.tsx';
import styles from './SettingsDialog.module.css';
import { TracesSection } from './TracesSection.tsx';

const themes = [
  { value: 'system', title: 'System' },
  { value: 'light', title: 'Light' },
  { value: 'dark', title: 'Dark' },
] as const;
const orders = [
  { value: 'newest-last', title: 'At the bottom' },
  { value: 'newest-first', title: 'At the top' },
] as const;

/** Open while the panel is `settings`. */
export function SettingsDialog() {
  const isOpen = useStore((state) => state.panel === 'settings');
  const settings = useStore((state) => state.settings);
  if (!isOpen || !settings) return null;
  return <OpenDialog settings={settings} />;
}

const noPrices: readonly PriceEntry[] = [];

function OpenDialog({ settings }: { readonly settings: Settings }) {
  const version = useStore((state) => state.version);
  return (
    <Dialog title="Settings" width={560} onClose={() => showPanel(null)}>
      <div className={styles.rows}>
        <span>Theme</span>
        <Segmented
          label="Theme"
          options={themes}
          value={settings.theme}
          onChange={(theme: ThemeChoice) => void updateSettings({ theme })}
        />
        <span>Newest exchange</span>
        <Segmented
          label="Newest exchange"
          options={orders}
          value={settings.listOrder}
          onChange={(listOrder: Settings['listOrder']) => void updateSettings({ listOrder })}
        />
        <span>Port</span>
        <PortField port={settings.port} />
      </div>
      <KeepingSection rules={settings.retention ?? keepEverything} />
      <TracesSection telemetry={settings.telemetry ?? noTelemetry} />
      <PricesSection own={settings.prices ?? noPrices} />
      <p className={styles.about}>
        Wirelens {version}. Listens on this machine only;{' '}
        {settings.telemetry?.isEnabled
          ? 'nothing is sent anywhere but to your collector.'
          : 'nothing is ever sent anywhere.'}
      </p>
    </Dialog>
  );
}

function PortField({ port }: { readonly port: number }) {
  const [text, setText] = useState(String(port));
  const [refusal, setRefusal] = useState<string | null>(null);
  const wanted = Number(text);
  const isValid = /^\d+$/.test(text) && wanted >= 1 && wanted <= 65_535;
  const isChanged = isValid && wanted !== port;
  return (
    <form
      className={styles.port}
      onSubmit={(event) => {
        event.preventDefault();
        if (isChanged) void updateSettings({ port: wanted }).then(setRefusal);
      }}
    >
      <TextField
        label="Port"
        isLabelHidden
        isMono
        inputMode="numeric"
        value={text}
        onChange={(value) => {
          setText(value);
          setRefusal(null);
        }}
        problem={refusal ?? (isValid ? null : 'A number from 1 to 65535')}
      />
      <Button type="submit" variant="solid" disabled={!isChanged}>
        Use this port
      </Button>
    </form>
  );
}
