/** A string out of a JSON view, opened: as text, or as what its base64 holds. */
import { useMemo } from 'react';
import { base64Content } from '../lib/base64-content.ts';
import type { JsonPlace } from './json-place.ts';
import { TextDialog } from './TextDialog.tsx';

type OpenedStringProps = {
  readonly place: JsonPlace;
  readonly onCopy: ((text: string) => Promise<void>) | undefined;
  readonly onClose: () => void;
};

/** Mounted means open. */
export function OpenedString({ place, onCopy, onClose }: OpenedStringProps) {
  const text = place.text ?? '';
  const content = useMemo(() => base64Content(text), [text]);
  return <TextDialog title={place.path} text={text} content={content} onCopy={onCopy} onClose={onClose} />;
}
