/** Images, sound and files sent with a request: shown from their data in the request, never loaded from anywhere. */
import type { RequestPart } from '../../../shared/model/request-reading.ts';
import { bytesText } from './figures.ts';
import { mediaSource } from './media-source.ts';
import styles from './RequestTab.module.css';

type MediaPart = Extract<RequestPart, { kind: 'image' | 'audio' | 'file' }>;

/** Its facts in words, and what can be shown of it. */
export function RequestMedia({ part }: { readonly part: MediaPart }) {
  const { kind, data, mediaType, url, name } = part;
  const source = data === null || kind === 'file' ? null : mediaSource(mediaType, data, kind);
  const size = data === null ? null : bytesText(Math.floor((data.length * 3) / 4));
  return (
    <div>
      <p className="subtle">
        {[kind, name, mediaType, size].filter(Boolean).join(', ')}
        {url && <code className={styles.url}> {url}, not loaded</code>}
      </p>
      {source !== null && kind === 'image' && (
        <img className={styles.image} src={source} alt={name ?? 'Sent with the request'} />
      )}
      {source !== null && kind === 'audio' && (
        <audio controls src={source}>
          <track kind="captions" />
        </audio>
      )}
    </div>
  );
}
