/** Below a JSON view: the path of the line with the cursor, to be copied, its string, to be opened as what it holds, and all folds at once. */
import { useMemo } from 'react';
import { base64Content } from '../lib/base64-content.ts';
import { formatBytes } from '../lib/format.ts';
import { Button } from './Button.tsx';
import styles from './CodeView.module.css';
import { CopyButton } from './CopyButton.tsx';
import type { JsonPlace } from './json-place.ts';

/** Strings of several lines, and those longer than this, are better read outside of their quotes. */
const shortestOpened = 80;

type JsonPlaceBarProps = {
  readonly place: JsonPlace;
  readonly onCopy: (text: string) => Promise<void>;
  readonly onOpen: () => void;
  readonly onFold: () => void;
  readonly onUnfold: () => void;
};

/** 28 high. */
export function JsonPlaceBar({ place, onCopy, onOpen, onFold, onUnfold }: JsonPlaceBarProps) {
  const { path, text } = place;
  const content = useMemo(() => (text === null ? null : base64Content(text)), [text]);
  const isLong = text !== null && (text.length > shortestOpened || text.includes('\n'));
  return (
    <div className={styles.bar}>
      <code className="cut">{path === '' ? '$' : path}</code>
      <CopyButton label="Copy path" size="tiny" onCopy={() => onCopy(path)}>
        Copy path
      </CopyButton>
      {text !== null && (
        <CopyButton label="Copy value" size="tiny" onCopy={() => onCopy(text)}>
          Copy value
        </CopyButton>
      )}
      <span className="spacer" />
      {content && (
        <span className="faint numbers">
          {content.mediaType}, {formatBytes(content.sizeBytes)}
        </span>
      )}
      {text !== null && (isLong || content) && (
        <Button size="tiny" onClick={onOpen}>
          {content === null || content.kind === 'text' ? 'Open as text' : `Open ${content.kind}`}
        </Button>
      )}
      <Button size="tiny" title="One line for everything in it (Ctrl Alt [)" onClick={onFold}>
        Fold all
      </Button>
      <Button size="tiny" title="All lines again (Ctrl Alt ])" onClick={onUnfold}>
        Unfold all
      </Button>
    </div>
  );
}
