/** The window from top to bottom: title bar, notices, list beside sheet, status bar. Layout only. */
import styles from './App.module.css';
import { ExchangeView } from './features/exchange/ExchangeView.tsx';
import { useStore } from './store/store.ts';

/** The whole window. */
export function App() {
  const isOpen = useStore((state) => state.openExchange !== null);
  return (
    <div className={styles.window}>
      <main className={styles.body}>{isOpen && <ExchangeView />}</main>
    </div>
  );
}
