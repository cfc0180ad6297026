/** A key of the keyboard, quiet. */
import styles from './Kbd.module.css';

/** `children` is the key's name as people say it. */
export function Kbd({ children }: { readonly children: string }) {
  return <kbd className={styles.key}>{children}</kbd>;
}
