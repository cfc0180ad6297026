/** A player for raw samples that came over a WebSocket: they get a WAV header here, nothing is fetched. */
import { useEffect, useState } from 'react';
import { wavOf } from './wav.ts';

type RawAudioProps = { readonly mediaType: string; readonly base64: string };

/** Nothing where the samples cannot be read. */
export function RawAudio({ mediaType, base64 }: RawAudioProps) {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    const file = wavOf(mediaType, base64);
    if (file === null) return;
    const made = URL.createObjectURL(new Blob([file], { type: 'audio/wav' }));
    setUrl(made);
    return () => {
      URL.revokeObjectURL(made);
      setUrl(null);
    };
  }, [mediaType, base64]);
  if (url === null) return null;
  return (
    <audio controls src={url}>
      <track kind="captions" />
    </audio>
  );
}
