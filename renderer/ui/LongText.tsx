/** Text of any length, as it is: cut into blocks, so that a growing text of 1 MB is not laid out again with every piece. */
import { memo, useMemo, useRef } from 'react';
import styles from './LongText.module.css';
import { extendCuts } from './text-cuts.ts';

type LongTextProps = {
  readonly text: string;
  /** Place of the text's first character in its source: every block carries its own as `data-at`. */
  readonly at: number;
};

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
  return cuts.map((cut, index) => (
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
  return (
    <span className={isOnly ? undefined : styles.block} data-at={at}>
      {text}
    </span>
  );
});
