/** All keys on one sheet. */
import { shortcutText } from '../../lib/shortcut.ts';
import { showPanel } from '../../store/actions.ts';
import { useStore } from '../../store/store.ts';
import { startTour } from '../../store/tour-actions.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Kbd } from '../../ui/Kbd.tsx';
import styles from './KeySheet.module.css';
import { type KeyGroup, keyTable } from './key-table.ts';

/** Open while the panel is `keys`. */
export function KeySheet() {
  const isOpen = useStore((state) => state.panel === 'keys');
  if (!isOpen) return null;
  return (
    <Dialog title="Keys" width={760} onClose={() => showPanel(null)} footer={<TourButton />}>
      <div className={styles.groups}>
        {keyTable.map((group) => (
          <Group key={group.title} group={group} />
        ))}
      </div>
    </Dialog>
  );
}

function TourButton() {
  return (
    <>
      <span className="spacer" />
      <Button variant="solid" icon="info" onClick={startTour}>
        Tour of the window
      </Button>
    </>
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
