/** The sheet while exchanges exist and none is open: says what to do, nothing more. */
import { useStore } from '../../store/store.ts';
import { Kbd } from '../../ui/Kbd.tsx';
import styles from './WelcomeView.module.css';

/** Centred words. */
export function PickOne() {
  const isDetail = useStore((state) => state.windowRole.kind === 'detail');
  return (
    <div className={styles.pick}>
      <strong>No exchange open</strong>
      <p>
        {isDetail ? 'What you choose in the list is shown here.' : 'Choose one in the list, or press '}
        {!isDetail && <Kbd>Down</Kbd>}
      </p>
    </div>
  );
}
