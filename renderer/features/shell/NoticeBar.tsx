/** What the user should know (a damaged settings file, a taken port), as a calm line that goes when told to. */
import { dismissNotice, showPanel } from '../../store/actions.ts';
import { useStore } from '../../store/store.ts';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import styles from './NoticeBar.module.css';

const tones = { info: 'tone-plain', warning: 'tone-warning', danger: 'tone-danger' } as const;

/** One line per notice; nothing while there is none. */
export function NoticeBar() {
  const notices = useStore((state) => state.notices);
  return notices.map((notice) => (
    <div key={notice.id} className={`${styles.notice} ${tones[notice.tone]}`} role="status">
      <Icon name={notice.tone === 'info' ? 'info' : notice.tone === 'warning' ? 'warning' : 'error'} />
      <p>
        <strong>{notice.title}</strong> <span>{notice.text}</span>
      </p>
      {notice.panel && <PanelButton panel={notice.panel} />}
      <IconButton
        icon="close"
        label={`Dismiss: ${notice.title}`}
        size="small"
        onClick={() => dismissNotice(notice.id)}
      />
    </div>
  ));
}

const panelWords = {
  settings: 'Settings…',
  upstreams: 'Upstreams…',
  interception: 'Interception…',
} as const;

/** A window of one exchange has no upstreams panel: there the words alone must do. */
function PanelButton({ panel }: { readonly panel: keyof typeof panelWords }) {
  const isMain = useStore((state) => state.windowRole.kind === 'main');
  if (!isMain && panel === 'upstreams') return null;
  return (
    <Button size="small" variant="solid" onClick={() => showPanel(panel)}>
      {panelWords[panel]}
    </Button>
  );
}
