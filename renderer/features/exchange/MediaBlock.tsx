/** Images and audio of the completion, from data in the exchange only: nothing is ever fetched. */
import type { Block } from '../../../shared/model/completion.ts';
import styles from './BlockView.module.css';
import { bytesText } from './figures.ts';
import { mediaSource } from './media-source.ts';

/** Shown once it is complete; until then its size grows. */
export function MediaBlock({ block }: { readonly block: Block }) {
  const source = block.isOpen
    ? null
    : mediaSource(block.mediaType, block.text, block.kind === 'image' ? 'image' : 'audio');
  return (
    <div className={styles.card}>
      <div className={styles.cardHead}>
        <b>{block.kind}</b>
        <span className="faint numbers">
          {block.mediaType ?? 'unknown type'}, {bytesText(Math.floor((block.text.length * 3) / 4))}
        </span>
      </div>
      {source !== null && block.kind === 'image' && (
        <img className={styles.media} src={source} alt="Made by the model" />
      )}
      {source !== null && block.kind === 'audio' && block.mediaType !== null && (
        <audio controls src={source}>
          <track kind="captions" />
        </audio>
      )}
    </div>
  );
}
