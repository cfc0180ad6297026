/** The sheet while exchanges exist and none is open: says what to do, nothing more. */
import { Kbd } from '../../ui/Kbd.tsx';
import styles from './WelcomeView.module.css';

/** Centred words. */
export function PickOne() {
  return (
    <div className={styles.pick}>
      <strong>No exchange open</strong>
      <p>
        Choose one in the list, or press <Kbd>Down</Kbd>
      </p>
    </div>
  );
}
