/**
 * A part's signature, below what it belongs to: proof of what the model thought, which goes back with that part in the
 * next turn. Gemini signs the first call of a turn, or the last part of an answer, where it comes with empty text.
 * @see https://ai.google.dev/gemini-api/docs/thought-signatures
 */
import { copyText } from '../../store/actions.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import styles from './BlockView.module.css';
import { countText } from './figures.ts';

/** One faint line: its size, and its way out. */
export function BlockSignature({ signature }: { readonly signature: string }) {
  return (
    <div className={styles.signature} title="Goes back with this part in the next turn, as it is">
      <span className="numbers">signature, {countText(signature.length)} characters</span>
      <CopyButton label="Copy the signature" size="tiny" onCopy={() => copyText(signature)} />
    </div>
  );
}
