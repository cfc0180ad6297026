/** All settings in one place: searched, put back part by part, taken to another machine as a file. */
import { useState } from 'react';
import { quietDesktop } from '../../../shared/model/desktop.ts';
import { keepEverything } from '../../../shared/model/retention.ts';
import type { Settings } from '../../../shared/model/settings.ts';
import { defaultSettings } from '../../../shared/model/settings-schema.ts';
import { noTelemetry } from '../../../shared/model/telemetry.ts';
import type { PriceEntry } from '../../../shared/prices/price-table.ts';
import { showPanel } from '../../store/actions.ts';
import { defaultListView, type ListView } from '../../store/list-preferences.ts';
import { exportSettings, importSettings, resetSettings, type SettingsDeed } from '../../store/settings-actions.ts';
import type { Panel } from '../../store/shell-slice.ts';
import { useStore } from '../../store/store.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { DesktopSection, desktopWords } from './DesktopSection.tsx';
import { KeepingSection } from './KeepingSection.tsx';
import { LookSection, lookWords } from './LookSection.tsx';
import { PortField } from './PortField.tsx';
import { PricesSection } from './PricesSection.tsx';
import styles from './SettingsDialog.module.css';
import { SettingsPart } from './SettingsPart.tsx';
import { hasWords } from './settings-search.ts';
import { TracesSection } from './TracesSection.tsx';

/** Open while the panel is `settings`. */
export function SettingsDialog() {
  const isOpen = useStore((state) => state.panel === 'settings');
  const settings = useStore((state) => state.settings);
  if (!isOpen || !settings) return null;
  return <OpenDialog settings={settings} />;
}

const noPrices: readonly PriceEntry[] = [];
const usualLook: Partial<ListView> = {
  density: defaultListView.density,
  grouping: defaultListView.grouping,
  isOverviewOpen: defaultListView.isOverviewOpen,
};

function OpenDialog({ settings }: { readonly settings: Settings }) {
  const [query, setQuery] = useState('');
  const [deed, setDeed] = useState<SettingsDeed | null>(null);
  const tell = (done: SettingsDeed | null): void => setDeed(done ?? deed);
  return (
    <Dialog title="Settings" width={600} onClose={() => showPanel(null)} footer={<Foot deed={deed} onDeed={tell} />}>
      <TextField
        label="Search settings"
        isLabelHidden
        placeholder="Search settings"
        className={styles.search ?? ''}
        value={query}
        onChange={setQuery}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || query === '') return;
          event.preventDefault();
          event.stopPropagation();
          setQuery('');
        }}
      />
      <div className={styles.parts}>
        <Parts settings={settings} query={query.trim()} onDeed={tell} />
      </div>
    </Dialog>
  );
}

type PartsProps = {
  readonly settings: Settings;
  readonly query: string;
  readonly onDeed: (deed: SettingsDeed) => void;
};

