/** Images and audio of the completion, from data in the exchange only: nothing is ever fetched. */
import type { Block } from '../../../shared/model/completion.ts';
import { useStore } from '../../store/store.ts';
import styles from './BlockView.module.css';
import { BodyAudio } from './BodyAudio.tsx';
import { bytesText } from './figures.ts';
import { mediaSource } from './media-source.ts';
import { RawAudio } from './RawAudio.tsx';
import { isRawAudio } from './wav.ts';

/** Shown once it is complete; until then its size grows. */
export function MediaBlock({ block }: { readonly block: Block }) {
  // Without data of its own, the block stands for a body that is no text.
  const bodyBytes = useStore((state) => {
    const summary = state.openExchange?.detail?.summary;
    return block.text === '' && summary?.framing === 'none' ? summary.responseBytes : null;
  });
  const source = block.isOpen
    ? null
    : mediaSource(block.mediaType, block.text, block.kind === 'image' ? 'image' : 'audio');
  return (
    <div className={styles.card}>
      <div className={styles.cardHead}>
        <b>{block.kind}</b>
        <span className="faint numbers">
          {block.mediaType ?? 'unknown type'}, {bytesText(bodyBytes ?? Math.floor((block.text.length * 3) / 4))}
        </span>
      </div>
      {source !== null && block.kind === 'image' && (
        <img className={styles.media} src={source} alt="Made by the model" />
      )}
      {bodyBytes !== null && block.kind === 'audio' && block.mediaType !== null && (
        <BodyAudio mediaType={block.mediaType} />
      )}
      {!block.isOpen && block.kind === 'audio' && block.mediaType !== null && isRawAudio(block.mediaType) && (
        <RawAudio mediaType={block.mediaType} base64={block.text} />
      )}
      {source !== null && block.kind === 'audio' && block.mediaType !== null && !isRawAudio(block.mediaType) && (
        <audio controls src={source}>
          <track kind="captions" />
        </audio>
      )}
    </div>
  );
}
