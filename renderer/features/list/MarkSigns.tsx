/** What the user put onto a row: pin, note, colour. Nothing where there is nothing. */
import type { ExchangeMark, MarkColor } from '../../../shared/model/mark.ts';
import { useStore } from '../../store/store.ts';
import { Icon } from '../../ui/Icon.tsx';
import styles from './MarkSigns.module.css';

/** The hue of a tag: those of the roles, which are all that the window has. */
export const markRole: Readonly<Record<MarkColor, string>> = {
  blue: 'role-text',
  violet: 'role-reasoning',
  teal: 'role-user',
  green: 'role-tool',
  grey: 'role-frame',
};

/** In the first line, before the figures. */
export function MarkSigns({ id }: { readonly id: string }) {
  const mark = useStore((state) => state.marks.get(id));
  if (!mark) return null;
  return (
    <span className={styles.signs} title={markWords(mark)}>
      {mark.note !== '' && <Icon name="edit" size={11} />}
      {mark.isPinned && <Icon name="pin" size={11} />}
      {mark.color !== null && <i className={`${styles.dot} ${markRole[mark.color]}`} />}
    </span>
  );
}

function markWords({ color, note, isPinned }: ExchangeMark): string {
  return [isPinned ? 'pinned' : null, color, note === '' ? null : note].filter((word) => word !== null).join(', ');
}
