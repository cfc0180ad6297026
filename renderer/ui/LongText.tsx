/** Text of any length, as it is: cut into blocks, so that a text of 5 MB costs what is in sight, and a growing one its end. */
import { memo, useMemo, useRef } from 'react';
import { ownText } from '../lib/own-text.ts';
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
/** The last blocks are laid out wherever they stand: one that begins while its text grows would be skipped at first, and the pane laid out twice. */
const laidOutAtEnd = 2;

/** Takes white space and type from what it stands in. */
export function LongText({ text, at }: LongTextProps) {
  const known = useRef(nothing);
  const { cuts, blocks } = useMemo(() => {
    known.current = extendBlocks(known.current, text);
    return known.current;
  }, [text]);
  const made = useGrowingCount(cuts.length, madeAtOnce);
  return cuts
    .slice(0, made)
    .map((cut, index) => (
      <Block
        key={cut}
        text={blocks[index] ?? ''}
        at={at + cut}
        isOnly={cuts.length === 1}
        isAtEnd={index >= cuts.length - laidOutAtEnd}
      />
    ));
}

type Blocks = {
  readonly text: string;
  readonly cuts: readonly number[];
  /** Their texts; the last one may still grow. Each has its own characters: React keeps them, two versions of each. */
  readonly blocks: readonly string[];
};

const nothing: Blocks = { text: '', cuts: [0], blocks: [] };

function extendBlocks(before: Blocks, text: string): Blocks {
  const isGrown = text.length >= before.text.length && text.startsWith(before.text);
  const known = isGrown ? before : nothing;
  const cuts = extendCuts(known.cuts, text);
  const finished = known.blocks.slice(0, -1);
  const made = cuts.slice(finished.length).map((cut, index) => {
    return ownText(text.slice(cut, cuts[finished.length + index + 1]));
  });
  return { text, cuts, blocks: [...finished, ...made] };
}

const Block = memo(function Block({
  text,
  at,
  isOnly,
  isAtEnd,
}: {
  readonly text: string;
  readonly at: number;
  readonly isOnly: boolean;
  readonly isAtEnd: boolean;
}) {
  if (isOnly) return <GrowingText text={text} at={at} />;
  const style = { containIntrinsicBlockSize: `auto ${guessHeight(text, lineHeight)}px` };
  return <GrowingText className={isAtEnd ? styles.atEnd : styles.block} style={style} text={text} at={at} />;
});