/** Drafts inside of a part begin anew when a reset or an import changed it: hence the keys. */
function Parts({ settings, query, onDeed }: PartsProps) {
  const view = useStore((state) => state.listView);
  const retention = settings.retention ?? keepEverything;
  const telemetry = settings.telemetry ?? noTelemetry;
  const desktop = settings.desktop ?? quietDesktop;
  const prices = settings.prices ?? noPrices;
  const reset = (title: string, change: Parameters<typeof resetSettings>[1], look?: Partial<ListView>) => () =>
    void resetSettings(title, change, look).then(onDeed);
  const { theme, listOrder, port } = defaultSettings;
  const isUsual =
    settings.theme === theme && settings.listOrder === listOrder && isSame({ ...view, ...usualLook }, view);
  const all = [
    lookWords,
    listenWords,
    keepWords,
    desktopWords,
    traceWords,
    priceWords,
    elsewhere.map(({ words }) => words),
  ].flat();
  if (!all.some((words) => hasWords(words, query))) {
    return <p className={styles.nothing}>No setting has these words. Try “port”, “theme”, “keep” or “prices”.</p>;
  }
  return (
    <>
      <SettingsPart
        title="Look"
        words={lookWords}
        query={query}
        onReset={isUsual ? null : reset('Look', { theme, listOrder }, usualLook)}
      >
        <LookSection settings={settings} view={view} query={query} />
      </SettingsPart>
      <SettingsPart
        title="Listening"
        words={listenWords}
        query={query}
        onReset={settings.port === port ? null : reset('Listening', { port })}
      >
        <section aria-label="Listening">
          <h3 className={styles.title}>Listening</h3>
          <div className={styles.row}>
            <span>Port</span>
            <PortField key={settings.port} port={settings.port} />
          </div>
        </section>
      </SettingsPart>
      <SettingsPart
        title="Keeping"
        words={keepWords}
        query={query}
        onReset={isSame(retention, keepEverything) ? null : reset('Keeping', { retention: keepEverything })}
      >
        <KeepingSection key={JSON.stringify(retention)} rules={retention} />
      </SettingsPart>
      <SettingsPart
        title="Desktop"
        words={desktopWords}
        query={query}
        onReset={isSame(desktop, quietDesktop) ? null : reset('Desktop', { desktop: quietDesktop })}
      >
        <DesktopSection desktop={desktop} />
      </SettingsPart>
      <SettingsPart
        title="Traces"
        words={traceWords}
        query={query}
        onReset={isSame(telemetry, noTelemetry) ? null : reset('Traces', { telemetry: noTelemetry })}
      >
        <TracesSection key={telemetry.endpoint} telemetry={telemetry} />
      </SettingsPart>
      <SettingsPart
        title="Prices"
        words={priceWords}
        query={query}
        onReset={prices.length === 0 ? null : reset('Prices', { prices: noPrices })}
      >
        <PricesSection own={prices} />
      </SettingsPart>
      <Elsewhere query={query} />
      {query === '' && <About telemetry={settings.telemetry?.isEnabled ?? false} />}
    </>
  );
}

const listenWords = 'listening port address proxy 7878';
const keepWords = 'keeping captures age size number limit delete disk compact space retention';
const traceWords = 'traces spans opentelemetry collector otlp export telemetry';
const priceWords = 'prices cost dollars tokens models';

const elsewhere: readonly { readonly panel: Panel; readonly title: string; readonly words: string }[] = [
  { panel: 'upstreams', title: 'Upstreams', words: 'upstreams endpoints api keys headers tls certificates url switch' },
  { panel: 'interception', title: 'Interception', words: 'interception https hosts certificate authority company ca' },
  { panel: 'connect', title: 'Connect a client', words: 'connect client base url environment variables sdk' },
  { panel: 'keys', title: 'Keys', words: 'keys keyboard shortcuts' },
];

function Elsewhere({ query }: { readonly query: string }) {
  const found = elsewhere.filter(({ title, words }) => hasWords(`${title} ${words}`, query));
  if (found.length === 0) return null;
  return (
    <section className={styles.part} aria-label="Elsewhere">
      <h3 className={styles.title}>Elsewhere</h3>
      <div className={styles.elsewhere}>
        {found.map(({ panel, title }) => (
          <Button key={panel} size="small" variant="solid" onClick={() => showPanel(panel)}>
            {title}…
          </Button>
        ))}
      </div>
    </section>
  );
}

function About({ telemetry }: { readonly telemetry: boolean }) {
  const version = useStore((state) => state.version);
  return (
    <p className={styles.about}>
      Wirelens {version}. Listens on this machine only;{' '}
      {telemetry ? 'nothing is sent anywhere but to your collector.' : 'nothing is ever sent anywhere.'}
    </p>
  );
}

type FootProps = { readonly deed: SettingsDeed | null; readonly onDeed: (deed: SettingsDeed | null) => void };

function Foot({ deed, onDeed }: FootProps) {
  const undo = async (): Promise<void> => {
    const refusal = (await deed?.undo?.()) ?? null;
    onDeed({ text: refusal ?? 'It is as it was before.', isGood: refusal === null, undo: null });
  };
  return (
    <>
      <span className={styles.deed} role="status" data-tone={deed?.isGood === false ? 'warning' : undefined}>
        {deed?.text ?? 'A file of settings holds no keys, tokens or private keys.'}
      </span>
      {deed?.undo && (
        <Button icon="undo" onClick={() => void undo()}>
          Undo
        </Button>
      )}
      <Button variant="solid" onClick={() => void importSettings().then(onDeed)}>
        Import…
      </Button>
      <Button variant="solid" onClick={() => void exportSettings().then(onDeed)}>
        Export…
      </Button>
    </>
  );
}

function isSame(one: object, other: object): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
