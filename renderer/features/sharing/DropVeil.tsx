/** Files over the window: what dropping them does. Listens for drops as long as it is mounted. */
import { useEffect, useState } from 'react';
import { listenForDrops } from '../../store/import-actions.ts';
import styles from './DropVeil.module.css';

/** Nothing while nothing hangs over the window. */
export function DropVeil() {
  const [isOver, setOver] = useState(false);
  useEffect(() => listenForDrops(setOver), []);
  if (!isOver) return null;
  return (
    <div className={styles.veil}>
      <div className={styles.card}>
        <strong>Drop to import</strong>
        <span>Wirelens archives, JSON and JSON Lines, HTTP archives (.har), lines of messages</span>
      </div>
    </div>
  );
}
