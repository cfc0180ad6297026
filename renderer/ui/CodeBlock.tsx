/** Code in captured text: coloured where its language is known, plain while it is not and where it is long. */
import { useMemo } from 'react';
import styles from './CodeBlock.module.css';
import { useTokenize } from './code-tokens.ts';
import { GrowingText } from './GrowingText.tsx';
import { LongText } from './LongText.tsx';
import { useRestedText } from './use-rested-text.ts';

type CodeBlockProps = {
  readonly code: string;
  /** Empty: not named. */
  readonly language: string;
  /** Place of the code in its source: every leaf carries its own as `data-at`. */
  readonly at: number;
};

/** Longer code is not coloured: a leaf per word would cost more than it tells. */
const longest = 16_000;
/** Colouring a character takes about a microsecond; a growing code is coloured again this much less often. */
const msPerCharacter = 0.03;

/** Takes white space and type from what it stands in. */
export function CodeBlock({ code, language, at }: CodeBlockProps) {
  const isColoured = language !== '' && code.length <= longest;
  const tokenize = useTokenize(isColoured);
  const rested = useRestedText(code, true, msPerCharacter);
  const tokens = useMemo(
    () => (isColoured && tokenize !== null ? tokenize(rested, language) : null),
    [isColoured, tokenize, rested, language],
  );
  if (tokens === null) return <LongText text={code} at={at} />;
  return (
    <>
      {tokens.map(({ start, end, kind }) => (
        <span key={start} data-at={at + start} className={kind === '' ? undefined : styles[kind]}>
          {rested.slice(start, end)}
        </span>
      ))}
      {code.length > rested.length && <GrowingText text={code.slice(rested.length)} at={at + rested.length} />}
    </>
  );
}
