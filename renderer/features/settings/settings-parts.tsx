/** The parts of the settings in their order: what one may look for in each, how each goes back, what it holds. */
import type { ReactNode } from 'react';
import { quietDesktop } from '../../../shared/model/desktop.ts';
import { keepEverything } from '../../../shared/model/retention.ts';
import type { Settings } from '../../../shared/model/settings.ts';
import { defaultSettings } from '../../../shared/model/settings-schema.ts';
import { noTelemetry } from '../../../shared/model/telemetry.ts';
import type { PriceEntry } from '../../../shared/prices/price-table.ts';
import { defaultListView, type ListView } from '../../store/list-preferences.ts';
import { resetSettings, type SettingsDeed } from '../../store/settings-actions.ts';
import { useStore } from '../../store/store.ts';
import { DesktopSection, desktopWords } from './DesktopSection.tsx';
import { Elsewhere, elsewhereWords } from './Elsewhere.tsx';
import { KeepingSection } from './KeepingSection.tsx';
import { LookSection, lookWords } from './LookSection.tsx';
import { PortField } from './PortField.tsx';
import { PricesSection } from './PricesSection.tsx';
import { SettingRow } from './SettingRow.tsx';
import { hasWords } from './settings-search.ts';
import { TracesSection } from './TracesSection.tsx';

export type SettingsPartFacts = {
  readonly title: string;
  /** Below the title. */
  readonly words?: string;
  /** Null: there is nothing to put back. */
  readonly onReset: (() => void) | null;
  readonly content: ReactNode;
};

const noPrices: readonly PriceEntry[] = [];
const usualLook: Partial<ListView> = {
  density: defaultListView.density,
  grouping: defaultListView.grouping,
  isOverviewOpen: defaultListView.isOverviewOpen,
};

/** Those that have the words of `query`. Drafts inside of a part begin anew when a reset or an import changed it: hence the keys. */
export function useSettingsParts(
  settings: Settings,
  query: string,
  onDeed: (deed: SettingsDeed) => void,
): readonly SettingsPartFacts[] {
  const view = useStore((state) => state.listView);
  const retention = settings.retention ?? keepEverything;
  const telemetry = settings.telemetry ?? noTelemetry;
  const desktop = settings.desktop ?? quietDesktop;
  const prices = settings.prices ?? noPrices;
  const { theme, listOrder, port } = defaultSettings;
  const isUsual =
    settings.theme === theme && settings.listOrder === listOrder && isSame({ ...view, ...usualLook }, view);
  const back = (
    title: string,
    isAsShipped: boolean,
    change: Parameters<typeof resetSettings>[1],
    look?: Partial<ListView>,
  ) => (isAsShipped ? null : () => void resetSettings(title, change, look).then(onDeed));
  const all: readonly (SettingsPartFacts & { readonly search: string })[] = [
    {
      title: 'Look',
      search: lookWords,
      onReset: back('Look', isUsual, { theme, listOrder }, usualLook),
      content: <LookSection settings={settings} view={view} query={query} />,
    },
    {
      title: 'Listening',
      search: 'listening port address proxy 7878',
      onReset: back('Listening', settings.port === port, { port }),
      content: (
        <SettingRow title="Port" words="On this machine only; the next free one where it is taken">
          <PortField key={settings.port} port={settings.port} />
        </SettingRow>
      ),
    },
    {
      title: 'Keeping',
      search: 'keeping captures age size number limit delete disk compact space retention',
      words: 'The oldest go first, while nothing streams. Pinned exchanges always stay.',
      onReset: back('Keeping', isSame(retention, keepEverything), { retention: keepEverything }),
      content: <KeepingSection key={JSON.stringify(retention)} rules={retention} />,
    },
    {
      title: 'Desktop',
      search: desktopWords,
      onReset: back('Desktop', isSame(desktop, quietDesktop), { desktop: quietDesktop }),
      content: <DesktopSection desktop={desktop} />,
    },
    {
      title: 'Traces',
      search: 'traces spans opentelemetry collector otlp export telemetry',
      words:
        'A GenAI span of each exchange to your OpenTelemetry collector (OTLP over HTTP) as it ends. Headers come from OTEL_EXPORTER_OTLP_HEADERS.',
      onReset: back('Traces', isSame(telemetry, noTelemetry), { telemetry: noTelemetry }),
      content: <TracesSection key={telemetry.endpoint} telemetry={telemetry} />,
    },
    {
      title: 'Prices',
      search: 'prices cost dollars tokens models',
      words: 'US dollars per million tokens. Yours come first; a model without a price costs “unknown”.',
      onReset: back('Prices', prices.length === 0, { prices: noPrices }),
      content: <PricesSection own={prices} />,
    },
    { title: 'Elsewhere', search: elsewhereWords, onReset: null, content: <Elsewhere query={query} /> },
  ];
  return all.filter(({ title, search }) => hasWords(`${title} ${search}`, query));
}

function isSame(one: object, other: object): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
