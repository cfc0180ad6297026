/** A text of a request: markdown, plain or code; a long one is cut until it is asked for, then laid out in pieces. */

import { findWords } from '../../../shared/conversation/find-words.ts';
import { copyText } from '../../store/actions.ts';
import { useStore } from '../../store/store.ts';
import { Button } from '../../ui/Button.tsx';
import { LongText } from '../../ui/LongText.tsx';
import { Markdown } from '../../ui/Markdown.tsx';
import { countText } from './figures.ts';
import styles from './RequestTab.module.css';

const clampLines = 14;
const clampCharacters = 1800;

type ClampedTextProps = {
  readonly text: string;
  readonly form: 'markdown' | 'plain' | 'code';
  readonly isWhole: boolean;
  readonly onWhole: (isWhole: boolean) => void;
};

const copyLink = (url: string): void => void copyText(url);

/** What the filter found in the part that is cut off is shown as well. */
export function ClampedText({ text, form, isWhole, onWhole }: ClampedTextProps) {
  const searched = useStore((state) => state.searchTexts);
  const clamped = clampText(text);
  const isLong = clamped.length < text.length;
  const isFound = isLong && searched.some((words) => findWords(text.slice(clamped.length), words, 1).length > 0);
  const isShown = isWhole || isFound;
  const shown = isShown ? text : clamped;
  return (
    <>
      {form === 'markdown' ? (
        <Markdown text={shown} onCopyLink={copyLink} />
      ) : (
        <p className={form === 'code' ? styles.codeText : styles.text}>
          <LongText text={shown} at={0} />
          {isLong && !isShown && '…'}
        </p>
      )}
      {isLong && !isFound && (
        <Button size="tiny" onClick={() => onWhole(!isWhole)}>
          {isWhole ? 'Show less' : `Show all, ${countText(text.length)} characters`}
        </Button>
      )}
    </>
  );
}

function clampText(text: string): string {
  const short = text.slice(0, clampCharacters);
  let at = -1;
  for (let line = 0; line < clampLines; line += 1) {
    at = short.indexOf('\n', at + 1);
    if (at === -1) return short;
  }
  return short.slice(0, at);
}
