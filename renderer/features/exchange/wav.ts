/** Raw samples as they come over a WebSocket, made playable: a WAV header before them. Pure. */

type WavFormat = { readonly tag: number; readonly rate: number; readonly sampleBytes: number };

/** What a media type of raw samples says; null where it is none. `audio/pcm` is 16 bits, little-endian, one channel. */
function wavFormat(mediaType: string): WavFormat | null {
  const [name = '', ...parameters] = mediaType
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const told = Number(parameters.find((part) => part.startsWith('rate='))?.slice(5));
  if (name === 'audio/pcm' || name === 'audio/l16') return { tag: 1, rate: told > 0 ? told : 24_000, sampleBytes: 2 };
  if (name === 'audio/pcmu') return { tag: 7, rate: told > 0 ? told : 8_000, sampleBytes: 1 };
  return name === 'audio/pcma' ? { tag: 6, rate: told > 0 ? told : 8_000, sampleBytes: 1 } : null;
}

/** Is this a type that a player knows nothing about, but that `wavOf` makes playable? */
export function isRawAudio(mediaType: string | null): boolean {
  return mediaType !== null && wavFormat(mediaType) !== null;
}

/** A WAV file of the samples; null where the type is no raw sound or the data is none. `base64` may be several texts in a row, each with its own padding. */
export function wavOf(mediaType: string, base64: string): Uint8Array<ArrayBuffer> | null {
  const format = wavFormat(mediaType);
  if (format === null) return null;
  const samples = samplesOf(base64);
  if (samples === null || samples.length === 0) return null;
  const file = new Uint8Array(44 + samples.length);
  const view = new DataView(file.buffer);
  const put = (at: number, text: string): void => {
    for (let index = 0; index < 4; index += 1) file[at + index] = text.charCodeAt(index);
  };
  put(0, 'RIFF');
  view.setUint32(4, 36 + samples.length, true);
  put(8, 'WAVE');
  put(12, 'fmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, format.tag, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, format.rate, true);
  view.setUint32(28, format.rate * format.sampleBytes, true);
  view.setUint16(32, format.sampleBytes, true);
  view.setUint16(34, format.sampleBytes * 8, true);
  put(36, 'data');
  view.setUint32(40, samples.length, true);
  file.set(samples, 44);
  return file;
}

function samplesOf(base64: string): Uint8Array | null {
  try {
    const parts = (base64.match(/[^=]+={0,2}/g) ?? []).map((part) => atob(part));
    const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      for (let index = 0; index < part.length; index += 1) bytes[at + index] = part.charCodeAt(index);
      at += part.length;
    }
    return bytes;
  } catch {
    return null;
  }
}
