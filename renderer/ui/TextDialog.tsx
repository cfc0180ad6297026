/** A string out of JSON as what it holds: text with its line ends, or the picture, sound or text in its base64. */
import { type Base64Content, decodedText } from '../lib/base64-content.ts';
import styles from './CodeView.module.css';
import { CopyButton } from './CopyButton.tsx';
import { Dialog } from './Dialog.tsx';
import { LongText } from './LongText.tsx';

type TextDialogProps = {
  readonly title: string;
  readonly text: string;
  readonly content: Base64Content | null;
  readonly onCopy?: ((text: string) => Promise<void>) | undefined;
  readonly onClose: () => void;
};

/** Data of the exchange only: nothing is ever loaded. */
export function TextDialog({ title, text, content, onCopy, onClose }: TextDialogProps) {
  const shown = (content?.kind === 'text' ? decodedText(content.base64) : null) ?? text;
  const footer = onCopy && (
    <CopyButton label="Copy text" onCopy={() => onCopy(shown)}>
      Copy
    </CopyButton>
  );
  return (
    <Dialog title={title || 'Value'} width={760} onClose={onClose} footer={footer}>
      <Content content={content} text={shown} />
    </Dialog>
  );
}

function Content({ content, text }: Pick<TextDialogProps, 'content' | 'text'>) {
  const source = content === null ? '' : `data:${content.mediaType};base64,${content.base64}`;
  if (content?.kind === 'image') return <img className={styles.image} src={source} alt="In this string" />;
  if (content?.kind === 'audio') {
    return (
      <audio controls src={source}>
        <track kind="captions" />
      </audio>
    );
  }
  return (
    <section className={styles.text} aria-label="Text">
      <LongText text={text} at={0} />
    </section>
  );
}
