/** A player for a response whose body is the sound itself (text to speech): the bytes come from the capture, nothing is fetched. */
import { useEffect, useState } from 'react';
import { useStore } from '../../store/store.ts';
import { loadBytes } from './load-bytes.ts';
import { isPlayable } from './media-source.ts';

/** Nothing until the exchange has ended and its body is here. */
export function BodyAudio({ mediaType }: { readonly mediaType: string }) {
  const url = useBodyUrl(mediaType);
  if (url === null) return null;
  return (
    <audio controls src={url}>
      <track kind="captions" />
    </audio>
  );
}

function useBodyUrl(mediaType: string): string | null {
  const id = useStore((state) => state.openExchange?.id ?? null);
  const isEnded = useStore((state) => state.openExchange?.detail?.summary.phase === 'ended');
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (id === null || !isEnded || !isPlayable(mediaType)) return;
    let made: string | null = null;
    let isGone = false;
    void loadBytes(id, 'response').then((slices) => {
      if (isGone || slices === null) return;
      made = URL.createObjectURL(new Blob([...slices], { type: mediaType }));
      setUrl(made);
    });
    return () => {
      isGone = true;
      if (made !== null) URL.revokeObjectURL(made);
      setUrl(null);
    };
  }, [id, isEnded, mediaType]);
  return url;
}
