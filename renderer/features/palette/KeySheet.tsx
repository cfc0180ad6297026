/** All keys on one sheet. */
import { shortcutText } from '../../lib/shortcut.ts';
import { showPanel } from '../../store/actions.ts';
import { useStore } from '../../store/store.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Kbd } from '../../ui/Kbd.tsx';
import styles from './KeySheet.module.css';
import { type KeyGroup, keyTable } from './key-table.ts';

/** Open while the panel is `keys`. */
export function KeySheet() {
  const isOpen = useStore((state) => state.panel === 'keys');
  if (!isOpen) return null;
  return (
    <Dialog title="Keys" width={760} onClose={() => showPanel(null)}>
      <div className={styles.groups}>
        {keyTable.map((group) => (
          <Group key={group.title} group={group} />
        ))}
      </div>
    </Dialog>
  );
}

function Group({ group }: { readonly group: KeyGroup }) {
  const platform = useStore((state) => state.platform);
  return (
    <section aria-label={group.title} className={styles.group}>
      <h3>{group.title}</h3>
      <dl>
        {group.keys.map(([keys, does]) => (
          <div key={keys + does}>
            <dt>
              {keys.split(' / ').map((key) => (
                <Kbd key={key}>{shortcutText(key, platform)}</Kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
