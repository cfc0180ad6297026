/**
 * A leaf of text that may grow while it is shown. What is new is appended to its node: the browser then shapes and breaks
 * only that. Given whole, as React does, a paragraph of 10,000 characters costs three to four times as much (measured).
 */
import { type CSSProperties, useLayoutEffect, useRef, useState } from 'react';
import { ownText } from '../lib/own-text.ts';

type GrowingTextProps = {
  readonly text: string;
  /** Place of its first character in its source. */
  readonly at: number;
  readonly className?: string | undefined;
  readonly style?: CSSProperties;
};

/** A span with `data-at` and one text node. */
export function GrowingText({ text, at, className, style }: GrowingTextProps) {
  const element = useRef<HTMLSpanElement>(null);
  // React's own part never changes: the node is ours after that.
  const [first] = useState(() => ownText(text));
  const shown = useRef(first);
  useLayoutEffect(() => {
    const before = shown.current;
    if (before === text) return;
    shown.current = text;
    const node = element.current?.firstChild;
    if (!(node instanceof Text)) element.current?.replaceChildren(text);
    else if (before !== '' && text.startsWith(before)) node.appendData(text.slice(before.length));
    else node.data = text;
  }, [text]);
  return (
    <span ref={element} className={className} style={style} data-at={at}>
      {first}
    </span>
  );
}
