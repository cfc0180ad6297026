/** Text of any length, as it is: cut into blocks, so that a text of 5 MB costs what is in sight, and a growing one its end. */
import { memo, useMemo, useRef } from 'react';
import { GrowingText } from './GrowingText.tsx';
import { guessHeight } from './guess-height.ts';
import styles from './LongText.module.css';
import { extendCuts } from './text-cuts.ts';
import { useGrowingCount } from './use-growing-count.ts';

type LongTextProps = {
  readonly text: string;
  /** Place of the text's first character in its source: every block carries its own as `data-at`. */
  readonly at: number;
};

const lineHeight = 20;
const madeAtOnce = 24;

/** Takes white space and type from what it stands in. */
export function LongText({ text, at }: LongTextProps) {
  const known = useRef<{ readonly text: string; readonly cuts: readonly number[] }>({ text: '', cuts: [0] });
  const cuts = useMemo(() => {
    const before = known.current;
    const isGrown = text.length >= before.text.length && text.startsWith(before.text);
    const next = extendCuts(isGrown ? before.cuts : [0], text);
    known.current = { text, cuts: next };
    return next;
  }, [text]);
  const made = useGrowingCount(cuts.length, madeAtOnce);
  return cuts
    .slice(0, made)
    .map((cut, index) => (
      <Block key={cut} text={text.slice(cut, cuts[index + 1])} at={at + cut} isOnly={cuts.length === 1} />
    ));
}

const Block = memo(function Block({
  text,
  at,
  isOnly,
}: {
  readonly text: string;
  readonly at: number;
  readonly isOnly: boolean;
}) {
  if (isOnly) return <GrowingText text={text} at={at} />;
  const style = { containIntrinsicBlockSize: `auto ${guessHeight(text, lineHeight)}px` };
  return <GrowingText className={styles.block} style={style} text={text} at={at} />;
});
