/** What is set in panels of its own: the ways there, and the program's version. */
import { showPanel } from '../../store/actions.ts';
import type { Panel } from '../../store/shell-slice.ts';
import { useStore } from '../../store/store.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './SettingsDialog.module.css';
import { hasWords } from './settings-search.ts';

const elsewhere: readonly { readonly panel: Panel; readonly title: string; readonly words: string }[] = [
  { panel: 'upstreams', title: 'Upstreams', words: 'upstreams endpoints api keys headers tls certificates url switch' },
  { panel: 'interception', title: 'Interception', words: 'interception https hosts certificate authority company ca' },
  { panel: 'connect', title: 'Connect a client', words: 'connect client base url environment variables sdk' },
  { panel: 'keys', title: 'Keys', words: 'keys keyboard shortcuts' },
];

/** What one may look for to find any of them. */
export const elsewhereWords = elsewhere.map(({ title, words }) => `${title} ${words}`).join(' ');

export function Elsewhere({ query }: { readonly query: string }) {
  const version = useStore((state) => state.version);
  const sends = useStore((state) => state.settings?.telemetry?.isEnabled ?? false);
  return (
    <>
      <div className={styles.elsewhere}>
        {elsewhere
          .filter(({ title, words }) => hasWords(`elsewhere ${title} ${words}`, query))
          .map(({ panel, title }) => (
            <Button key={panel} size="small" variant="solid" onClick={() => showPanel(panel)}>
              {title}…
            </Button>
          ))}
      </div>
      {query === '' && (
        <p className={styles.about}>
          Wirelens {version}. Listens on this machine only;{' '}
          {sends ? 'nothing is sent anywhere but to your collector.' : 'nothing is ever sent anywhere.'}
        </p>
      )}
    </>
  );
}
