/** A few lines to copy: sunken, monospace, the address lit; the button copies exactly what is shown. */
import { CopyButton } from './CopyButton.tsx';
import styles from './Snippet.module.css';

type SnippetProps = {
  readonly code: string;
  /** Names what is copied, for assistive technology. */
  readonly label: string;
  readonly onCopy: (code: string) => Promise<void>;
};

/** Addresses, `export`/`import`/`from` words and comments; everything else is plain. */
const tokens = /(https?:\/\/[^\s"'\\]+)|(^\s*#[^\n]*)|\b(export|import|from|const|new)\b/gm;

/** Long lines wrap: what is to be copied is seen whole. */
export function Snippet({ code, label, onCopy }: SnippetProps) {
  return (
    <figure className={styles.snippet} aria-label={label}>
      <pre>{paint(code)}</pre>
      <CopyButton
        className={styles.copy}
        size="small"
        variant="solid"
        label={`Copy ${label}`}
        onCopy={() => onCopy(code)}
      >
        Copy
      </CopyButton>
    </figure>
  );
}

function paint(code: string) {
  const parts = [];
  let at = 0;
  for (const found of code.matchAll(tokens)) {
    if (found.index > at) parts.push(code.slice(at, found.index));
    const role = found[1] ? styles.address : found[2] ? styles.comment : styles.word;
    parts.push(
      <span key={found.index} className={role}>
        {found[0]}
      </span>,
    );
    at = found.index + found[0].length;
  }
  parts.push(code.slice(at));
  return parts;
}
